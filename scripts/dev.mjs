/**
 * `npm run dev`: bundles the server, starts it with NODE_ENV=development (pages then come from Next's own
 * development server, with hot reload), and restarts it whenever a source of the server changes.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { context } from 'esbuild';
import { nodeBundles } from './lib/bundle.mjs';
import { root } from './lib/files.mjs';
import { prepareSandbox } from './lib/sandbox.mjs';
import { clearStamp } from './lib/stamp.mjs';

/** @type {import('node:child_process').ChildProcess | undefined} */
let server;
let isStopping = false;

/** Ends the running server and waits for it: the next one needs its port and its data directory. */
async function stopServer() {
  const running = server;
  if (running === undefined || running.exitCode !== null || running.signalCode !== null) return;
  const ended = new Promise((resolve) => running.once('exit', resolve));
  running.kill('SIGTERM');
  await ended;
}

function startServer() {
  server = spawn(process.execPath, ['--enable-source-maps', join(root, 'dist/server/main.mjs')], {
    cwd: root,
    env: {
      ...process.env,
      NODE_ENV: 'development',
      NEXT_TELEMETRY_DISABLED: '1',
      NEXT_PUBLIC_SANDBOX_DATA: sandbox,
    },
    stdio: 'inherit',
  });
}

const sandbox = await prepareSandbox(root);

// What this leaves in dist belongs to sources that may change again: `npm start` has to build anew.
clearStamp(root);

const bundles = nodeBundles(root);
const watcher = await context({
  ...bundles,
  plugins: [
    ...(bundles.plugins ?? []),
    {
      name: 'restart-server',
      setup(build) {
        build.onEnd(async ({ errors }) => {
          if (errors.length > 0 || isStopping) return;
          await stopServer();
          if (!isStopping) startServer();
        });
      },
    },
  ],
});

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, async () => {
    if (isStopping) return;
    isStopping = true;
    await watcher.dispose();
    await stopServer();
    process.exit(0);
  });
}

await watcher.watch();
