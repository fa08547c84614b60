/** Outcomes as the rows of a list. Pure. */

import type { AuditEntry } from '../../../core/schema/change';
import type { MemoryState } from '../../../core/schema/memory-state';
import { isLive } from '../../../core/schema/record';
import type { Outcome, OverwrittenField } from '../../sync/outcome';
import type { Mentioned } from '../../sync/pending';
import { linesOf } from '../activity/lines';
import type { LoggedChange } from '../activity/logged-change';
import type { NameOf } from '../activity/names';
import { namesFrom } from '../activity/names';
import type { Phrase } from '../activity/phrase';
import { valueText } from '../activity/values';
import { describeField } from '../notices/describe-value';
import type { ListedKind } from './outcome-words';
import { outcomeHeads } from './outcome-words';

export type ListedOutcome = Extract<Outcome, { readonly kind: ListedKind }>;

export type OutcomeRow =
  | { readonly kind: 'head'; readonly key: string; readonly verdict: ListedKind; readonly count: number }
  | { readonly kind: 'outcome'; readonly key: string; readonly outcome: ListedOutcome };

/** What wants to be looked at first; of each kind in the order in which it was made. Applied ones are a number only. */
export function outcomeRows(outcomes: readonly Outcome[]): readonly OutcomeRow[] {
  const listed = outcomes.filter((outcome): outcome is ListedOutcome => outcome.kind in outcomeHeads);
  const kinds = Object.keys(outcomeHeads) as ListedKind[];
  return kinds.flatMap((verdict): readonly OutcomeRow[] => {
    const own = listed.filter(({ kind }) => kind === verdict);
    if (own.length === 0) return [];
    const rows = own.map((outcome) => ({ kind: 'outcome', key: outcome.id, outcome }) as const);
    return [{ kind: 'head', key: verdict, verdict, count: own.length }, ...rows];
  });
}

/** Names of all that outcomes speak of: as they are now, else as they were when the edit was made. */
export function namesIn(outcomes: readonly Outcome[], state: Pick<MemoryState, 'get'>): NameOf {
  return namesFrom(
    state,
    outcomes.map((outcome) => asChange(outcome, entriesIn(outcome))),
  );
}

/** What an outcome says of records that may be gone. */
function entriesIn(outcome: Outcome): readonly AuditEntry[] {
  if (outcome.kind === 'took-along') return [...outcome.fallen, ...outcome.mentioned.map(asEntry)];
  // First what was there: a name that was never saved is nobody's name.
  if (outcome.kind === 'refused') return [...outcome.mentioned.map(asEntry), ...outcome.entries];
  return [];
}

function asChange({ id, at }: Outcome, operations: readonly AuditEntry[]): LoggedChange {
  return { id, at: new Date(at).toISOString(), actor: { id: '', name: '' }, retries: null, operations };
}

function asEntry({ id, kind, body }: Mentioned): AuditEntry {
  return { type: `${kind}.update`, recordId: id, kind, before: body, after: body };
}

/** So many sentences say what an edit would have done, or did; the rest is a number. */
const mostSentences = 3;

/** What a refused edit would have done, and what of others a deletion took along; one sentence an object. */
export function sentencesOf(
  outcome: Extract<Outcome, { kind: 'refused' | 'took-along' }>,
  nameOf: NameOf,
): { readonly phrases: readonly Phrase[]; readonly more: number } {
  const entries = outcome.kind === 'refused' ? outcome.entries : outcome.fallen;
  const lines = linesOf(asChange(outcome, entries), nameOf);
  return {
    phrases: lines.slice(0, mostSentences).map(({ phrase }) => phrase),
    more: Math.max(0, lines.length - mostSentences),
  };
}

/** The values of a field of which one replaced the other; `lost` is the one that can be brought back. */
export type ReplacedValue = {
  readonly key: string;
  readonly field: OverwrittenField;
  /** `type of orders.total`. */
  readonly what: string;
  readonly mine: string;
  readonly theirs: string;
  readonly lost: unknown;
};

/** The fields that an outcome is about, with both values. */
export function replacedValues(outcome: Outcome, nameOf: NameOf): readonly ReplacedValue[] {
  if (outcome.kind !== 'overwrote' && outcome.kind !== 'was-overwritten') return [];
  return outcome.overwritten.map((field) => ({
    key: `${field.recordId} ${field.field}`,
    field,
    what: `${describeField(field.field)} of ${titleIn(field.recordId, nameOf)}`,
    mine: valueText(field.field, field.yours, nameOf),
    theirs: valueText(field.field, field.theirs, nameOf),
    lost: (outcome.kind === 'overwrote' ? field.theirs : field.yours) ?? null,
  }));
}

