/**
 * `npm run screenshots`: builds, starts the server in a home of its own, and makes pictures of the main states
 * into .screenshots/ (ignored). For looking at, and for the README.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const pictures = join(root, '.screenshots');

/** Runs a script of this repository to its end. */
function run(args, env = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, ...env },
    });
    child.on('error', reject);
    child.on('close', (code, signal) =>
      code === 0 ? resolve() : reject(new Error(`${args[0]} ended with ${signal ?? `status ${code}`}`)),
    );
  });
}

/** A port that nobody listens on. */
function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** Waits until the server answers, or fails after a minute. */
async function whenReady(origin, server) {
  for (const until = Date.now() + 60_000; Date.now() < until; await sleep(150)) {
    if (server.exitCode !== null) throw new Error(`the server ended with status ${server.exitCode}`);
    const answer = await fetch(`${origin}/api/v1/health`).catch(() => undefined);
    if (answer?.ok) return;
  }
  throw new Error('the server did not become ready within a minute');
}

const home = mkdtempSync(join(tmpdir(), 'versionzero-screenshots-'));
await run(['scripts/build.mjs', '--if-changed']);
const port = await freePort();
const origin = `http://127.0.0.1:${port}`;
const server = spawn(process.execPath, ['dist/server/main.mjs'], {
  cwd: root,
  stdio: ['ignore', 'inherit', 'inherit'],
  env: {
    ...process.env,
    NODE_ENV: 'production',
    PORT: String(port),
    HOST: '127.0.0.1',
    VERSIONZERO_HOME: home,
  },
});
try {
  await whenReady(origin, server);
  rmSync(pictures, { recursive: true, force: true });
  mkdirSync(pictures, { recursive: true });
  await run(['scripts/run-ts.mjs', 'scripts/screenshots/take.ts'], { ORIGIN: origin, PICTURES: pictures });
} finally {
  const ended = new Promise((resolve) => server.once('exit', resolve));
  if (server.exitCode === null && server.kill('SIGTERM')) await ended;
  rmSync(home, { recursive: true, force: true });
}
