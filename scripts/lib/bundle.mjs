import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { filesUnder } from './files.mjs';

/**
 * How esbuild makes what runs in plain Node, which reads no TypeScript. Dependencies are bundled too: a process
 * that reads them as hundreds of files takes more than twice as long to start. Those that find files beside
 * themselves at run time stay in node_modules. Packages of CommonJS call `require`, which a module has to make.
 * @type {import('esbuild').BuildOptions}
 */
export const nodeOptions = {
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  external: ['next', 'libpg-query', '@electric-sql/pglite', 'pg-native'],
  banner: {
    js: "import { createRequire as makeRequire } from 'node:module';\nconst require = makeRequire(import.meta.url);",
  },
};

/**
 * The esbuild options of the server, the CLI, and every `src/server/<area>/<name>.worker.ts` as
 * `dist/server/workers/<name>.mjs`.
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
    ...nodeOptions,
    sourcemap: true,
    logLevel: 'warning',
  };
}
