import type { LiveChange } from '../../core/protocol/change';
import type { MutationResponse } from '../../core/protocol/mutation';
import type { Actor } from '../../core/protocol/records';
import type { AuditEntry } from '../../core/schema/change';
import type { RecordId } from '../../core/schema/ids';
import type { Operation } from '../../core/schema/operation';
import type { Problem, ProblemDocument } from '../../core/std/problem';
import type { MergedRecord, Outcome, OverwrittenField, Verdict } from './outcome';
import { silentFields } from './outcome';
import type { PendingMutation } from './pending';

/** Something that a person should hear of, once, without being stopped. */
export type Notice =
  /** Writers met and the server settled it by itself. */
  | {
      readonly kind: 'retried';
      readonly mutationId: string;
      readonly retries: number;
      readonly elapsedMs: number;
    }
  /** Somebody changed other fields of the record at the same time; both stand. */
  | {
      readonly kind: 'merged';
      readonly mutationId: string;
      readonly recordId: RecordId;
      readonly fields: readonly string[];
      readonly by: Actor | null;
    }
  /** My value replaced one that I had not seen. */
  | ({ readonly kind: 'overwrote'; readonly mutationId: string } & OverwrittenField)
  /** Somebody's value replaced mine, which they had not seen. */
  | ({ readonly kind: 'was-overwritten'; readonly changeId: string } & OverwrittenField)
  /** What I deleted had more in it than I had seen. */
  | {
      readonly kind: 'took-along';
      readonly mutationId: string;
      readonly label: string;
      readonly fallen: readonly AuditEntry[];
    }
  /** The server did not take it; it is no longer shown. */
  | {
      readonly kind: 'refused';
      readonly mutationId: string;
      readonly label: string;
      readonly problem: Problem;
      readonly operations: readonly Operation[];
    }
  /** Somebody brought the whole project back to a moment. */
  | { readonly kind: 'restored'; readonly changeId: string; readonly by: Actor; readonly at: string }
  | { readonly kind: 'undo-refused'; readonly label: string; readonly problem: Problem }
  /** Everything was read anew. fingerprint: what was shown was not what is stored, which is a bug. */
  | { readonly kind: 'reloaded'; readonly cause: 'server' | 'fingerprint' }
  | { readonly kind: 'connection-lost' }
  /** `waiting`: how many edits are on their way now. */
  | { readonly kind: 'connection-restored'; readonly awayMs: number; readonly waiting: number }
  /** All edits that waited for the connection, or were left by a page that is gone, have their answer. */
  | { readonly kind: 'returned'; readonly outcomes: readonly Outcome[] }
  | { readonly kind: 'access-lost'; readonly problem: ProblemDocument }
  /** Unsent edits cannot be kept in this browser: closing the page loses them. */
  | { readonly kind: 'storage-failed' };

type WireMerge = MutationResponse['merges'][number];

/** What became of my own mutation. `me` is left out: nobody is told of having met themselves. */
export function noticesOfOwn(
  mutationId: string,
  merges: readonly WireMerge[],
  me: string | null,
): readonly Notice[] {
  const notices: Notice[] = [];
  const merged = new Map<RecordId, { fields: string[]; by: Actor | null }>();
  for (const { recordId, field, verdict, theirs, yours, by } of merges) {
    if (by !== undefined && by.id === me) continue;
    if (verdict === 'overwrote') {
      notices.push({ kind: 'overwrote', mutationId, recordId, field, theirs, yours, by: by ?? null });
      continue;
    }
    const known = merged.get(recordId);
    if (known) known.fields.push(field);
    else merged.set(recordId, { fields: [field], by: by ?? null });
  }
  for (const [recordId, { fields, by }] of merged) {
    notices.push({ kind: 'merged', mutationId, recordId, fields, by });
  }
  return notices;
}

/** That the server did not take a mutation. */
export function noticeOfRefused(
  { id, label, operations, intent }: PendingMutation,
  problem: ProblemDocument,
): Notice {
  if (intent.kind !== 'edit') return { kind: 'undo-refused', label, problem };
  return { kind: 'refused', mutationId: id, label, problem, operations };
}

/** What somebody else's change did to mine. Its verdicts are told from their side: turned around here. */
export function noticesOfForeign(change: LiveChange, me: string | null): readonly Notice[] {
  if (me === null || change.actor.id === me) return [];
  const { restored } = change;
  if (restored) return [{ kind: 'restored', changeId: change.id, by: change.actor, at: restored.at }];
  return change.merges
    .filter(({ verdict, by }) => verdict === 'overwrote' && by?.id === me)
    .map(({ recordId, field, theirs, yours }) => ({
      kind: 'was-overwritten',
      changeId: change.id,
      recordId,
      field,
      theirs: yours,
      yours: theirs,
      by: change.actor,
    }));
}

/** What an answer that brought these notices comes to. Where things stand is left out. */
export function verdictOf(notices: readonly Notice[]): Verdict {
  const merged = notices.flatMap((notice): readonly MergedRecord[] => {
    if (notice.kind !== 'merged') return [];
    const { recordId, by } = notice;
    const fields = notice.fields.filter((field) => !silentFields.has(field));
    return fields.length === 0 ? [] : [{ recordId, fields, by }];
  });
  const overwritten = overwrittenIn(notices, 'overwrote');
  if (overwritten.length > 0) return { kind: 'overwrote', overwritten, merged };
  return merged.length > 0 ? { kind: 'merged', merged } : { kind: 'applied' };
}

/** The notices that would have told of it, had it not waited. */
export function noticesOfOutcome(outcome: Outcome): readonly Notice[] {
  const { id, kind } = outcome;
  switch (kind) {
    case 'applied':
      return [];
    case 'merged':
      return outcome.merged.map((merged) => ({ kind, mutationId: id, ...merged }));
    case 'overwrote': {
      const replaced = outcome.overwritten.map((field) => ({ kind, mutationId: id, ...field }) as const);
      const merged = outcome.merged.map((one) => ({ kind: 'merged', mutationId: id, ...one }) as const);
      return [...replaced, ...merged];
    }
    case 'was-overwritten':
      return outcome.overwritten.map((field) => ({ kind, changeId: id, ...field }));
    case 'took-along': {
      const { label, fallen } = outcome;
      return [{ kind, mutationId: id, label, fallen }];
    }
    case 'refused': {
      const { label, problem, operations } = outcome;
      return [{ kind, mutationId: id, label, problem, operations }];
    }
  }
}

/** The fields that notices of this kind are about, but for where things stand. */
export function overwrittenIn(
  notices: readonly Notice[],
  kind: 'overwrote' | 'was-overwritten',
): readonly OverwrittenField[] {
  return notices.flatMap((notice): readonly OverwrittenField[] => {
    if (notice.kind !== kind || silentFields.has(notice.field)) return [];
    const { recordId, field, theirs, yours, by } = notice;
    return [{ recordId, field, theirs, yours, by }];
  });
}
