import { readdirSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the repository these scripts belong to. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/**
 * All files under `folder` (recursive), as paths relative to `base` with `/` between the parts, sorted, so
 * that hashes and reports are the same on every machine. A folder that is not there counts as empty.
 * @param {string} base
 * @param {string} folder
 * @returns {string[]}
 */
export function filesUnder(base, folder) {
  let entries;
  try {
    entries = readdirSync(join(base, folder), { recursive: true, withFileTypes: true });
  } catch (error) {
    if (error.code === 'ENOENT') return [];
    throw error;
  }
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(base, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}
