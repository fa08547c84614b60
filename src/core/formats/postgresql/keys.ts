import type { SchemaRecord } from '../../schema/record';
import type { ExportContext } from './export-context';
import { byName } from './export-context';
import type { TableTree } from './table-tree';

type Table = SchemaRecord<'table'>;
export type Key = SchemaRecord<'primary-key' | 'unique' | 'exclusion'>;

/** The constraints of a table that make an index, divided by where they can be written. */
export type Keys = { readonly inTable: readonly Key[]; readonly afterwards: readonly Key[] };

/**
 * The primary key, unique and exclusion constraints of a table. Of two that are alike in all but the name
 * CREATE TABLE silently makes one (transformIndexConstraints in parse_utilcmd.c), so the others are added
 * afterwards. So is a key that a partition has under a name of its own: made first, PostgreSQL would give the
 * partition one too many; made last, it takes the partition's for its part (DefineIndex in indexcmds.c).
 */
export function keysOf(context: ExportContext, table: Table, tree: TableTree): Keys {
  const ofPartitions = new Set(
    tree
      .family(table)
      .slice(1)
      .flatMap((partition) => keyRecords(context, partition).map(likeness)),
  );
  const keys = keyRecords(context, table);
  // Most tables have at most one key, and nothing that it could be like.
  if (keys.length < 2 && ofPartitions.size === 0) return { inTable: keys, afterwards: [] };
  const inTable: Key[] = [];
  const afterwards: Key[] = [];
  const seen = new Set<string>();
  for (const key of keys) {
    const own = likeness(key);
    (seen.has(own) || ofPartitions.has(own) ? afterwards : inTable).push(key);
    seen.add(own);
  }
  return { inTable, afterwards };
}

function keyRecords({ state }: ExportContext, { id }: Table): readonly Key[] {
  return [
    ...state.childrenOf(id, 'primary-key'),
    ...byName(state.childrenOf(id, 'unique')),
    ...byName(state.childrenOf(id, 'exclusion')),
  ];
}

/** The same for two keys that PostgreSQL takes for one. */
function likeness(key: Key): string {
  const { include, deferrable, initiallyDeferred } = key.body;
  const isDeferred = initiallyDeferred === true;
  const own =
    key.kind === 'exclusion'
      ? [key.body.elements, key.body.method ?? 'gist', key.body.predicate ?? '']
      : [key.body.columnIds, key.body.withoutOverlaps === true];
  const nullsNotDistinct = key.kind === 'unique' && key.body.nullsNotDistinct === true;
  return JSON.stringify([
    own,
    include ?? [],
    nullsNotDistinct,
    deferrable === true || isDeferred,
    isDeferred,
  ]);
}
