import type { MutationResponse } from '../../core/protocol/mutation';
import type { Actor } from '../../core/protocol/records';
import type { Applied } from '../../core/schema/apply';
import type { ChangeEntry, Merge } from '../../core/schema/change';
import { isLive } from '../../core/schema/record';
import type { Problem } from '../../core/std/problem';
import type { Result } from '../../core/std/result';
import type { CommitOutcome } from '../observe/measures';
import type { Outcome } from './outcome';
import type { Mutation } from './project-service';
import type { WriteRow } from './write-rows';

/** What one mutation of an import adds to an ordinary one. */
export type Segment = { readonly jobId: string; readonly piece: number };

export type CommitRequest = {
  readonly actor: Actor;
  readonly projectId: string;
  readonly mutation: Mutation;
  readonly segment?: Segment | undefined;
};

/** One try of a request: `retries` went before it, and it `began` at this reading of the clock. */
export type Attempt = CommitRequest & {
  readonly hash: string;
  readonly retries: number;
  readonly began: number;
};

export type Answer = Result<MutationResponse, Problem>;

/** An answer, what kind of one it is, and the rows that were written for it. */
export type Judged = {
  readonly answer: Answer;
  readonly outcome: CommitOutcome;
  readonly rows: readonly WriteRow[];
};

/** More records in one edit are for an import, or a restore. */
export const maxWrites = 1_000;

/**
 * Rows that a transaction of ours changes at most, its entries in the log and of its job aside: Aurora DSQL takes
 * 3,000, and engines are not to differ.
 */
export const maxRows = 2_900;

/** How many rows writing this changes. */
export function rowsOf({ writes, releases, claims, references }: Applied): number {
  const kept = [...references.values()].reduce((count, ids) => count + ids.length, 0);
  return writes.length + releases.length + claims.length + kept;
}

/** What the log says of an attempt, whatever comes of it. */
export function logRowOf({ actor, projectId, mutation, segment, hash, retries }: Attempt) {
  return {
    actor,
    projectId,
    id: mutation.id,
    retries,
    requestHash: hash,
    segment: segment?.jobId,
  };
}

/** How it goes into the log when its rules had nothing against it. */
export function appliedOutcome(
  { retries, began }: Attempt,
  applied: Applied,
  merges: readonly Merge[],
): Extract<Outcome, { kind: 'applied' }> {
  const written = new Set(applied.writes.map((one) => one.after.id));
  return {
    kind: 'applied',
    retries,
    elapsedMs: Math.round((performance.now() - began) * 100) / 100,
    merges,
    unchanged: applied.targets.filter((target) => !written.has(target.id)),
  };
}

/** A write as the log keeps it. */
export function entryOf({ before, after }: Applied['writes'][number]): ChangeEntry {
  return { record: after, before: isLive(before) ? before.body : null };
}

/** The answer to a mutation that was applied. */
export function responseOf(
  id: string,
  at: string,
  outcome: Extract<Outcome, { kind: 'applied' }>,
  entries: readonly ChangeEntry[],
): MutationResponse {
  const records = [...entries.map((entry) => entry.record), ...outcome.unchanged];
  const { retries, elapsedMs, merges } = outcome;
  return { id, at, retries, elapsedMs, records, merges: [...merges] };
}
