/**
 * Builds everything `npm start` needs: the static pages (`next build` into .next), the server and its
 * workers (esbuild into dist), and the Content-Security-Policy with the hashes of the pages' inline scripts
 * (dist/csp.json). With `--if-changed` it does nothing when the last build was made from the same sources.
 */
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { nodeBundles } from './lib/bundle.mjs';
import { root } from './lib/files.mjs';
import { withLock } from './lib/lock.mjs';
import { clearStamp, isBuilt, sourcesHash, writeStamp } from './lib/stamp.mjs';

const ifChanged = process.argv.includes('--if-changed');

await withLock(
  join(root, 'dist/.build-lock'),
  async () => {
    const hash = sourcesHash(root);
    if (ifChanged && isBuilt(root, hash)) return;
    console.log('Building VersionZero (about half a minute the first time) …');
    const began = Date.now();
    clearStamp(root);
    rmSync(join(root, 'dist/server'), { recursive: true, force: true });
    await build(nodeBundles(root));
    await nextBuild();
    await import('./csp.mjs');
    writeStamp(root, hash);
    const seconds = ((Date.now() - began) / 1000).toFixed(1);
    console.log(`Built in ${seconds} s.`);
  },
  () => console.log('Another build is running here; waiting for it …'),
);

/** Runs `next build`, quiet unless it fails. Telemetry is off: building sends nothing anywhere. */
function nextBuild() {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, 'node_modules/next/dist/bin/next'), 'build'], {
      cwd: root,
      env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const output = [];
    child.stdout.on('data', (chunk) => output.push(chunk));
    child.stderr.on('data', (chunk) => output.push(chunk));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) return resolve();
      process.stderr.write(Buffer.concat(output));
      reject(new Error(`next build ended with ${signal ?? `status ${code}`}`));
    });
  });
}
