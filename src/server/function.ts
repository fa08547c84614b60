import { waitUntil } from '@vercel/functions';
import { functionEnvironment } from './main/function-environment';
import { createInstance } from './main/instance';
import { openInstance } from './main/open-instance';

const stopping = new AbortController();

/**
 * A host that says so leaves half a second for the end. Streams end then, and whoever watched is taken out of
 * presence; the database stays open for requests that are under way.
 */
process.once('SIGTERM', () => stopping.abort());

/**
 * The API as a function from Request to Response: for hosts that start, stop and freeze instances as they like.
 * src/app/api loads the bundle, dist/server/function.mjs, once in a process. Never throws.
 */
export const handle: (request: Request) => Promise<Response> = createInstance({
  open: async () => openInstance(functionEnvironment(process.env), stopping.signal),
  // How the log is to be is a matter of the configuration, which may be what is wrong.
  report: (line) => console.error(line),
  waitUntil,
});
