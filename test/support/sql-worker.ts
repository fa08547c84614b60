import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const folder = join(root, 'dist/test-server');

let bundle: Promise<URL> | undefined;

/**
 * The worker that reads and prints SQL, of the sources as they are now: Node starts no process from
 * TypeScript. For tests that run the server from its sources; the built server has its own beside it.
 */
export function bundleSqlWorker(): Promise<URL> {
  bundle ??= write();
  return bundle;
}

/** Named by its content: test files in several processes share one, and no one's changes under a run. */
async function write(): Promise<URL> {
  const { outputFiles } = await build({
    entryPoints: [join(root, 'src/server/sql/sql.worker.ts')],
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    write: false,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    packages: 'external',
    logLevel: 'error',
  });
  const contents = outputFiles[0]?.contents ?? new Uint8Array();
  const file = join(folder, `sql-${createHash('sha256').update(contents).digest('hex').slice(0, 16)}.mjs`);
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true });
    const unfinished = `${file}.${process.pid}`;
    writeFileSync(unfinished, contents);
    renameSync(unfinished, file);
  }
  return pathToFileURL(file);
}
