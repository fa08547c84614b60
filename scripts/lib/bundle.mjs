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
 * The esbuild options of the server, the function that is the API where only Next runs, the CLI, and every
 * `src/server/<area>/<name>.worker.ts` as `dist/server/workers/<name>.mjs`. What the server imports with `import()` only when it needs it is
 * `src/server/<area>/<name>.lazy.ts`, and becomes a file of its own too, `dist/server/lazy/<name>.mjs`: within
 * the server's it would have to be read at every start.
 * @param {string} root
 * @returns {import('esbuild').BuildOptions}
 */
export function nodeBundles(root) {
  const entryPoints = [{ in: 'src/server/main.ts', out: 'server/main' }];
  if (existsSync(join(root, 'src/server/function.ts'))) {
    entryPoints.push({ in: 'src/server/function.ts', out: 'server/function' });
  }
  if (existsSync(join(root, 'src/cli/main.ts'))) entryPoints.push({ in: 'src/cli/main.ts', out: 'cli/main' });
  for (const file of filesUnder(root, 'src/server')) {
    if (file.endsWith('.worker.ts')) {
      entryPoints.push({ in: file, out: `server/workers/${basename(file, '.worker.ts')}` });
    }
    if (file.endsWith('.lazy.ts')) {
      entryPoints.push({ in: file, out: `server/lazy/${basename(file, '.lazy.ts')}` });
    }
  }
  return {
    absWorkingDir: root,
    entryPoints,
    outdir: 'dist',
    ...nodeOptions,
    plugins: [lazyFiles],
    sourcemap: true,
    logLevel: 'warning',
  };
}

/** @type {import('esbuild').Plugin} */
const lazyFiles = {
  name: 'lazy files',
  setup(build) {
    build.onResolve({ filter: /\.lazy$/ }, ({ path, kind }) =>
      kind === 'dynamic-import'
        ? { path: `./lazy/${basename(path, '.lazy')}.mjs`, external: true }
        : undefined,
    );
  },
};
