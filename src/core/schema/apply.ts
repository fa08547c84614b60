import type { Problem } from '../std/problem';
import type { Result } from '../std/result';
import { refused } from '../std/result';
import type { RecordId } from './ids';
import type { Claim } from './names';
import type { Operation } from './operation';
import type { StateReader } from './reader';
import type { RecordState } from './record';

/** One record before and after; `before` undefined means that it never was. */
export type Write = { readonly before: RecordState | undefined; readonly after: RecordState };

/** A field that somebody else wrote since the caller looked. `changeId` is the change that wrote theirs. */
export type FieldMerge = {
  readonly recordId: RecordId;
  readonly field: string;
  readonly verdict: 'merged' | 'overwrote';
  readonly theirs: unknown;
  readonly yours?: unknown;
  readonly changeId: string;
};

/** What a list of operations comes to: everything to be written, and nothing written yet. */
export type Applied = {
  /** One per record, sorted by id. */
  readonly writes: readonly Write[];
  readonly merges: readonly FieldMerge[];
  /** Names given up and taken, sorted by (scope, name). */
  readonly releases: readonly Claim[];
  readonly claims: readonly Claim[];
  /** The references of every written live record, as they are now. */
  readonly references: ReadonlyMap<RecordId, readonly RecordId[]>;
  /** Written live records in which something changed that others rely on. */
  readonly shaken: ReadonlySet<RecordId>;
};

/**
 * The schema's rules: what these operations do to the state that `reader` shows, all or nothing.
 * Pure; the server runs it on a database snapshot, the browser on its mirror.
 */
export function applyOperations(
  _reader: StateReader,
  _operations: readonly Operation[],
): Result<Applied, Problem> {
  return refused({ code: 'internal', detail: 'not yet' });
}
