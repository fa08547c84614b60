/** What became of own edits, in words. Pure. */
import type { Outcome } from '../../sync/outcome';
import { needsLook } from '../../sync/outcome';
import { plural } from '../activity/phrase';

export type OutcomeCounts = {
  /** As they were made. */
  readonly saved: number;
  readonly merged: number;
  /** That somebody may want to do something about. */
  readonly toLookAt: number;
};

/** Each counts once. */
export function countOutcomes(outcomes: readonly Outcome[]): OutcomeCounts {
  const toLookAt = outcomes.filter(needsLook).length;
  const merged = outcomes.filter(({ kind }) => kind === 'merged').length;
  return { saved: outcomes.length - merged - toLookAt, merged, toLookAt };
}

/** `187 edits saved, 8 merged with others’ edits, 5 need a look`. What is 0 is left out. */
export function countWords({ saved, merged, toLookAt }: OutcomeCounts): string {
  const parts = [
    { count: saved, words: 'saved' },
    { count: merged, words: 'merged with others’ edits' },
    { count: toLookAt, words: toLookAt === 1 ? 'needs a look' : 'need a look' },
  ].filter(({ count }) => count > 0);
  return parts
    .map(({ count, words }, at) => `${at === 0 ? plural(count, 'edit', 'edits') : count} ${words}`)
    .join(', ');
}

/** What each kind of verdict is called, one and many, in the order in which they want to be looked at. */
export const outcomeHeads = {
  refused: ['Not saved', 'What others had done meanwhile did not allow it.'],
  overwrote: ['You replaced', 'You had not seen these values of others.'],
  'took-along': ['Deleted with more', 'Others had made or changed it, which you had not seen.'],
  'was-overwritten': ['Replaced by others', 'They had not seen these values of yours.'],
  merged: ['Merged', 'Others changed something else of the same object. Both stand.'],
} as const satisfies Partial<Record<Outcome['kind'], readonly [title: string, meaning: string]>>;

export type ListedKind = keyof typeof outcomeHeads;

/** `2 not saved, 1 replaced, 3 merged`. */
export function verdictWords(kinds: readonly ListedKind[]): string {
  const count = (...wanted: readonly ListedKind[]) => kinds.filter((kind) => wanted.includes(kind)).length;
  const parts = [
    [count('refused'), 'not saved'],
    [count('overwrote', 'was-overwritten'), 'replaced'],
    [count('took-along'), 'deleted with more'],
    [count('merged'), 'merged'],
  ] as const;
  return parts
    .filter(([many]) => many > 0)
    .map(([many, word]) => `${many} ${word}`)
    .join(', ');
}
