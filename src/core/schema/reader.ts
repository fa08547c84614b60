import type { RecordId } from './ids';
import type { RecordState, SchemaRecord } from './record';

/** Per field: the version and the change that last wrote it. What field-by-field merge compares with. */
export type FieldVersions = Readonly<Record<string, readonly [version: number, changeId: string]>>;

/**
 * What the schema rules may ask of a state. The server answers from one database snapshot,
 * the browser from its mirror; the rules are the same.
 */
export type StateReader = {
  /** The record, its tombstone, or undefined when it never was. */
  get(id: RecordId): RecordState | undefined;
  /** Live records that belong to this one. */
  children(id: RecordId): readonly SchemaRecord[];
  /** Live records that rely on this one without belonging to it. */
  referrers(id: RecordId): readonly SchemaRecord[];
  /** Who holds a name in a scope (see names.ts). */
  holder(scope: string, name: string): RecordId | undefined;
  /** Empty where nothing is known, as in the browser, which never merges. */
  fieldVersions(id: RecordId): FieldVersions;
};
