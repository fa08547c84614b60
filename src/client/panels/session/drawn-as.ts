import type { RecordId } from '../../../core/schema/ids';
import type { SchemaRecord } from '../../../core/schema/record';

/** What of the drawing stands for this record: constraints and indexes are shown with their table. */
export function drawnAs(record: SchemaRecord): RecordId | null {
  switch (record.kind) {
    case 'table':
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
      return record.body.tableId;
    case 'namespace':
    case 'enum':
    case 'domain':
    case 'composite':
    case 'range':
    case 'sequence':
    case 'verbatim':
    case 'layout':
    case 'review-setting':
      return null;
  }
}
