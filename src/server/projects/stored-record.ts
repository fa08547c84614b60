import type { RecordId } from '../../core/schema/ids';
import type { RecordKind } from '../../core/schema/kinds';
import type { FieldVersions } from '../../core/schema/reader';
import type { RecordState } from '../../core/schema/record';

/** A row of `records` as the driver gives it. */
export type RecordRow = {
  readonly id: string;
  readonly kind: RecordKind;
  readonly parent_id: string | null;
  readonly parent_face: number | null;
  readonly face: number | null;
  readonly version: number;
  readonly fields: string;
  readonly body: string;
};

/** A stored record: what readers see of it, and what only the store needs. */
export type StoredRecord = {
  readonly state: RecordState;
  /** Null once deleted. */
  readonly face: number | null;
  readonly parentFace: number | null;
  readonly fields: FieldVersions;
};

/** The stored record in a row. The row was written by us, so its JSON is taken at its word. */
export function storedRecord(row: RecordRow): StoredRecord {
  const { id, kind, version } = row;
  const parentId: RecordId | null = row.parent_id;
  const state =
    row.face === null
      ? { id, kind, version, parentId, deleted: true as const }
      : { id, kind, version, parentId, body: JSON.parse(row.body) };
  return {
    state: state as RecordState,
    face: row.face,
    parentFace: row.parent_face,
    fields: JSON.parse(row.fields),
  };
}
