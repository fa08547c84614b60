import { Hono } from 'hono';
import type { Config } from '../config';
import type { Engine } from '../storage/engine';

/** What the app is made of; `main` opens it and closes it. */
export interface Services {
  readonly config: Config;
  readonly engine: Engine;
  /** Signs sessions; at least 32 characters. */
  readonly sessionSecret: string;
  /** Aborted when the server begins to stop: streams end themselves, loops stop, held connections are given back. */
  readonly stopping: AbortSignal;
}

/** The whole HTTP API, under `/api/v1`; the same app behind our own server and behind a route of Next. */
export function createApp({ engine }: Services): Hono {
  const app = new Hono();
  app.get('/api/v1/health', async (context) => {
    await engine.pool.query('SELECT 1');
    return context.json({ status: 'ok', engine: engine.kind, version: '1' });
  });
  return app;
}
