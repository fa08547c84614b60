/** What became of own edits, for the person to look at. Pure. */
import type { Actor } from '../../core/protocol/records';
import type { AuditEntry } from '../../core/schema/change';
import { changedFields } from '../../core/schema/change';
import type { RecordId } from '../../core/schema/ids';
import type { Operation } from '../../core/schema/operation';
import type { Problem } from '../../core/std/problem';
import type { Mentioned, PendingMutation } from './pending';

/** Where a thing stands is nobody's opinion: two people who drag one table need no verdict. */
export const silentFields: ReadonlySet<string> = new Set(['x', 'y', 'order', 'width', 'height']);

/** A value that replaced one which its author had not seen. */
export type OverwrittenField = {
  readonly recordId: RecordId;
  readonly field: string;
  readonly theirs: unknown;
  readonly yours: unknown;
  /** Who wrote `theirs`. */
  readonly by: Actor | null;
};

/** A record in which somebody else changed other fields; both stand. */
export type MergedRecord = {
  readonly recordId: RecordId;
  readonly fields: readonly string[];
  readonly by: Actor | null;
};

/** What the server says of a mutation. */
export type Verdict =
  | { readonly kind: 'applied' }
  | { readonly kind: 'merged'; readonly merged: readonly MergedRecord[] }
  /** Values of mine replaced ones that I had not seen. */
  | {
      readonly kind: 'overwrote';
      readonly overwritten: readonly OverwrittenField[];
      readonly merged: readonly MergedRecord[];
    }
  /** It deleted what its author had not seen: made or changed by others since. */
  | {
      readonly kind: 'took-along';
      readonly fallen: readonly AuditEntry[];
      readonly mentioned: readonly Mentioned[];
    }
  /** It did not happen. `entries`: what it would have done, as it was shown; `mentioned`: what it was about. */
  | {
      readonly kind: 'refused';
      readonly problem: Problem;
      readonly operations: readonly Operation[];
      readonly entries: readonly AuditEntry[];
      readonly mentioned: readonly Mentioned[];
    };

/**
 * Plain data: it is kept in IndexedDB, by the id of the mutation; of a value of mine that somebody replaced, by the
 * id of their change.
 */
export type Outcome = {
  readonly id: string;
  /** What a person would call the edit. */
  readonly label: string;
  /** When it was known; milliseconds since the epoch. */
  readonly at: number;
  /** The edit waited for a connection, or was left by a page that is gone. */
  readonly waited: boolean;
  /** Somebody has heard of it. */
  readonly isTold: boolean;
} & (Verdict | { readonly kind: 'was-overwritten'; readonly overwritten: readonly OverwrittenField[] });

/** Why what was to take back a refused edit is refused, too. */
export const notHappened: Problem = {
  code: 'not-found',
  detail: 'The edit that it was about was not saved either.',
};

/** The verdict on an edit that the rules refused. */
export function refusedAs(mutation: PendingMutation, problem: Problem): Verdict {
  const { operations, entries = [], mentioned = [] } = mutation;
  return { kind: 'refused', problem, operations, entries, mentioned };
}

/** What nobody wrote, or nobody has an opinion about. */
const unjudged: ReadonlySet<string> = new Set([...silentFields, 'typeId', 'columnRefs']);

/**
 * What a deletion took along, by the log, that was not there or was another when it was made. Places and decisions of
 * the review are not counted.
 */
export function fallenUnseen(
  made: readonly AuditEntry[],
  logged: readonly AuditEntry[],
): readonly AuditEntry[] {
  const seen = new Map(made.map((entry) => [entry.recordId, entry.before]));
  return logged.filter(({ kind, recordId, before, after }) => {
    if (after !== null || kind === 'layout' || kind === 'review-setting') return false;
    const known = seen.get(recordId);
    return !known || changedFields(known, before ?? {}).some((field) => !unjudged.has(field));
  });
}

/** A mutation with its verdict. One that did not wait is told at once, by a notice. */
export function outcomeOf(
  { id, label, intent }: PendingMutation,
  verdict: Verdict,
  { at, waited }: { readonly at: number; readonly waited: boolean },
): Outcome {
  const words = { edit: label, undo: `Undo: ${label}`, redo: `Redo: ${label}` };
  return { id, label: words[intent.kind], at, waited, isTold: !waited, ...verdict };
}

/** Whether somebody may want to do something about it. */
export function needsLook({ kind }: Outcome): boolean {
  return kind !== 'applied' && kind !== 'merged';
}

/** What becomes of the list. */
export type OutcomeChange =
  | { readonly kind: 'add'; readonly outcome: Outcome }
  /** The log says more of it than the answer did. */
  | { readonly kind: 'correct'; readonly outcome: Outcome }
  /** Somebody has heard of these. What was told before them and needs no look goes. */
  | { readonly kind: 'told'; readonly ids: readonly string[] }
  /** What was told, needs no look and is older than this moment goes. */
  | { readonly kind: 'expire'; readonly before: number }
  | { readonly kind: 'dismiss'; readonly ids: readonly string[] };

/** The list after a change, oldest first. The same change again makes no difference. */
export function advanceOutcomes(known: readonly Outcome[], change: OutcomeChange): readonly Outcome[] {
  switch (change.kind) {
    case 'add':
      return known.some(({ id }) => id === change.outcome.id) ? known : [...known, change.outcome];
    case 'correct': {
      const { outcome } = change;
      if (!known.some(({ id }) => id === outcome.id)) return [...known, outcome];
      return known.map((one) => (one.id === outcome.id ? { ...outcome, isTold: one.isTold } : one));
    }
    case 'told': {
      const ids = new Set(change.ids);
      return known
        .filter((outcome) => ids.has(outcome.id) || !outcome.isTold || needsLook(outcome))
        .map((outcome) => (ids.has(outcome.id) ? { ...outcome, isTold: true } : outcome));
    }
    case 'expire':
      return known.filter((outcome) => !outcome.isTold || needsLook(outcome) || outcome.at >= change.before);
    case 'dismiss': {
      const ids = new Set(change.ids);
      return known.filter(({ id }) => !ids.has(id));
    }
  }
}
