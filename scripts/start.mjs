/**
 * `npm start`: builds when something has changed since the last build, then is the server. Not a `prestart`
 * script: a signal during that would leave npm with a failure, and a signal ends VersionZero with status 0.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './lib/files.mjs';
import { isBuilt, sourcesHash } from './lib/stamp.mjs';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** What package.json says of Node, where this one is older; npm only warns of it. */
function neededNode() {
  const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const [major = 0, minor = 0] = engines.node.replace('>=', '').split('.').map(Number);
  const [ownMajor = 0, ownMinor = 0] = process.versions.node.split('.').map(Number);
  return ownMajor > major || (ownMajor === major && ownMinor >= minor) ? undefined : `${major}.${minor}`;
}

/** Builds in a process of its own, which is not there any more while the server runs. Gives its status. */
async function build() {
  const child = spawn(process.execPath, [join(root, 'scripts/build.mjs'), '--if-changed'], {
    cwd: root,
    stdio: 'inherit',
  });
  let isStopped = false;
  const stop = () => {
    isStopped = true;
    child.kill('SIGTERM');
  };
  for (const signal of SIGNALS) process.on(signal, stop);
  const status = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
  for (const signal of SIGNALS) process.off(signal, stop);
  if (isStopped) process.exit(0);
  return status;
}

const needed = neededNode();
if (needed !== undefined) {
  console.error(`VersionZero needs Node ${needed} or newer, and this is ${process.versions.node}.`);
  process.exit(1);
}
if (!isBuilt(root, sourcesHash(root))) {
  const status = await build();
  if (status !== 0) process.exit(status);
}
await import('../dist/server/main.mjs');
