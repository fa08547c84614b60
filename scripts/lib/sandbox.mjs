import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesUnder } from './files.mjs';

/** Where the prepared data directory of the sandbox lies: pages fetch it, the server's workers read it. */
export const SANDBOX_FOLDER = 'public/sandbox';

/** PGlite reads only what the very same version has written. */
function sandboxVersion(root) {
  const manifest = join(root, 'node_modules/@electric-sql/pglite/package.json');
  if (!existsSync(manifest)) return 'missing';
  return JSON.parse(readFileSync(manifest, 'utf8')).version;
}

/**
 * The name of the data directory that the installed PGlite can use, or undefined when there is none yet.
 * @param {string} root
 * @returns {string | undefined}
 */
export function sandboxData(root) {
  const beginning = `pglite-${sandboxVersion(root)}-`;
  return filesUnder(root, SANDBOX_FOLDER)
    .map((file) => file.slice(SANDBOX_FOLDER.length + 1))
    .find((file) => file.startsWith(beginning) && file.endsWith('.tar.gz'));
}

/**
 * Makes the data directory of an empty database once for each version of PGlite: a start from it takes a second
 * or two, one that runs initdb seven or eight. Its name has the version and a hash of its content, so that no
 * cache brings an old one to a new PGlite. Those of other versions go.
 * @param {string} root
 * @returns {Promise<string>} its name in the folder
 */
export async function prepareSandbox(root) {
  const known = sandboxData(root);
  if (known !== undefined) return known;
  const { PGlite } = await import('@electric-sql/pglite');
  const database = await PGlite.create();
  await database.exec('CHECKPOINT');
  const dump = await database.dumpDataDir('gzip');
  const content = Buffer.from(await dump.arrayBuffer());
  await database.close();
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 12);
  const name = `pglite-${sandboxVersion(root)}-${hash}.tar.gz`;
  const folder = join(root, SANDBOX_FOLDER);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const unfinished = join(folder, `.${name}.${process.pid}`);
  writeFileSync(unfinished, content);
  renameSync(unfinished, join(folder, name));
  return name;
}
