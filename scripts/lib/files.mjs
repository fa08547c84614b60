import { readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/**
 * All files under `folder` (recursive), as paths relative to `root` with `/` between the parts, sorted, so
 * that hashes and reports are the same on every machine. A folder that is not there counts as empty.
 * @param {string} root
 * @param {string} folder
 * @returns {string[]}
 */
export function filesUnder(root, folder) {
  let entries;
  try {
    entries = readdirSync(join(root, folder), { recursive: true, withFileTypes: true });
  } catch (error) {
    if (error.code === 'ENOENT') return [];
    throw error;
  }
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}
