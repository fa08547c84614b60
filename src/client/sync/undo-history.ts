import type { PendingMutation } from './pending';
import type { UndoStep } from './undo-step';
import { stepShown } from './undo-step';

/** What is known of a step without reading it. */
export type StepSize = Pick<UndoStep, 'mutationId' | 'bytes'>;

/** What can be taken back and what can be done again, the next of each last. */
export type History<Step extends StepSize = UndoStep> = {
  readonly undo: readonly Step[];
  readonly redo: readonly Step[];
};

export const noHistory: History<never> = { undo: [], redo: [] };

/** What becomes of a history, when a mutation is answered or turns out not to be taken back. */
export type HistoryChange<Step extends StepSize = UndoStep> =
  /** Something new: what was undone before it cannot be redone any more. */
  | { readonly kind: 'edit'; readonly step: Step }
  /** The step took back `of`, and is what redo takes back in turn. The same the other way round. */
  | { readonly kind: 'undo' | 'redo'; readonly of: string; readonly step: Step }
  /** It did not happen, or somebody has built on it. */
  | { readonly kind: 'drop'; readonly of: string }
  /** What a step of the history really did. */
  | { readonly kind: 'correct'; readonly step: Step };

/** More than anybody takes back. */
const maxSteps = 200;
const maxBytes = 4_000_000;

/** The history after a change. The same change again makes no difference. The oldest steps go when it is too much. */
export function advance<Step extends StepSize>(
  history: History<Step>,
  change: HistoryChange<Step>,
): History<Step> {
  switch (change.kind) {
    case 'edit':
      if (has(history, change.step.mutationId)) return history;
      return bounded({ undo: [...history.undo, change.step], redo: [] });
    case 'undo': {
      if (has(history, change.step.mutationId)) return history;
      const { undo, redo } = without(history, change.of);
      return bounded({ undo, redo: [...redo, change.step] });
    }
    case 'redo': {
      if (has(history, change.step.mutationId)) return history;
      const { undo, redo } = without(history, change.of);
      return bounded({ undo: [...undo, change.step], redo });
    }
    case 'drop':
      return without(history, change.of);
    case 'correct': {
      const { step } = change;
      const correct = (known: Step) => (known.mutationId === step.mutationId ? step : known);
      return { undo: history.undo.map(correct), redo: history.redo.map(correct) };
    }
  }
}

/** What an answered mutation changes in the history; null for what is nobody's edit, or did nothing. */
export function changeOf({ intent }: PendingMutation, step: UndoStep): HistoryChange | null {
  if (intent.kind !== 'edit') return { ...intent, step };
  return intent.undoable && step.entries.length > 0 ? { kind: 'edit', step } : null;
}

/** The history as it will be when everything pending is answered: what a person sees. */
export function historyShown(answered: History, pending: readonly PendingMutation[]): History {
  return pending.reduce((history, mutation) => {
    const change = changeOf(mutation, stepShown(mutation));
    return change ? advance(history, change) : history;
  }, answered);
}

function has({ undo, redo }: History<StepSize>, mutationId: string): boolean {
  return [...undo, ...redo].some((step) => step.mutationId === mutationId);
}

function without<Step extends StepSize>({ undo, redo }: History<Step>, mutationId: string): History<Step> {
  const others = (step: Step) => step.mutationId !== mutationId;
  return { undo: undo.filter(others), redo: redo.filter(others) };
}

/** What would be taken back last goes first. The next step stays, whatever its size. */
function bounded<Step extends StepSize>({ undo, redo }: History<Step>): History<Step> {
  const nearest = [...undo.toReversed(), ...redo.toReversed()];
  const kept = new Set<Step>();
  let bytes = 0;
  for (const step of nearest) {
    bytes += step.bytes;
    if (kept.size > 0 && (kept.size === maxSteps || bytes > maxBytes)) break;
    kept.add(step);
  }
  if (kept.size === nearest.length) return { undo, redo };
  return { undo: undo.filter((step) => kept.has(step)), redo: redo.filter((step) => kept.has(step)) };
}
