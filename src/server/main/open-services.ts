import { createAccounts } from '../accounts/accounts';
import { createAuthentication } from '../accounts/authentication';
import type { Config } from '../config';
import type { AppServices } from '../http/services';
import { createLiveFeed } from '../live/live-feed';
import { createMemoryPresence } from '../presence/memory';
import { createProjectService } from '../projects/create-project-service';
import type { SqlWork } from '../projects/sql-work';
import { readOrCreateSecret } from '../storage/embedded/home';
import type { Engine } from '../storage/engine';
import type { Cleanups } from './run';
import { createSqlWork } from './sql-work';
import { sweepImports } from './sweep-imports';

/**
 * Puts together what the API is a door to, over a database that is up to date. What has to be closed is
 * added to `cleanups`.
 *
 * @param sql brought by whoever does not run the built server; it is closed with the rest
 */
export async function openServices(
  config: Config,
  engine: Engine,
  stopping: AbortSignal,
  cleanups: Cleanups,
  sql: SqlWork = createSqlWork(),
): Promise<AppServices> {
  const { pool } = engine;
  const { publicOrigin } = config;
  const secret = config.sessionSecret ?? readOrCreateSecret(config.home, 'session-secret');
  cleanups.push(() => sql.close());
  cleanups.push(sweepImports(pool));
  const feed = await createLiveFeed(pool);
  cleanups.push(() => feed.close());
  const presence = createMemoryPresence();
  cleanups.push(() => presence.close());
  return {
    projects: createProjectService(pool, feed, sql),
    feed,
    presence,
    accounts: createAccounts(createAuthentication({ pool, secret, publicOrigin })),
    engine,
    publicOrigin,
    stopping,
  };
}