/** `type, comment of orders.total (Ben)`, for each object that was merged. */
export function mergedWords(outcome: Outcome, nameOf: NameOf): readonly string[] {
  if (outcome.kind !== 'merged' && outcome.kind !== 'overwrote') return [];
  return outcome.merged.map(({ recordId, fields, by }) => {
    const words = [...new Set(fields.map(describeField))].join(', ');
    return `${by?.name ?? 'Someone else'} changed the ${words} of ${titleIn(recordId, nameOf)}.`;
  });
}

function titleIn(recordId: string, nameOf: NameOf): string {
  return nameOf(recordId)?.title ?? 'something deleted';
}

/** Who else an outcome is about; null when that is not known, or are several. */
export function otherIn(outcome: Outcome): string | null {
  if (!('merged' in outcome) && !('overwritten' in outcome)) return null;
  const met = outcome.kind === 'merged' ? outcome.merged : outcome.overwritten;
  const names = new Set(met.map(({ by }) => by?.name ?? null));
  return names.size === 1 ? ([...names][0] ?? null) : null;
}

/** The object to show for an outcome: the first that it is about which is still there, else what that belongs to. */
export function shownFor(outcome: Outcome, state: Pick<MemoryState, 'get'>): string | null {
  const ids = idsIn(outcome);
  return ids.find((id) => isLive(state.get(id))) ?? null;
}

function idsIn(outcome: Outcome): readonly string[] {
  switch (outcome.kind) {
    case 'applied':
    case 'took-along':
      return [];
    case 'merged':
      return outcome.merged.map(({ recordId }) => recordId);
    case 'overwrote':
    case 'was-overwritten':
      return outcome.overwritten.map(({ recordId }) => recordId);
    case 'refused': {
      const { operations, problem, mentioned } = outcome;
      const named = problem.recordId === undefined ? [] : [problem.recordId];
      const drawn = mentioned.filter(({ kind }) => kind !== 'namespace' && kind !== 'layout');
      return [...operations.map(({ id }) => id), ...named, ...drawn.map(({ id }) => id)];
    }
  }
}

/** An outcome as text, with all that was written in it: to be kept elsewhere, or typed in again. */
export function textOfOutcome(outcome: ListedOutcome, nameOf: NameOf): string {
  switch (outcome.kind) {
    case 'refused': {
      const parts = outcome.operations.map((operation) => {
        const { verb, kind, id } = operation;
        const fields = verb === 'delete' ? [] : Object.entries(operation.body);
        const named = verb === 'create' ? kind : `${kind} ${titleIn(id, nameOf)}`;
        return [`${verb} ${named}`, ...fields.map(([field, value]) => `  ${field}: ${whole(value, nameOf)}`)];
      });
      return [outcome.label, outcome.problem.detail, '', ...parts.flat()].join('\n');
    }
    case 'took-along':
      return [
        outcome.label,
        ...outcome.fallen.flatMap(({ kind, recordId, before }) => [
          `${kind} ${titleIn(recordId, nameOf)}`,
          ...Object.entries(before ?? {}).map(([field, value]) => `  ${field}: ${whole(value, nameOf)}`),
        ]),
      ].join('\n');
    case 'overwrote':
    case 'was-overwritten':
      return outcome.overwritten
        .map(({ recordId, field, theirs, yours, by }) =>
          [
            `${field} of ${titleIn(recordId, nameOf)}`,
            `  mine: ${whole(yours, nameOf)}`,
            `  ${by?.name ?? 'theirs'}: ${whole(theirs, nameOf)}`,
          ].join('\n'),
        )
        .join('\n');
    case 'merged':
      return mergedWords(outcome, nameOf).join('\n');
  }
}

/** A value without a cut: texts as they are, ids by name, structures as JSON. */
function whole(value: unknown, nameOf: NameOf): string {
  if (value === null || value === undefined) return 'nothing';
  if (typeof value === 'string') return nameOf(value)?.title ?? value;
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) {
    return value.map((item) => whole(item, nameOf)).join(', ');
  }
  return JSON.stringify(value);
}
