import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Plugin } from 'esbuild';
import { build } from 'esbuild';
import { nodeOptions } from '../../scripts/lib/bundle.mjs';
import { readPidFile, stopSurvivor } from '../../src/server/storage/embedded/postmaster';

/** Not found by this file's own place: it may be part of a bundle. */
const root = process.cwd();

/**
 * The server of the sources as they are now, without pages; returns the file to run.
 *
 * @param variant names a server that is not quite the product: changed on its way by `plugins`
 */
export async function bundleServer(variant = '', plugins: readonly Plugin[] = []): Promise<string> {
  // Beside the real build, so that node_modules is found; of this process's own, so that nobody else's changes.
  const outdir = join(root, `dist/test-server-${process.pid}${variant}`);
  await build({
    entryPoints: [
      { in: join(root, 'src/server/main.ts'), out: 'main' },
      { in: join(root, 'src/server/sql/sql.worker.ts'), out: 'workers/sql' },
    ],
    outdir,
    ...nodeOptions,
    plugins: [...plugins],
    logLevel: 'error',
  });
  return join(outdir, 'main.mjs');
}

/** How a process ended, and everything it said. */
export interface Ending {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
}

/** A server under test, as a process of its own. */
export interface ServerProcess {
  readonly pid: number;
  readonly ended: Promise<Ending>;
  /** Resolves with the address once it says that it is ready; rejects with its output when it ends before. */
  readonly ready: Promise<string>;
  signal(name: NodeJS.Signals): void;
  output(): string;
}

/** Starts the server with `--api-only` on a free port. */
export function startServer(file: string, environment: Readonly<Record<string, string>>): ServerProcess {
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, [file, '--api-only'], {
    cwd: tmpdir(),
    // All of the output is kept: a line for each request would be most of it.
    env: { NODE_ENV: 'production', PATH, PORT: '0', LOG_LEVEL: 'warn', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const ended = new Promise<Ending>((resolve) => {
    child.once('close', (status, signal) => resolve({ status, signal, output }));
  });
  const ready = new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        const address = /ready at (\S+)/.exec(output)?.[1];
        if (address !== undefined) {
          resolve(address);
        }
      });
    }
    void ended.then(() => reject(new Error(`The server ended: ${output}`)));
  });
  ready.catch(() => undefined);
  return { pid: pidOf(child), ended, ready, signal: (name) => child.kill(name), output: () => output };
}

function pidOf(child: ChildProcess): number {
  if (child.pid === undefined) {
    throw new Error('The server process did not start.');
  }
  return child.pid;
}

/** A home folder in a folder of mode 0700 of its own. */
export interface TestHome {
  readonly home: string;
  /** Becomes like another home that no server uses, which is quicker than a first start. */
  copyFrom(other: TestHome): void;
  /** Process id of its database, or undefined when it has none. */
  databasePid(): number | undefined;
  /** Stops a database that was left behind and deletes everything. */
  remove(): Promise<void>;
}

export function createTestHome(): TestHome {
  const folder = mkdtempSync(join(tmpdir(), 'versionzero-test-home-'));
  const home = join(folder, 'home');
  const dataDirectory = join(home, 'postgresql');
  return {
    home,
    copyFrom: (other) => cpSync(other.home, home, { recursive: true, preserveTimestamps: true }),
    databasePid: () => readPidFile(dataDirectory)?.pid,
    remove: async () => {
      await stopSurvivor(dataDirectory);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Asks again and again until the answer is yes; fails the test after ten seconds. */
export async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!(await isSo())) {
    if (Date.now() > deadline) {
      throw new Error(`Still not so after 10 s: ${what}`);
    }
    await sleep(30);
  }
}
