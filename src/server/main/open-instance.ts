import { attachDatabasePool } from '@vercel/functions';
import type { Pool } from 'pg';
import type { Config } from '../config';
import { readConfig } from '../config';
import { createApp } from '../http/app';
import { toResponse } from '../http/send';
import { describeFault } from '../observe/fault';
import { createLog } from '../observe/log';
import type { Engine } from '../storage/engine';
import { openEngine } from '../storage/engine';
import { missingMigration } from '../storage/migrate';
import { migrationsFor } from '../storage/migrations/index';
import { observeStatements } from '../storage/observe-statements';
import { sqlstateOf } from '../storage/sqlstate';
import { StartError } from '../storage/storage-error';
import type { Cleanups } from './cleanups';
import { cleanUp } from './cleanups';
import { createCron } from './cron';
import { addressFrom } from './function-environment';
import type { OpenInstance } from './instance';
import { openServices } from './open-services';
import { openTelemetry } from './open-telemetry';
import { SetupError } from './setup-error';
import { clearUnfinished } from './sweep-imports';

/**
 * Opens what an instance needs: the same engine and services as our own server, but for the embedded database,
 * migrations and the clock. What it began is ended again when something is not there.
 *
 * @param environment as `functionEnvironment` gives it
 * @param stopping aborted when the host ends the instance
 * @throws StartError in one sentence; a SetupError when that may be told to anybody
 */
export async function openInstance(
  environment: Readonly<Record<string, string | undefined>>,
  stopping: AbortSignal,
): Promise<OpenInstance> {
  const config = settingsOf(environment);
  const log = createLog({ level: config.logLevel ?? 'info', isPretty: false });
  const cleanups: Cleanups = [];
  const close = () => cleanUp(cleanups, (error) => log.fault(describeFault(error)));
  try {
    const engine = await openEngine(config.database, log.note);
    cleanups.push(() => engine.close());
    if (environment.VERCEL !== undefined) keepAwake(engine.pool);
    await checkMigrations(engine);
    // It can be registered once in a process, so behind what may fail and be tried again.
    await openTelemetry(config, log, cleanups);
    observeStatements(engine.pool, log);
    const services = await openServices(config, engine, stopping, cleanups, log.note);
    const app = createApp({ ...services, log });
    const cron = createCron(engine.pool, config.cronSecret, (fault) => log.fault(fault));
    return {
      handle: async (request) => {
        const answer = await cron(request);
        if (answer !== undefined) return toResponse(answer);
        return app.fetch(request, { clientAddress: addressFrom(environment, request.headers) });
      },
      sweep: () => clearUnfinished(engine.pool),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** What is wrong with them is said by the names of variables, never with a value. */
function settingsOf(environment: Readonly<Record<string, string | undefined>>): Config {
  try {
    return readConfig(environment, []);
  } catch (error) {
    throw error instanceof StartError ? new SetupError(error.message) : error;
  }
}

const noSuchTable = '42P01';

/** Instances come and go, many at once, with a role that may not change tables: none migrates. */
async function checkMigrations({ pool, capabilities }: Engine): Promise<void> {
  try {
    const missing = await missingMigration(pool, migrationsFor(capabilities));
    if (missing === undefined) return;
    throw new SetupError(`The database is not up to date (${missing}): run npm run migrate.`);
  } catch (error) {
    if (sqlstateOf(error) !== noSuchTable) throw error;
    throw new SetupError('The database has no tables of VersionZero yet: run npm run migrate.');
  }
}

const idleMs = 5_000;

/**
 * An instance is frozen when it has nothing to do, and its idle connections with it, which the database then
 * closes unheard. So they are given up soon, and Vercel keeps the instance awake until they are. Exported for its test.
 */
export function keepAwake(pool: Pool): void {
  pool.options.idleTimeoutMillis = idleMs;
  attachDatabasePool(pool);
}
