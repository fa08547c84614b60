import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Extension } from '@electric-sql/pglite';
import { PGlite } from '@electric-sql/pglite';
import type { SandboxExtension } from '../../core/prove/extensions';
import { isSandboxExtension, sandboxExtensions } from '../../core/prove/extensions';
import type { Sandbox } from '../../core/prove/sandbox';
import { sandboxOver } from '../../core/prove/sandbox';

/**
 * An empty PostgreSQL in this process: all of it is in memory, and gone with the process. It starts from the
 * data directory that the build has prepared; where there is none, it makes one, which takes some seconds.
 */
export async function openSandbox(folder: string, extensions: readonly string[]): Promise<Sandbox> {
  const prepared = preparedData(folder);
  const loaded = await Promise.all(extensions.filter(isSandboxExtension).map(loadExtension));
  const database = await PGlite.create({
    ...(prepared && { loadDataDir: new Blob([readFileSync(prepared)]) }),
    extensions: Object.fromEntries(loaded),
  });
  return sandboxOver(database);
}

/** Only what this version of PGlite has written: another one reads it wrongly. */
function preparedData(folder: string): string | undefined {
  if (!existsSync(folder)) return undefined;
  const manifest = new URL('../package.json', import.meta.resolve('@electric-sql/pglite'));
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { readonly version: string };
  const file = readdirSync(folder).find((name) => name.startsWith(`pglite-${version}-`));
  return file === undefined ? undefined : join(folder, file);
}

async function loadExtension(name: SandboxExtension): Promise<readonly [string, Extension]> {
  const exported = sandboxExtensions[name];
  const module = (await import(`@electric-sql/pglite/contrib/${exported}`)) as Readonly<
    Record<string, Extension>
  >;
  const extension = module[exported];
  if (extension === undefined) throw new Error(`PGlite has no extension ${name}.`);
  return [exported, extension];
}
