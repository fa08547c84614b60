import type { NextConfig } from 'next';

/**
 * What a function needs that no import leads to: the bundles of the server, and what stays outside of them because it
 * finds files beside itself (scripts/lib/bundle.mjs).
 */
const besideFunctions = [
  'dist/server/function.mjs',
  'dist/server/{workers,lazy}/*.mjs',
  'node_modules/libpg-query/package.json',
  'node_modules/libpg-query/wasm/*.{js,cjs,wasm}',
  'node_modules/@electric-sql/pglite/package.json',
  'node_modules/@electric-sql/pglite/dist/**/*.{js,wasm,data,gz}',
  'public/sandbox/*.gz',
];

/** Of pages that no server of ours serves; see scripts/build.mjs. */
const pageHeaders: Readonly<Record<string, string>> = JSON.parse(process.env.PAGE_HEADERS ?? '{}');

/**
 * Pages hold no server state: every route below is static HTML, and the ids in addresses are read in the
 * browser. The rewrites keep it so; a dynamic segment would make Next render each request. The one exception is
 * the API, for where our own server does not run.
 */
const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // Type checking and linting are gates of their own (`npm run check`); building twice as long helps nobody.
  typescript: { ignoreBuildErrors: true },
  // These find files beside themselves at run time (WebAssembly, native code): bundled, the paths are wrong.
  serverExternalPackages: ['libpg-query', 'pg', 'better-auth', '@electric-sql/pglite'],
  outputFileTracingIncludes: { '/api/**': besideFunctions },
  generateBuildId: async () => process.env.BUILD_ID ?? null,
  async headers() {
    // Its name changes with its content.
    const forever = { key: 'Cache-Control', value: 'public, max-age=31536000, immutable' };
    const ofPages = Object.entries(pageHeaders).map(([key, value]) => ({ key, value }));
    const sandbox = { source: '/sandbox/:file', headers: [forever] };
    // Answers of the API have headers of their own.
    return ofPages.length === 0 ? [sandbox] : [{ source: '/((?!api/).*)', headers: ofPages }, sandbox];
  },
  async rewrites() {
    return [
      { source: '/p/:id', destination: '/project' },
      { source: '/s/:key', destination: '/share' },
    ];
  },
};

export default config;
