import type { RecordId } from '../../schema/ids';
import type { SchemaRecord } from '../../schema/record';
import { referencedKey } from '../../schema/references';
import type { ExportContext } from './export-context';
import { byName, present } from './export-context';
import { printComment } from './print-comment';
import { printIndex } from './print-index';
import type { Block } from './script';
import { mentionedWords } from './verbatim-names';

/**
 * The indexes that can be made after everything else, in a file of their own. The others stay: those that a
 * foreign key stands on, or a kept statement names, and those of partitioned tables and partitions, which
 * PostgreSQL does not make concurrently or takes for parts of each other.
 */
export function concurrentIndexes(context: ExportContext): ReadonlySet<RecordId> {
  const { state, options } = context;
  if (options.indexes === 'inline') return new Set();
  const keys = new Set(
    state.ofKind('foreign-key').flatMap(({ body }) => referencedKey(body, state)?.id ?? []),
  );
  const named = new Set(state.ofKind('verbatim').flatMap(({ body }) => [...mentionedWords(body.text)]));
  const isAlone = ({ body }: SchemaRecord<'index'>) => {
    const table = state.live(body.tableId, 'table');
    return table !== undefined && !table.body.partitionBy && !table.body.partitionOf;
  };
  return new Set(
    state
      .ofKind('index')
      .filter((index) => isAlone(index) && !keys.has(index.id) && !named.has(index.body.name))
      .map(({ id }) => id),
  );
}

/** CREATE INDEX CONCURRENTLY, a block for each table. */
export function concurrentBlocks(
  context: ExportContext,
  tables: readonly SchemaRecord<'table'>[],
  concurrent: ReadonlySet<RecordId>,
): readonly Block[] {
  return tables.map((table) => ({
    title: 'Indexes',
    statements: byName(context.state.childrenOf(table.id, 'index'))
      .filter(({ id }) => concurrent.has(id))
      .flatMap((index) => present([printIndex(context, index, true), printComment(context, index)])),
  }));
}
