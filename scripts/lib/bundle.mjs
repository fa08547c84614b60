import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { filesUnder } from './files.mjs';

/**
 * The esbuild options of what runs in plain Node (which reads no TypeScript): the server, the CLI, and every
 * `src/server/<area>/<name>.worker.ts` as `dist/server/workers/<name>.mjs`. Dependencies stay outside the
 * bundles, in node_modules: several find files beside themselves at run time.
 * @param {string} root
 * @returns {import('esbuild').BuildOptions}
 */
export function nodeBundles(root) {
  const entryPoints = [{ in: 'src/server/main.ts', out: 'server/main' }];
  if (existsSync(join(root, 'src/cli/main.ts'))) entryPoints.push({ in: 'src/cli/main.ts', out: 'cli/main' });
  for (const file of filesUnder(root, 'src/server')) {
    if (!file.endsWith('.worker.ts')) continue;
    entryPoints.push({ in: file, out: `server/workers/${basename(file, '.worker.ts')}` });
  }
  return {
    absWorkingDir: root,
    entryPoints,
    outdir: 'dist',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    packages: 'external',
    sourcemap: true,
    logLevel: 'warning',
  };
}
