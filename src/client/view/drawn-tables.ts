/** Which tables stand on the canvas: all but partitions, which the table that they are part of stands for. Pure. */
import type { RecordId } from '../../core/schema/ids';
import { partitionRoot } from '../../core/schema/inheritance';
import type { MemoryState } from '../../core/schema/memory-state';
import type { SchemaRecord } from '../../core/schema/record';
import { isKind } from '../../core/schema/record';

/** Whether a table is drawn as one of its own. */
export function isDrawn({ body }: SchemaRecord<'table'>): boolean {
  return body.partitionOf === undefined;
}

/** The tables that stand on the canvas, by id. */
export function drawnTables(state: MemoryState): readonly SchemaRecord<'table'>[] {
  return state.ofKind('table').filter(isDrawn);
}

/** Foreign keys as pairs of the tables that stand on the canvas for their two sides. */
export function drawnEdges(state: MemoryState): readonly { readonly from: string; readonly to: RecordId }[] {
  return state.ofKind('foreign-key').map(({ body }) => ({
    from: partitionRoot(body.tableId, state),
    to: partitionRoot(body.referencedTableId, state),
  }));
}

/** The partitions right below a table, by name. */
export function partitionsOf(tableId: RecordId, state: MemoryState): readonly SchemaRecord<'table'>[] {
  return state
    .referrers(tableId)
    .flatMap((one) => (isKind(one, 'table') && one.body.partitionOf?.tableId === tableId ? [one] : []))
    .sort((a, b) => a.body.name.localeCompare(b.body.name));
}

/** The tables that inherit right from this one (INHERITS), by name. */
export function heirsOf(tableId: RecordId, state: MemoryState): readonly SchemaRecord<'table'>[] {
  return state
    .referrers(tableId)
    .flatMap((one) => (isKind(one, 'table') && one.body.inherits?.includes(tableId) ? [one] : []))
    .sort((a, b) => a.body.name.localeCompare(b.body.name));
}
