import { Hono } from 'hono';
import { apiBase } from '../../core/protocol/version';
import type { Bindings } from './client-address';
import { faultAnswer } from './faults';
import type { Route } from './route';
import { notFound } from './route';
import { healthRoutes } from './routes/health';
import { liveRoutes } from './routes/live';
import { meRoutes } from './routes/me';
import { mutationRoutes } from './routes/mutations';
import { objectRoutes } from './routes/objects';
import { openApiRoutes } from './routes/openapi';
import { presenceRoutes } from './routes/presence';
import { projectRoutes } from './routes/projects';
import { restoreRoutes } from './routes/restores';
import { shareLinkRoutes } from './routes/share-links';
import { thumbnailRoutes } from './routes/thumbnails';
import { transferRoutes } from './routes/transfer';
import { toResponse } from './send';
import type { Gate } from './serve';
import { createGate } from './serve';
import type { AppServices } from './services';

export type App = Hono<{ Bindings: Bindings }>;

/** The whole HTTP API, under `/api/v1`; the same app behind our own server and behind a route of Next. */
export function createApp(services: AppServices): App {
  const app: App = new Hono<{ Bindings: Bindings }>().basePath(apiBase);
  const gate = createGate(services);
  const routes = createRoutes(services);
  for (const route of routes) app.on(route.method, route.path, gate.serve(route));
  refuseOtherMethods(app, routes, gate);
  app.notFound((context) => gate.refuse(context, noSuchRoute, 404));
  app.onError((error) => toResponse(faultAnswer(error, (fault) => services.log?.fault(fault), undefined)));
  return app;
}

/** Every route of the API. */
export function createRoutes(services: AppServices): readonly Route[] {
  const routes = [
    ...healthRoutes(services),
    ...meRoutes(services),
    ...projectRoutes(services),
    ...thumbnailRoutes(services),
    ...shareLinkRoutes(services),
    ...mutationRoutes(services),
    ...restoreRoutes(services),
    ...objectRoutes(services),
    ...transferRoutes(services),
    ...liveRoutes(services),
    ...presenceRoutes(services),
  ];
  return [...routes, ...openApiRoutes(routes)];
}

const noSuchRoute = {
  ...notFound,
  detail: `There is no such address in this API. ${apiBase}/openapi.json lists them all.`,
};

/** 405 has to say what would be allowed: RFC 9110, 15.5.6. */
function refuseOtherMethods(app: App, routes: readonly Route[], gate: Gate): void {
  for (const path of new Set(routes.map((route) => route.path))) {
    const methods = routes.filter((route) => route.path === path).map(({ method }) => method);
    const allow = methods.includes('GET') ? ['HEAD', ...methods] : methods;
    const detail = `This address takes ${methods.join(', ')} and nothing else.`;
    app.all(path, (context) =>
      gate.refuse(context, { code: 'invalid-request', detail }, 405, allow.join(', ')),
    );
  }
}
