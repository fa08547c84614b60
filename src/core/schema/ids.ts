import type { RecordKind } from './kinds';

/**
 * The identity of a record: a UUID minted by whoever creates it, never changed, never reused.
 * The phantom kind keeps a table's id from being passed where a column's is meant.
 */
export type RecordId<Kind extends RecordKind = RecordKind> = string & {
  readonly __kind?: Kind;
};
