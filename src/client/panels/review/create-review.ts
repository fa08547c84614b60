import type { Review } from '../../../core/review/review';
import { reviewInSteps } from '../../../core/review/review';
import type { SchemaRecord } from '../../../core/schema/record';
import type { ProjectStore } from '../../sync/store-contract';
import type { ValueStore } from '../session/value-store';
import { createValueStore } from '../session/value-store';

/** What the review of the shown state says, brought up to date a moment after every edit. */
export type ProjectReview = {
  /** Null until it was done for the first time. */
  readonly latest: ValueStore<Review | null>;
  dispose(): void;
};

/** So long nothing may have been edited before it begins, and as long it may work without letting go. */
const quietMs = 200;
const sliceMs = 5;

type Clock = {
  readonly now: () => number;
  /** Gives a way to call it off. */
  readonly later: (callBack: () => void, ms: number) => () => void;
};

const browserClock: Clock = {
  now: () => performance.now(),
  later: (callBack, ms) => {
    const timer = setTimeout(callBack, ms);
    return () => clearTimeout(timer);
  },
};

/**
 * Reviews in slices between which the page draws and answers. An edit that comes meanwhile does not stop it,
 * or it would never be done where many people work: it asks for another one.
 */
export function createReview(
  store: Pick<ProjectStore, 'state' | 'subscribe'>,
  clock: Clock = browserClock,
): ProjectReview {
  const latest = createValueStore<Review | null>(null);
  let steps: ReturnType<typeof reviewInSteps> | null = null;
  let isStale = true;
  let cancel: () => void = () => {};
  const begin = () => {
    isStale = false;
    steps = reviewInSteps(store.state().records());
    work();
  };
  const work = () => {
    const end = clock.now() + sliceMs;
    while (steps) {
      const step = steps.next();
      if (step.done) {
        steps = null;
        latest.set(step.value);
        if (isStale) cancel = clock.later(begin, quietMs);
      } else if (clock.now() >= end) {
        cancel = clock.later(work, 0);
        return;
      }
    }
  };
  const onChange = (changed: ReadonlySet<string> | 'all') => {
    if (changed !== 'all' && [...changed].every((id) => isOnlyPlace(store.state().get(id)?.kind))) return;
    isStale = true;
    if (steps) return;
    cancel();
    cancel = clock.later(begin, quietMs);
  };
  const stop = store.subscribe(onChange);
  cancel = clock.later(begin, quietMs);
  return {
    latest,
    dispose: () => {
      stop();
      cancel();
      steps = null;
    },
  };
}

/** Where things are drawn, and what is written beside them, is nothing to review. */
function isOnlyPlace(kind: SchemaRecord['kind'] | undefined): boolean {
  return kind === 'layout' || kind === 'note' || kind === 'area';
}
