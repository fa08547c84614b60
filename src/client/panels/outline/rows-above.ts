/** Which closed rows of the outline have to open for a record to be seen. Pure. */
import type { RecordId } from '../../../core/schema/ids';
import type { MemoryState } from '../../../core/schema/memory-state';
import { isLive } from '../../../core/schema/record';
import { partitionsGroup } from './rows';
import { statementGroup } from './statement-rows';

/** The tables and groups that a record is in; nothing for what stands right under its namespace. */
export function rowsAbove(state: MemoryState, id: RecordId): readonly string[] {
  const record = state.get(id);
  if (!isLive(record)) return [];
  switch (record.kind) {
    case 'column':
    case 'exclusion':
      return [record.body.tableId, ...rowsAbove(state, record.body.tableId)];
    case 'table':
      return abovePartition(state, record.body.partitionOf?.tableId);
    case 'verbatim': {
      const table = state.live(record.body.recordId ?? '', 'table');
      return table ? [table.id, ...rowsAbove(state, table.id)] : [statementGroup(record.body.tag)];
    }
    default:
      return [];
  }
}

/** A partition is in the group of the partitioned table, a partition of a partition right in that. */
function abovePartition(state: MemoryState, tableId: RecordId | undefined): readonly string[] {
  if (tableId === undefined) return [];
  const isTop = state.live(tableId, 'table')?.body.partitionOf === undefined;
  return isTop ? [tableId, partitionsGroup(tableId)] : [tableId, ...rowsAbove(state, tableId)];
}
