import { createAccounts } from '../accounts/accounts';
import { createAuthentication } from '../accounts/authentication';
import type { Config } from '../config';
import type { AppServices } from '../http/services';
import { defaultLimits } from '../http/services';
import { createLiveFeed } from '../live/live-feed';
import { wakeOthers } from '../live/wake-others';
import { createDynamoPresence } from '../presence/dynamodb';
import { createMemoryPresence } from '../presence/memory';
import { createNotifyPresence } from '../presence/notify';
import type { Presence } from '../presence/presence';
import { createProjectService } from '../projects/create-project-service';
import type { LiveFeed } from '../projects/project-service';
import type { SqlWork } from '../projects/sql-work';
import { readOrCreateSecret } from '../storage/embedded/home';
import type { Engine } from '../storage/engine';
import type { Notifications } from '../storage/notifications';
import { openNotifications } from '../storage/notifications';
import type { Cleanups } from './cleanups';
import { createSqlWork } from './sql-work';

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
  const { publicOrigin, otherOrigins, streamMs } = config;
  const secret = config.sessionSecret ?? readOrCreateSecret(config.home, 'session-secret');
  cleanups.push(() => sql.close());
  const feed = await createLiveFeed(engine);
  cleanups.push(() => feed.close());
  const notifications = engine.capabilities.listenNotify ? openNotifications(engine.pool, { report }) : null;
  if (notifications !== null) cleanups.push(() => notifications.close());
  const wake = openWaking(feed, notifications, cleanups);
  const presence = openPresence(config, notifications, report);
  cleanups.push(() => presence.close());
  return {
    projects: createProjectService(
      engine,
      {
        wake,
        readBehind: (...commit) => feed.readBehind(...commit),
        tellOwn: (...commit) => feed.tellOwn(...commit),
        readCursor: feed.readCursor,
      },
      sql,
    ),
    feed,
    presence,
    accounts: createAccounts(createAuthentication({ pool, secret, publicOrigin })),
    engine,
    publicOrigin,
    otherOrigins,
    stopping,
    // Whoever watches has to give a sign of life in time, and a second chance to.
    limits: { heartbeatMs: Math.min(defaultLimits.heartbeatMs, config.presenceTtlMs / 2), streamMs },
  };
}

/** How a commit on this server reaches the feeds of others, where the database can carry messages. */
function openWaking(
  feed: LiveFeed,
  notifications: Notifications | null,
  cleanups: Cleanups,
): LiveFeed['wake'] {
  if (notifications === null) return (projectId, isRead) => feed.wake(projectId, isRead);
  const { wake, close } = wakeOthers(feed, notifications);
  cleanups.push(close);
  return wake;
}

/** Who is here, on all servers that share a table or a database, else on this one. */
function openPresence(
  { presenceTtlMs: ttlMs, presenceTable }: Config,
  notifications: Notifications | null,
  report: (line: string) => void,
): Presence {
  if (presenceTable !== undefined) {
    const open = async () =>
      (await import('../presence/dynamodb-table.lazy')).openPresenceTable(presenceTable);
    return createDynamoPresence(open, { ttlMs, report });
  }
  return notifications === null
    ? createMemoryPresence({ ttlMs })
    : createNotifyPresence(notifications, { ttlMs });
}
