import type { Section } from './script';
import { printSection } from './script';

/** A file of an export; the path is relative and has only letters, digits, `.`, `-`, `_` and `/`. */
export type ExportFile = { readonly path: string; readonly sql: string };

/**
 * A file for each table and for each other section, numbered in the order in which they are loaded, and
 * `all.sql`, which loads them in that order.
 */
export function filesOf(sections: readonly Section[], heading: string): readonly ExportFile[] {
  const files: ExportFile[] = [];
  const taken = new Set<string>();
  sections.forEach((section, at) => {
    const number = String(at * 10).padStart(sections.length > 10 ? 3 : 2, '0');
    const rest = section.blocks.filter(({ file }) => file === undefined);
    if (rest.length > 0) {
      const sql = printSection({ ...section, blocks: rest });
      files.push({ path: `${number}-${section.title.toLowerCase().replaceAll(/[^a-z]+/g, '-')}.sql`, sql });
    }
    for (const block of section.blocks) {
      if (block.file === undefined) continue;
      const path = freePath(`tables/${safeName(block.file)}`, taken);
      files.push({ path, sql: printSection({ title: block.file.replaceAll(/\s+/g, ' '), blocks: [block] }) });
    }
  });
  const included = files.map(({ path }) => `\\ir ${path}\n`).join('');
  const all = `${heading}-- Load it with psql: psql -1 -v ON_ERROR_STOP=1 -f all.sql\n\n${included}`;
  return [{ path: 'all.sql', sql: all }, ...files];
}

/** What no file system and not psql minds. */
function safeName(name: string): string {
  return name.replaceAll(/[^\p{L}\p{N}._-]+/gu, '_').replace(/^\.+/, '_') || '_';
}

/** Two names that differ only in case are one on some file systems. */
function freePath(base: string, taken: Set<string>): string {
  for (let pass = 1; ; pass++) {
    const path = pass === 1 ? `${base}.sql` : `${base}-${pass}.sql`;
    if (taken.has(path.toLowerCase())) continue;
    taken.add(path.toLowerCase());
    return path;
  }
}
