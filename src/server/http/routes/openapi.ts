import { jsonText } from '../answer';
import { openApiDocument } from '../openapi';
import type { Route } from '../route';
import { route } from '../route';

/** The document describes all routes, itself included; made when first asked for. */
export function openApiRoutes(others: readonly Route[]): readonly Route[] {
  let text: string | undefined;
  const self: Route = route({
    method: 'GET',
    path: '/openapi.json',
    name: 'getOpenApi',
    summary: 'This document',
    tag: 'server',
    access: 'anyone',
    bodyKind: 'none',
    success: [{ status: 200, description: 'OpenAPI 3.1', contentType: 'application/json' }],
    handle: async () => {
      text ??= JSON.stringify(openApiDocument([...others, self]));
      return jsonText(text);
    },
  });
  return [self];
}
