import { setTimeout as sleep } from 'node:timers/promises';
import { StartError } from '../storage-error';
import type { Postmaster } from './postmaster';
import { freeLoopbackPort, signalProcess, startPostmaster, stopProcess, stopSurvivor } from './postmaster';
import type { Site } from './site';

/** A database server that is kept running. */
export interface Supervisor {
  /** Stays the same through restarts, so that the pool finds it again. */
  readonly port: number;
  /** Ends the server for good; also one that is just being restarted. */
  stop(): Promise<void>;
}

/**
 * Durable defaults of PostgreSQL, smaller for a laptop; nobody replicates from it, so the log is minimal.
 * Our own errors (a lock not had, a conflict) are not news to its log.
 */
const SETTINGS = [
  'max_connections=50',
  'shared_buffers=64MB',
  'max_wal_size=256MB',
  'wal_level=minimal',
  'max_wal_senders=0',
  'password_encryption=scram-sha-256',
  'timezone=UTC',
  'log_timezone=UTC',
  'log_min_messages=log',
  'log_checkpoints=off',
  'jit=off',
];

const FIRST_START_TRIES = 5;
const RESTART_DELAY_MS = 100;
const MAX_RESTART_DELAY_MS = 5_000;

/**
 * Starts the server on a free port and starts it again whenever it ends without having been asked to.
 * Edits meanwhile wait (with-retry) and go on; nothing committed is lost.
 *
 * @throws StartError when the first start fails
 */
export async function supervise(
  site: Site,
  logFile: string,
  report: (line: string) => void,
): Promise<Supervisor> {
  let postmaster = await startFirst(site, logFile);
  const { port } = postmaster;
  const stopping = new AbortController();

  async function keepRunning(): Promise<void> {
    for (;;) {
      await postmaster.ended;
      if (stopping.signal.aborted) {
        return;
      }
      report('The database ended unexpectedly; starting it again.');
      const restarted = await restart(site, logFile, port, report, stopping.signal);
      if (restarted === undefined) {
        return;
      }
      postmaster = restarted;
      report('The database is back.');
    }
  }

  const keeping = keepRunning();
  // Whatever ends us, short of a kill -9, ends the server too.
  const stopWithUs = () => signalProcess(postmaster.pid, 'SIGINT');
  process.once('exit', stopWithUs);
  return {
    port,
    stop: async () => {
      stopping.abort();
      await stopProcess(postmaster.pid);
      await keeping;
      process.off('exit', stopWithUs);
    },
  };
}

/** Between choosing a port and using it somebody else may take it: then another one. */
async function startFirst(site: Site, logFile: string): Promise<Postmaster> {
  for (let tries = 1; ; tries += 1) {
    try {
      const port = await freeLoopbackPort();
      return await startPostmaster({ ...site, logFile, port, settings: SETTINGS });
    } catch (error) {
      if (tries === FIRST_START_TRIES || !isPassing(error)) {
        throw error;
      }
      await sleep(RESTART_DELAY_MS * tries);
    }
  }
}

/** The port just taken, or processes of a killed server that are still on their way out. */
function isPassing(error: unknown): boolean {
  return (
    error instanceof StartError &&
    /could not create any TCP\/IP sockets|pre-existing shared memory|lock file/.test(error.message)
  );
}

async function restart(
  site: Site,
  logFile: string,
  port: number,
  report: (line: string) => void,
  stopping: AbortSignal,
): Promise<Postmaster | undefined> {
  for (let tries = 0; !stopping.aborted; tries += 1) {
    try {
      await stopSurvivor(site.dataDirectory);
      const postmaster = await startPostmaster({ ...site, logFile, port, settings: SETTINGS });
      if (stopping.aborted) {
        await stopProcess(postmaster.pid);
        return undefined;
      }
      return postmaster;
    } catch (error) {
      // The first few failures are the old processes going; after that somebody has to look.
      if (tries === 3) {
        report(error instanceof Error ? error.message : String(error));
      }
      await sleep(Math.min(MAX_RESTART_DELAY_MS, RESTART_DELAY_MS * 2 ** tries));
    }
  }
  return undefined;
}
