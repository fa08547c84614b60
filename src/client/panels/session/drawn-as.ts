import type { RecordId } from '../../../core/schema/ids';
import { partitionRoot } from '../../../core/schema/inheritance';
import type { MemoryState } from '../../../core/schema/memory-state';
import type { SchemaRecord } from '../../../core/schema/record';
import { isLive } from '../../../core/schema/record';

/**
 * What of the drawing stands for this record: constraints and indexes are shown with their table, partitions as
 * the partitioned table, a kept statement as what it is about.
 */
export function drawnAs(record: SchemaRecord, state: Pick<MemoryState, 'get'>): RecordId | null {
  switch (record.kind) {
    case 'table':
      return partitionRoot(record.id, state);
    case 'column':
    case 'foreign-key':
    case 'note':
    case 'area':
      return record.id;
    case 'primary-key':
    case 'unique':
    case 'check':
    case 'exclusion':
    case 'index':
      return partitionRoot(record.body.tableId, state);
    case 'verbatim': {
      const about = state.get(record.body.recordId ?? '');
      return isLive(about) ? drawnAs(about, state) : null;
    }
    case 'namespace':
    case 'enum':
    case 'domain':
    case 'composite':
    case 'range':
    case 'sequence':
    case 'layout':
    case 'review-setting':
      return null;
  }
}
