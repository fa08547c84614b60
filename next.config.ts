import type { NextConfig } from 'next';

/**
 * Pages hold no server state: every route below is static HTML, and the ids in addresses are read in the
 * browser. The rewrites keep it so; a dynamic segment would make Next render each request.
 */
const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // Type checking and linting are gates of their own (`npm run check`); building twice as long helps nobody.
  typescript: { ignoreBuildErrors: true },
  // These find files beside themselves at run time (WebAssembly, native code): bundled, the paths are wrong.
  serverExternalPackages: ['libpg-query', 'pg', 'better-auth', '@electric-sql/pglite'],
  // Its name changes with its content.
  async headers() {
    const forever = { key: 'Cache-Control', value: 'public, max-age=31536000, immutable' };
    return [{ source: '/sandbox/:file', headers: [forever] }];
  },
  async rewrites() {
    return [
      { source: '/p/:id', destination: '/project' },
      { source: '/s/:key', destination: '/share' },
    ];
  },
};

export default config;
