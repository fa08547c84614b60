import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { nodeOptions } from '../../scripts/lib/bundle.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const folder = join(root, 'dist/test-server');

const bundles = new Map<string, Promise<URL>>();

/**
 * The worker that reads and prints SQL, of the sources as they are now: Node starts no process from
 * TypeScript. For tests that run the server from its sources; the built server has its own beside it.
 */
export function bundleSqlWorker(): Promise<URL> {
  return bundled('src/server/sql/sql.worker.ts');
}

/** The worker that executes scripts in the sandbox. */
export function bundleProveWorker(): Promise<URL> {
  return bundled('src/server/prove/prove.worker.ts');
}

/** The worker that runs scripts to see what they make. */
export function bundleScriptRunner(): Promise<URL> {
  return bundled('src/server/prove/run-script.worker.ts');
}

function bundled(source: string): Promise<URL> {
  const known = bundles.get(source) ?? write(source);
  bundles.set(source, known);
  return known;
}

/** Named by its content: test files in several processes share one, and no one's changes under a run. */
async function write(source: string): Promise<URL> {
  const { outputFiles } = await build({
    entryPoints: [join(root, source)],
    outdir: folder,
    ...nodeOptions,
    write: false,
    logLevel: 'error',
  });
  const contents = outputFiles[0]?.contents ?? new Uint8Array();
  const name = basename(source, '.worker.ts');
  const file = join(
    folder,
    `${name}-${createHash('sha256').update(contents).digest('hex').slice(0, 16)}.mjs`,
  );
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true });
    const unfinished = `${file}.${process.pid}`;
    writeFileSync(unfinished, contents);
    renameSync(unfinished, file);
  }
  return pathToFileURL(file);
}
