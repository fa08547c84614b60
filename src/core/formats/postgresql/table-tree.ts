import type { RecordId } from '../../schema/ids';
import { partitionRoot } from '../../schema/inheritance';
import type { SchemaRecord } from '../../schema/record';
import type { ExportContext } from './export-context';
import { byQualifiedName } from './export-context';
import { grouped } from './grouped';

type Table = SchemaRecord<'table'>;

/** The tables of a design, each partition with what it is a partition of. */
export type TableTree = {
  /** Tables that are no partitions, by namespace and name. */
  readonly roots: readonly Table[];
  /** The partitions right below a table, by namespace and name. */
  readonly partitionsOf: (table: Table) => readonly Table[];
  /** A table and all partitions below it, each before its own partitions. */
  readonly family: (table: Table) => readonly Table[];
};

export function tableTree(context: ExportContext): TableTree {
  const tables = byQualifiedName(context, context.state.ofKind('table'));
  const roots = tables.filter(({ id }) => partitionRoot(id, context.state) === id);
  const partitions = grouped(
    tables.flatMap((table): readonly (readonly [RecordId, Table])[] =>
      table.body.partitionOf ? [[table.body.partitionOf.tableId, table]] : [],
    ),
  );
  const partitionsOf = (table: Table) => partitions.get(table.id) ?? [];
  const family = (table: Table): readonly Table[] => [table, ...partitionsOf(table).flatMap(family)];
  return { roots, partitionsOf, family };
}
