import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, realpathSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StartError } from '../storage-error';
import type { Binaries } from './binaries';
import { commandLine, isRunning, workingFolder } from './process-identity';
import type { RunAs } from './run-as';
import { commandAs } from './run-as';

/** A PostgreSQL server process that answers. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  /** Settles when the process has ended, for whatever reason. */
  readonly ended: Promise<void>;
}

/** What `startPostmaster` needs; `settings` are `name=value` pairs of postgresql.conf. */
export interface PostmasterOptions {
  readonly binaries: Binaries;
  readonly runAs: RunAs;
  readonly dataDirectory: string;
  readonly logFile: string;
  readonly port: number;
  readonly settings: readonly string[];
}

const READY_WITHIN_MS = 60_000;
const POLL_MS = 10;

/**
 * Starts the server in a process group of its own, so that Ctrl-C in the terminal reaches only us and we
 * can answer what is in flight before PostgreSQL goes. Resolves when it accepts connections.
 *
 * @throws StartError when it ends before that, with the reason from its log
 */
export async function startPostmaster(options: PostmasterOptions): Promise<Postmaster> {
  const log = openSync(options.logFile, 'a', 0o600);
  const logStart = statSync(options.logFile).size;
  const child = spawnPostgres(options, log);
  closeSync(log);
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const pid = child.pid;
  if (pid === undefined || !(await becomesReady(options.dataDirectory, child, pid))) {
    throw new StartError(`PostgreSQL did not start: ${lastReason(options.logFile, logStart)}`);
  }
  return { pid, port: options.port, ended };
}

function spawnPostgres(options: PostmasterOptions, log: number): ChildProcess {
  const settings = [
    'listen_addresses=127.0.0.1',
    `port=${options.port}`,
    'unix_socket_directories=',
    ...options.settings,
  ].flatMap((setting) => ['-c', setting]);
  const {
    file,
    args,
    options: spawnOptions,
  } = commandAs(options.runAs, options.binaries.postgres, ['-D', options.dataDirectory, ...settings]);
  return spawn(file, args, {
    ...spawnOptions,
    cwd: dirname(options.dataDirectory),
    detached: true,
    stdio: ['ignore', log, log],
  });
}

/** The eighth line of postmaster.pid says `ready` (src/include/utils/pidfile.h), without a connection tried. */
async function becomesReady(dataDirectory: string, child: ChildProcess, pid: number): Promise<boolean> {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (Date.now() < deadline && child.exitCode === null && child.signalCode === null) {
    const file = readPidFile(dataDirectory);
    if (file?.pid === pid && file.status === 'ready') {
      return true;
    }
    await sleep(POLL_MS);
  }
  await stopProcess(pid);
  return false;
}

function lastReason(logFile: string, from: number): string {
  const lines = readFileSync(logFile).subarray(from).toString().split('\n');
  const fatal =
    lines.filter((line) => /\b(FATAL|PANIC|error):/.test(line)).at(-1) ?? lines.filter(Boolean).at(-1);
  return `${fatal?.trim() ?? 'it said nothing'} (see ${logFile})`;
}

/** What the lock file of a data directory says. https://www.postgresql.org/docs/18/storage-file-layout.html */
export function readPidFile(dataDirectory: string): { pid: number; status: string } | undefined {
  try {
    const lines = readFileSync(join(dataDirectory, 'postmaster.pid'), 'utf8').split('\n');
    return { pid: Number(lines[0]), status: lines[7]?.trim() ?? '' };
  } catch {
    return undefined;
  }
}

/**
 * Leaves no server running on the data directory: one that outlived us (we were killed) is stopped, which
 * keeps everything it had committed. A lock file whose number now belongs to another program, as happens in
 * every restarted container, is removed, because PostgreSQL would take that program for a server; so is one
 * that a power cut or a full disk left empty, which PostgreSQL refuses.
 */
export async function stopSurvivor(dataDirectory: string): Promise<void> {
  const file = readPidFile(dataDirectory);
  const isLegible = file !== undefined && Number.isInteger(file.pid) && file.pid !== 0;
  if (file === undefined || (isLegible && !isRunning(file.pid))) {
    return;
  }
  if (isLegible && isServerOf(file.pid, dataDirectory)) {
    await stopProcess(file.pid);
  } else {
    rmSync(join(dataDirectory, 'postmaster.pid'), { force: true });
  }
}

/** A server works in its data directory, so it is found there even if the folder has another name by now. */
function isServerOf(pid: number, dataDirectory: string): boolean {
  const words = commandLine(pid) ?? '';
  const isHere = workingFolder(pid) === realpathSync(dataDirectory);
  return words.includes('postgres') && (isHere || words.includes(`-D ${dataDirectory}`));
}

/**
 * Ends a server: SIGINT closes the connections and writes a checkpoint ("fast"); if that hangs, SIGQUIT ends
 * it at once and the next start recovers from the log. https://www.postgresql.org/docs/18/server-shutdown.html
 */
export async function stopProcess(pid: number): Promise<void> {
  for (const [signal, patienceMs] of [
    ['SIGINT', 20_000],
    ['SIGQUIT', 5_000],
    ['SIGKILL', 5_000],
  ] as const) {
    if (!signalProcess(pid, signal)) {
      return;
    }
    const deadline = Date.now() + patienceMs;
    while (Date.now() < deadline) {
      if (!isRunning(pid)) {
        return;
      }
      await sleep(POLL_MS);
    }
  }
}

/** False when there is no such process (any more). */
export function signalProcess(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(pid, signal);
    return true;
  } catch {
    return false;
  }
}

/** A TCP port of the loopback address that nobody listens on at the moment. */
export async function freeLoopbackPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  if (address === null || typeof address === 'string') {
    throw new StartError('No free TCP port on 127.0.0.1 was found.');
  }
  return address.port;
}
