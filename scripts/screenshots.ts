/**
 * `npm run screenshots`: starts the built server in a home of its own, and makes pictures of the main states
 * into .screenshots/ (ignored). For looking at, and for the README.
 */
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { takePictures } from './screenshots/take';

const pictures = '.screenshots';
const readyWithinMs = 60_000;

/** A port that nobody listens on. */
async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  if (address === null || typeof address === 'string') throw new Error('no port is free');
  return address.port;
}

/** Waits until the server answers. */
async function whenReady(origin: string, server: ChildProcess): Promise<void> {
  for (const until = Date.now() + readyWithinMs; Date.now() < until; await sleep(150)) {
    if (server.exitCode !== null) throw new Error(`the server ended with status ${server.exitCode}`);
    const answer = await fetch(`${origin}/api/v1/health`).catch(() => undefined);
    if (answer?.ok) return;
  }
  throw new Error('the server did not become ready within a minute');
}

const home = mkdtempSync(join(tmpdir(), 'versionzero-screenshots-'));
const port = await freePort();
const server = spawn(process.execPath, ['dist/server/main.mjs'], {
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
  const origin = `http://127.0.0.1:${port}`;
  await whenReady(origin, server);
  rmSync(pictures, { recursive: true, force: true });
  mkdirSync(pictures, { recursive: true });
  await takePictures(origin, pictures);
} finally {
  const ended = once(server, 'exit');
  if (server.exitCode === null && server.kill('SIGTERM')) await ended;
  rmSync(home, { recursive: true, force: true });
}
