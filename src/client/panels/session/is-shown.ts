import type { RecordState } from '../../../core/schema/record';
import { isLive } from '../../../core/schema/record';
import { drawnAs } from './drawn-as';

/** Whether a record can be shown: on the canvas, or in the inspector, which has schemas and enums as well. */
export function isShown(record: RecordState | undefined): boolean {
  if (!isLive(record)) return false;
  return drawnAs(record) !== null || record.kind === 'namespace' || record.kind === 'enum';
}
