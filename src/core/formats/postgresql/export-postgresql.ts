import type { MemoryState } from '../../schema/memory-state';
import type { ExportNote } from './export-context';
import { exportContext } from './export-context';
import type { ExportOptions } from './options';
import { printSection, sectionsOf } from './script';
import { scriptBlocks } from './script-blocks';
import type { ExportFile } from './script-files';
import { filesOf } from './script-files';
import { selectRecords } from './select-records';

/** What an export comes to. */
export type PostgresqlExport = {
  /** The script in one piece; without the indexes that have a file of their own. */
  readonly sql: string;
  /** The same as files, in the layout that was asked for; the first one is the one to load. */
  readonly files: readonly ExportFile[];
  readonly report: readonly ExportNote[];
};

/**
 * The design as PostgreSQL DDL that loads in one transaction on an empty database, and what a person
 * should know about it. The same design gives the same bytes; ids do not matter but where two columns
 * have the same place. See docs/spec/postgresql.md for the order of the statements and the reasons.
 */
export function exportPostgresql(
  state: MemoryState,
  options: Partial<ExportOptions> & {
    /** Comment lines to begin with, in place of those that say what the script is for. */
    readonly heading?: string | undefined;
  } = {},
): PostgresqlExport {
  const { heading: given, ...wanted } = options;
  const context = selectRecords(exportContext(state, wanted));
  const script = scriptBlocks(context);
  const heading = given ?? script.heading;
  const sections = sectionsOf(script.blocks);
  const sql = [heading, ...sections.map(printSection)].join('\n');
  const main =
    context.options.layout === 'single' ? [{ path: 'schema.sql', sql }] : filesOf(sections, heading);
  const later = sectionsOf(script.concurrent);
  const files = later.length === 0 ? main : [...main, indexFile(context.version, later.map(printSection))];
  return { sql, files, report: context.report };
}

function indexFile(version: number, sections: readonly string[]): ExportFile {
  const heading = [
    `-- Indexes for PostgreSQL ${version}, to be made when the rest is there and in use.`,
    '-- CONCURRENTLY cannot run in a transaction: load this file without -1 (--single-transaction).',
    '',
  ].join('\n');
  return { path: 'indexes.sql', sql: [heading, ...sections].join('\n') };
}
