import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Nothing here is known before a request comes. */
export const dynamic = 'force-dynamic';

/** Built by `npm run build`, and put beside the function by `outputFileTracingIncludes`. */
const file = pathToFileURL(join(process.cwd(), 'dist/server/function.mjs')).href;

/**
 * The API where nothing runs but Next: the same app as behind our own server, from the same bundler. Left to
 * Next's, its worker processes and the files that it looks for beside itself would not be found. Our own server
 * takes these requests before Next sees them.
 */
async function handle(request: Request): Promise<Response> {
  const server: typeof import('../../../server/function') = await import(/* turbopackIgnore: true */ file);
  return server.handle(request);
}

export {
  handle as DELETE,
  handle as GET,
  handle as HEAD,
  handle as OPTIONS,
  handle as PATCH,
  handle as POST,
  handle as PUT,
};
