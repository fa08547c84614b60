/**
 * Builds everything `npm start` needs: the static pages (`next build` into .next), the server and its
 * workers (esbuild into dist), and the Content-Security-Policy with the hashes of the pages' inline scripts
 * (dist/csp.json). Before that, once for each version of PGlite, the data directory that the sandbox starts
 * from (public/sandbox). With `--if-changed` it does nothing when the last build was made from the same sources.
 *
 * With `--pages-alone` the pages do without our server, as at Vercel: Next itself sends their headers. It takes these
 * before it has made the pages whose hashes belong into them, so it builds twice.
 */
import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { outputProblems } from './lib/build-output.mjs';
import { nodeBundles } from './lib/bundle.mjs';
import { policyOfBuild } from './lib/csp.mjs';
import { root } from './lib/files.mjs';
import { withLock } from './lib/lock.mjs';
import { sandboxData } from './lib/sandbox.mjs';
import { clearStamp, isBuilt, sourcesHash, writeStamp } from './lib/stamp.mjs';

const ifChanged = process.argv.includes('--if-changed');
const pagesAlone = process.argv.includes('--pages-alone');
const stopping = new AbortController();

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stopping.abort());

/** Of a build that was stopped nothing is believed: its stamp went first. */
async function buildAll() {
  const hash = sourcesHash(root);
  if (ifChanged && isBuilt(root, hash)) return;
  console.log('Building VersionZero (about half a minute the first time) …');
  const began = Date.now();
  clearStamp(root);
  rmSync(join(root, 'dist/server'), { recursive: true, force: true });
  const { build } = await import('esbuild');
  await build(nodeBundles(root));
  stopping.signal.throwIfAborted();
  await runQuietly('the sandbox', {}, join(root, 'scripts/prepare-sandbox.mjs'));
  stopping.signal.throwIfAborted();
  await nextBuild({ BUILD_ID: hash.slice(0, 20) });
  await import('./csp.mjs');
  if (pagesAlone) await nextBuild({ BUILD_ID: hash.slice(0, 20), PAGE_HEADERS: pageHeaders() });
  const problems = outputProblems(root);
  if (problems.length > 0) throw new Error(`The build is not as it should be:\n${problems.join('\n')}`);
  writeStamp(root, hash);
  console.log(`Built in ${((Date.now() - began) / 1000).toFixed(1)} s.`);
}

/** The id of the build stands in the pages: with one of its own each time no two builds would have the same hashes. */
async function nextBuild(environment) {
  const program = join(root, 'node_modules/next/dist/bin/next');
  await runQuietly('next build', { environment }, program, 'build');
  const { policy } = policyOfBuild(root);
  const sent = environment.PAGE_HEADERS;
  if (sent !== undefined && JSON.parse(sent)[policyHeader] !== policy) {
    throw new Error('The pages of the second build are not those of the first, whose hashes it sends.');
  }
}

const policyHeader = 'Content-Security-Policy';

function pageHeaders() {
  const headers = JSON.parse(readFileSync(join(root, 'src/server/main/page-headers.json'), 'utf8'));
  return JSON.stringify({ ...headers, [policyHeader]: policyOfBuild(root).policy });
}

/**
 * Runs a program of Node's, quiet unless it fails. Telemetry is off: building sends nothing anywhere. Pages are
 * told where the sandbox's data is.
 */
function runQuietly(what, { environment = {} }, ...command) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, command, {
      cwd: root,
      env: {
        ...process.env,
        ...environment,
        NODE_ENV: 'production',
        NEXT_TELEMETRY_DISABLED: '1',
        NEXT_PUBLIC_SANDBOX_DATA: sandboxData(root) ?? '',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const stop = () => child.kill('SIGTERM');
    stopping.signal.addEventListener('abort', stop);
    const output = [];
    child.stdout.on('data', (chunk) => output.push(chunk));
    child.stderr.on('data', (chunk) => output.push(chunk));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) return resolve();
      if (!stopping.signal.aborted) process.stderr.write(Buffer.concat(output));
      reject(new Error(`${what} ended with ${signal ?? `status ${code}`}`));
    });
  });
}

/** What anybody can put right, as a sentence; other errors are for whoever works on the build. */
function explain(error) {
  if (error.code === 'ERR_MODULE_NOT_FOUND') return 'its dependencies are not installed; run npm install';
  const reasons = {
    EACCES: 'no permission',
    EPERM: 'no permission',
    EROFS: 'read-only disk',
    ENOSPC: 'disk full',
  };
  const reason = reasons[error.code];
  return reason === undefined ? undefined : `${error.path ?? root} cannot be written (${reason})`;
}

try {
  if (!ifChanged || !isBuilt(root, sourcesHash(root))) {
    await withLock(join(root, 'dist/.build-lock'), buildAll, stopping.signal, () =>
      console.log('Another build is running here; waiting for it …'),
    );
  }
} catch (error) {
  if (!stopping.signal.aborted) {
    const reason = explain(error);
    console.error(reason === undefined ? error : `VersionZero cannot be built: ${reason}.`);
  }
  process.exitCode = 1;
}
