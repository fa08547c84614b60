import type { RecordId } from '../../../core/schema/ids';
import type { MemoryState } from '../../../core/schema/memory-state';
import { isLive } from '../../../core/schema/record';
import { drawnAs } from './drawn-as';

/** What is only in the inspector. */
const inspectedOnly: ReadonlySet<string> = new Set([
  'namespace',
  'enum',
  'domain',
  'composite',
  'range',
  'sequence',
  'verbatim',
]);

/** Whether a record can be shown: on the canvas, or in the inspector. */
export function isShown(id: RecordId, state: Pick<MemoryState, 'get'>): boolean {
  const record = state.get(id);
  return isLive(record) && (inspectedOnly.has(record.kind) || drawnAs(record, state) !== null);
}
