import type { Scheduler } from '../sync/scheduler';
import { systemScheduler } from '../sync/scheduler';

export type AwayOptions = {
  /** Told of every change; nothing is told for somebody who is here from the beginning. */
  readonly tell: (isAway: boolean) => void;
  readonly scheduler?: Scheduler;
};

export type AwayWatch = {
  /** Somebody moved the pointer, pressed a key, scrolled, or came back to the window. */
  readonly input: () => void;
  /** The tab went out of sight, or came back. */
  readonly hidden: (isHidden: boolean) => void;
  readonly stop: () => void;
};

const awayAfterMs = 60_000;

/** Decides whether somebody is away: after a minute without input, or with the tab out of sight. */
export function watchAway({ tell, scheduler = systemScheduler }: AwayOptions): AwayWatch {
  let isAway = false;
  let isHidden = false;
  let lastInput = scheduler.now();
  let cancel = () => {};
  const change = (next: boolean) => {
    if (next === isAway) return;
    isAway = next;
    tell(isAway);
  };
  // One timer for many inputs: it looks how long the last one is ago, and waits for the rest.
  const wait = () => {
    cancel();
    cancel = scheduler.after(lastInput + awayAfterMs - scheduler.now(), () => {
      if (scheduler.now() >= lastInput + awayAfterMs) change(true);
      else wait();
    });
  };
  const input = () => {
    lastInput = scheduler.now();
    if (isHidden || !isAway) return;
    change(false);
    wait();
  };
  wait();
  return {
    input,
    hidden: (hides) => {
      isHidden = hides;
      if (hides) change(true);
      else input();
    },
    stop: () => cancel(),
  };
}
