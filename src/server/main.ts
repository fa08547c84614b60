import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readConfig } from './config';
import type { Cleanups } from './main/cleanups';
import { cleanUp } from './main/cleanups';
import { run } from './main/run';
import { describeFault } from './observe/fault';
import type { Log } from './observe/log';
import { createLog } from './observe/log';
import { StartError } from './storage/storage-error';

/** The bundle is dist/server/main.mjs. */
const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

/**
 * Ctrl-C in a terminal reaches npm and us, and npm passes it on: the same wish twice within milliseconds.
 * Only a signal that comes later says "now, whatever it costs".
 */
const REPEATED_SIGNAL_MS = 1_000;

const cleanups: Cleanups = [];
let stoppedAt: number | undefined;
/** Undefined until the configuration says how. */
let log: Log | undefined;

/** Ends in the reverse order of the beginning: answer what is under way, then the pages, then the database. */
function undoAll(): Promise<void> {
  return cleanUp(cleanups, (error) => report('While stopping something went wrong.', error));
}

async function stop(status: number): Promise<void> {
  stoppedAt = Date.now();
  // What is just being opened is waited for, or it would be left behind.
  await starting.catch(() => undefined);
  await undoAll();
  process.exit(status);
}

function onSignal(): void {
  if (stoppedAt === undefined) {
    void stop(0);
  } else if (Date.now() - stoppedAt > REPEATED_SIGNAL_MS) {
    process.exit(1);
  }
}

/** The message of an error may quote what people wrote: it is said only before there is anything of theirs. */
function report(line: string, error: unknown): void {
  if (log === undefined) {
    console.error(line, error);
  } else {
    log.note(line);
    log.fault(describeFault(error));
  }
}

function onBug(error: unknown): void {
  report('VersionZero met an error it does not expect, and stops.', error);
  if (stoppedAt === undefined) {
    void stop(1);
  }
}

async function start(): Promise<void> {
  const config = readConfig(process.env, process.argv.slice(2));
  // Libraries look at it when they are loaded; Next is, later.
  Object.assign(process.env, { NODE_ENV: config.mode, NEXT_TELEMETRY_DISABLED: '1' });
  const isTerminal = process.stdout.isTTY === true;
  // A person at a terminal would see nothing else for all the requests.
  log = createLog({ level: config.logLevel ?? (isTerminal ? 'warn' : 'info'), isPretty: isTerminal });
  const { address, database } = await run(config, root, cleanups, log);
  if (stoppedAt === undefined) {
    console.log(`VersionZero is ready at ${address} (${database})`);
  }
}

process.on('SIGTERM', onSignal);
process.on('SIGINT', onSignal);
// The terminal was closed: without us nobody would end the database.
process.on('SIGHUP', onSignal);
process.on('uncaughtException', onBug);
process.on('unhandledRejection', onBug);

const starting = start();
starting.catch(async (error: unknown) => {
  if (stoppedAt !== undefined) {
    return;
  }
  stoppedAt = Date.now();
  console.error(error instanceof StartError ? `VersionZero cannot start. ${error.message}` : error);
  await undoAll();
  process.exit(1);
});
