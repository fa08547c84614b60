/**
 * Runs a TypeScript file of this repository in plain Node: `node scripts/run-ts.mjs bench/main.ts edit`.
 * The file and what it imports of ours are bundled into dist/tools; packages stay in node_modules.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { root } from './lib/files.mjs';

const [file, ...args] = process.argv.slice(2);
if (file === undefined) throw new Error('usage: node scripts/run-ts.mjs <file.ts> [arguments]');

const outfile = join(root, 'dist/tools', file.replace(/\.ts$/, '.mjs'));
await build({
  absWorkingDir: root,
  entryPoints: [file],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  packages: 'external',
  sourcemap: 'inline',
  logLevel: 'warning',
});

// What runs next sees the arguments as if it had been started itself.
process.argv = [process.argv[0] ?? 'node', outfile, ...args];
process.setSourceMapsEnabled(true);
await import(pathToFileURL(outfile).href);
