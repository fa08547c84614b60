import type { MemoryState } from '../../schema/memory-state';
import type { ExportNote } from './export-context';
import { exportContext } from './export-context';
import type { ExportOptions } from './options';
import { printSection, sectionsOf } from './script';
import { scriptBlocks } from './script-blocks';

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
): { readonly sql: string; readonly report: readonly ExportNote[] } {
  const { heading, ...wanted } = options;
  const context = exportContext(state, wanted);
  const script = scriptBlocks(context);
  const text = sectionsOf(script.blocks).map(printSection);
  return { sql: [heading ?? script.heading, ...text].join('\n'), report: context.report };
}
