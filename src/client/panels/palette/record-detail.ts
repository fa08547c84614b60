import type { MemoryState } from '../../../core/schema/memory-state';
import { isLive } from '../../../core/schema/record';
import { columnType, shownType } from '../../view/column-type';
import { boundText } from '../edits/partition-edits';
import type { Entry } from './entries';

/** What one wants to know of a found record besides its name: a column's type, where a foreign key leads. */
export function recordDetail(state: MemoryState, { id }: Entry): string {
  const record = state.get(id);
  if (!isLive(record)) return '';
  switch (record.kind) {
    case 'column':
      return columnType(record, state);
    case 'table':
      return record.body.partitionOf ? boundText(record.body.partitionOf.bound) : '';
    case 'domain':
    case 'range':
      return shownType(record.body, state);
    case 'verbatim':
      return record.body.tag;
    case 'foreign-key':
      return `→ ${state.live(record.body.referencedTableId, 'table')?.body.name ?? '?'}`;
    case 'index':
      return record.body.unique ? 'unique' : '';
    default:
      return '';
  }
}
