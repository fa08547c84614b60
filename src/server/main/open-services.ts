import { createAccounts } from '../accounts/accounts';
import { createAuthentication } from '../accounts/authentication';
import type { Config } from '../config';
import type { AppServices } from '../http/services';
import { defaultLimits } from '../http/services';
import { createLiveFeed } from '../live/live-feed';
import { wakeOthers } from '../live/wake-others';
import { createMemoryPresence } from '../presence/memory';
import { createNotifyPresence } from '../presence/notify';
import type { Presence } from '../presence/presence';
import { createProjectService } from '../projects/create-project-service';
import type { LiveFeed } from '../projects/project-service';
import type { SqlWork } from '../projects/sql-work';
import { readOrCreateSecret } from '../storage/embedded/home';
import type { Engine } from '../storage/engine';
import { openNotifications } from '../storage/notifications';
import type { Cleanups } from './run';
import { createSqlWork } from './sql-work';
import { sweepImports } from './sweep-imports';
import { sweepTrash } from './sweep-trash';

/**
 * Puts together what the API is a door to, over a database that is up to date. What has to be closed is
 * added to `cleanups`.
 *
 * @param report takes one line for the person at the terminal
 * @param sql brought by whoever does not run the built server; it is closed with the rest
 */
export async function openServices(
  config: Config,
  engine: Engine,
  stopping: AbortSignal,
  cleanups: Cleanups,
  report: (line: string) => void,
  sql: SqlWork = createSqlWork(),
): Promise<AppServices> {
  const { pool } = engine;
  const { publicOrigin } = config;
  const secret = config.sessionSecret ?? readOrCreateSecret(config.home, 'session-secret');
  cleanups.push(() => sql.close());
  cleanups.push(sweepImports(pool));
  cleanups.push(sweepTrash(pool));
  const feed = await createLiveFeed(pool);
  cleanups.push(() => feed.close());
  const { wake, presence } = reachOthers(engine, feed, config, cleanups, report);
  return {
    projects: createProjectService(
      pool,
      { wake, readBehind: (...commit) => feed.readBehind(...commit) },
      sql,
    ),
    feed,
    presence,
    accounts: createAccounts(createAuthentication({ pool, secret, publicOrigin })),
    engine,
    publicOrigin,
    stopping,
    // Whoever watches has to give a sign of life in time, and a second chance to.
    limits: { heartbeatMs: Math.min(defaultLimits.heartbeatMs, config.presenceTtlMs / 2) },
  };
}

/** What this server shares with others of the same database, where that can carry messages. */
function reachOthers(
  { capabilities, pool }: Engine,
  feed: LiveFeed,
  { presenceTtlMs: ttlMs }: Config,
  cleanups: Cleanups,
  report: (line: string) => void,
): Pick<LiveFeed, 'wake'> & { readonly presence: Presence } {
  if (!capabilities.listenNotify) {
    const presence = createMemoryPresence({ ttlMs });
    cleanups.push(() => presence.close());
    return { wake: (projectId, isRead) => feed.wake(projectId, isRead), presence };
  }
  const notifications = openNotifications(pool, { report });
  const presence = createNotifyPresence(notifications, { ttlMs });
  const { wake, close } = wakeOthers(feed, notifications);
  cleanups.push(async () => {
    close();
    presence.close();
    await notifications.close();
  });
  return { wake, presence };
}
