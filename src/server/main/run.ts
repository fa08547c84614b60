import { getRequestListener } from '@hono/node-server';
import type { Config } from '../config';
import { createApp } from '../http/app';
import type { Log } from '../observe/log';
import { openEngine } from '../storage/engine';
import { migrate } from '../storage/migrate';
import { migrations } from '../storage/migrations/index';
import { observeStatements } from '../storage/observe-statements';
import type { Cleanups } from './cleanups';
import type { Handler } from './front';
import { createFront } from './front';
import { openServices } from './open-services';
import { openTelemetry } from './open-telemetry';
import { openPages } from './pages';
import { sweepImports } from './sweep-imports';
import { sweepTrash } from './sweep-trash';

/** A server that takes requests. */
export interface RunningServer {
  readonly address: string;
  /** `PostgreSQL 18.4`, for the line that says that we are ready. */
  readonly database: string;
}

/**
 * Opens the database, brings it up to date and serves. Everything that was opened is in `cleanups` by the
 * time something fails or the signal comes, so the caller can end a server that is only half there.
 *
 * @param root folder with the built pages
 * @throws StartError when something it needs is not there
 */
export async function run(
  config: Config,
  root: string,
  cleanups: Cleanups,
  log: Log,
): Promise<RunningServer> {
  await openTelemetry(config, log, cleanups);
  const engine = await openEngine(config.database, log.note);
  cleanups.push(() => engine.close());
  if (engine.capabilities.schemaChanges) await migrate(engine.pool, migrations);
  observeStatements(engine.pool, log);
  const stopping = new AbortController();
  const services = await openServices(config, engine, stopping.signal, cleanups, log.note);
  cleanups.push(sweepImports(engine.pool), sweepTrash(engine.pool));
  const app = createApp({ ...services, log });
  const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  const pages = config.isApiOnly ? undefined : await openPages({ ...config, root });
  if (pages !== undefined) {
    cleanups.push(() => pages.close());
  }
  const api: Handler = (request, response) => listener(request, response);
  const front = createFront(api, pages?.handle ?? noPages, (fault) => log.fault(fault));
  const address = await front.listen(config.host, config.port);
  cleanups.push(async () => {
    stopping.abort();
    await front.drain();
  });
  engine.announce(address);
  return {
    address,
    database: `${engine.kind === 'dsql' ? 'Aurora DSQL' : 'PostgreSQL'} ${engine.serverVersion}`,
  };
}

const noPages: Handler = async (_request, response) => {
  response.writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8' });
  response.end('This server was started with --api-only: its API is under /api/v1.\n');
};
