import type { SchemaRecord } from '../../schema/record';
import type { ExportContext } from './export-context';
import { byName } from './export-context';

type Key = SchemaRecord<'primary-key'> | SchemaRecord<'unique'>;

/** A table's keys, divided by where they can be written. */
export type Keys = { readonly inTable: readonly Key[]; readonly afterwards: readonly Key[] };

/**
 * The primary key and unique constraints of a table. Of two that are alike in all but the name CREATE
 * TABLE silently makes one (transformIndexConstraints in parse_utilcmd.c), so the others are added afterwards.
 */
export function keysOf(context: ExportContext, table: SchemaRecord<'table'>): Keys {
  const { state } = context;
  const inTable: Key[] = [];
  const afterwards: Key[] = [];
  const seen = new Set<string>();
  for (const key of [
    ...state.childrenOf(table.id, 'primary-key'),
    ...byName(state.childrenOf(table.id, 'unique')),
  ]) {
    const { columnIds, include, deferrable, initiallyDeferred } = key.body;
    const nullsNotDistinct = key.kind === 'unique' && key.body.nullsNotDistinct === true;
    const isDeferred = initiallyDeferred === true;
    const likeness = JSON.stringify([
      columnIds,
      include ?? [],
      nullsNotDistinct,
      deferrable === true || isDeferred,
      isDeferred,
    ]);
    (seen.has(likeness) ? afterwards : inTable).push(key);
    seen.add(likeness);
  }
  return { inTable, afterwards };
}
