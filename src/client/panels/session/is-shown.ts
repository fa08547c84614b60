import type { RecordState } from '../../../core/schema/record';
import { isLive } from '../../../core/schema/record';

/** Whether a record can be shown: on the canvas or in the inspector, which has all but places and settings. */
export function isShown(record: RecordState | undefined): boolean {
  return isLive(record) && record.kind !== 'layout' && record.kind !== 'review-setting';
}
