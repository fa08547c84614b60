import type { IncomingMessage, ServerResponse } from 'node:http';
import { pageHeaders } from './page-headers';

/** Next, as a handler inside our server; its hot reload finds the server by the first request it gets. */
export interface Pages {
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  close(): Promise<void>;
}

/** What `openPages` needs; `root` is the folder with `.next` and `dist`. */
export interface PagesOptions {
  readonly root: string;
  readonly mode: 'production' | 'development';
  readonly host: string;
  readonly port: number;
}

/**
 * Loads Next (only now: it takes half a second and 50 MB that `--api-only` saves) and makes it ready.
 *
 * @throws StartError when the pages are not built
 */
export async function openPages({ root, mode, host, port }: PagesOptions): Promise<Pages> {
  const headers = Object.entries(pageHeaders(root, mode));
  const { default: next } = await import('next');
  const isDevelopment = mode === 'development';
  const app = next({ dev: isDevelopment, dir: root, hostname: host, port, quiet: true });
  await (isDevelopment ? app.prepare() : silently(() => app.prepare()));
  const handle = app.getRequestHandler();
  return {
    handle: async (request, response) => {
      for (const [name, value] of headers) {
        response.setHeader(name, value);
      }
      await handle(request, response);
    },
    close: () => app.close(),
  };
}

/** `quiet` leaves a line about next.config.ts that means nothing to the person who starts the server. */
async function silently(work: () => Promise<void>): Promise<void> {
  const { write } = process.stdout;
  process.stdout.write = () => true;
  try {
    await work();
  } finally {
    process.stdout.write = write;
  }
}
