import type { RecordId } from '../../schema/ids';
import type { SchemaRecord } from '../../schema/record';
import type { Creation, Dependencies } from './dependencies';
import { isAboutExtension, verbatimOf } from './dependencies';
import type { ExportContext } from './export-context';
import { byQualifiedName } from './export-context';
import type { TableTree } from './table-tree';

/** What is made in which order. `ledBy`: sequences that stand right before a table, as a part of it. */
export type CreationOrder = {
  readonly order: readonly Creation[];
  readonly ledBy: ReadonlyMap<RecordId, readonly SchemaRecord<'sequence'>[]>;
};

/**
 * Sequences, types, kept statements and tables in the order in which they can be made: as listed here, by
 * namespace and name (kept statements in their own order), but what one of them needs right before it.
 * Partitions go with their table. (Foreign keys do not matter: they are added when all tables are there.)
 *
 * A sequence may have the name of a type, but only if it is there first. `led`: sequences that stand with the
 * table that owns them, but where something else needs them before.
 */
export function creationOrder(
  context: ExportContext,
  tree: TableTree,
  { needsOf }: Dependencies,
  led: ReadonlyMap<RecordId, readonly SchemaRecord<'sequence'>[]>,
): CreationOrder {
  const { state } = context;
  const withTable = new Set([...led.values()].flat().map(({ id }) => id));
  const early = verbatimOf(context, 'before tables').filter((one) => !isAboutExtension(one));
  // Default privileges are those of what is made after them.
  const isFirst = ({ body }: SchemaRecord<'verbatim'>) => body.tag === 'alter default privileges';
  const wanted: readonly Creation[] = [
    ...early.filter(isFirst),
    ...byQualifiedName(
      context,
      state.ofKind('sequence').filter(({ id }) => !withTable.has(id)),
    ),
    ...byQualifiedName(context, state.ofKind('enum')),
    ...byQualifiedName(context, state.ofKind('domain')),
    ...byQualifiedName(context, state.ofKind('composite')),
    ...byQualifiedName(context, state.ofKind('range')),
    ...early.filter((one) => !isFirst(one)),
    ...tree.roots,
  ];
  const rank = new Map(wanted.map((record, at) => [record.id, at]));
  const placed = new Set<RecordId>();
  const order: Creation[] = [];
  const ledBy = new Map<RecordId, readonly SchemaRecord<'sequence'>[]>();
  const place = (record: Creation) => {
    if (placed.has(record.id)) return;
    placed.add(record.id);
    const needs = [...needsOf(record)].sort((a, b) => (rank.get(a.id) ?? 0) - (rank.get(b.id) ?? 0));
    for (const needed of needs) place(needed);
    const own = (led.get(record.id) ?? []).filter(({ id }) => !placed.has(id));
    for (const { id } of own) placed.add(id);
    if (own.length > 0) ledBy.set(record.id, own);
    order.push(record);
  };
  for (const record of wanted) place(record);
  return { order, ledBy };
}
