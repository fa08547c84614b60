'use client';
/** Lists in which one row is in the order of the Tab key, and arrows go from row to row. */
import type { FocusEvent, KeyboardEvent, RefObject } from 'react';
import { useEffect, useEffectEvent, useRef, useState } from 'react';

/** Between a row that was scrolled to and the edge. */
const rim = 8;

type Walk = {
  /** The row that Tab comes to. */
  readonly current: string | null;
  readonly choose: (key: string) => void;
  /** Scrolls to a row and gives it the keyboard, at once or when it is in the page. */
  readonly goTo: (key: string | undefined) => void;
  /** Gives it the keyboard as soon as it is there. */
  readonly want: (key: string | null) => void;
  readonly onFocus: (event: FocusEvent) => void;
  /** Walks by the arrows, Home and End. */
  readonly onWalk: (event: KeyboardEvent) => void;
};

/**
 * The rows `steps` are those that can be walked to; the button of each says who it is by `data-act`. The list
 * may have only some of them in the page: `topOf` tells where the others would be.
 */
export function useWalkedList(
  scroller: RefObject<HTMLElement | null>,
  list: RefObject<HTMLElement | null>,
  steps: readonly string[],
  topOf: (key: string) => number,
): Walk {
  const [chosen, setChosen] = useState<string | null>(null);
  const wanted = useRef<string | null>(null);
  const current = chosen !== null && steps.includes(chosen) ? chosen : (steps[0] ?? null);
  useEffect(() => {
    // What has been scrolled to is in the page only now.
    if (wanted.current === null) return;
    const button = list.current?.querySelector<HTMLElement>(`[data-act="${CSS.escape(wanted.current)}"]`);
    if (!button) return;
    wanted.current = null;
    button.focus({ preventScroll: true });
    if (scroller.current) reveal(scroller.current, button);
  });
  const goTo = (key: string | undefined) => {
    if (key === undefined) return;
    wanted.current = key;
    setChosen(key);
    const element = scroller.current;
    const top = topOf(key);
    if (element && (top < element.scrollTop || top > element.scrollTop + element.clientHeight - 60)) {
      element.scrollTop = Math.max(0, top - element.clientHeight / 3);
    }
  };
  return {
    current,
    choose: setChosen,
    goTo,
    want: (key) => {
      wanted.current = key;
    },
    onFocus: ({ target }) => {
      const key = keyAt(target);
      if (key !== undefined) setChosen(key);
    },
    onWalk: (event) => {
      // The row that has the keyboard need not be the chosen one: it may have been given it by other means, and
      // a newer row may have come in above.
      const at = steps.indexOf(keyAt(event.target) ?? current ?? '');
      const next = stepFor(event.key, at, steps.length);
      if (next === null) return;
      event.preventDefault();
      goTo(steps[next]);
    },
  };
}

/** Whoever opens the list stands in it, unless they went elsewhere before it was there; and goes back on closing. */
export function useFocusOnOpen(isReady: boolean, focus: () => void): void {
  const opener = useRef<Element | null>(null);
  const isDone = useRef(false);
  const focusFirst = useEffectEvent(focus);
  useEffect(() => {
    opener.current = document.activeElement;
    return () => {
      if (opener.current instanceof HTMLElement && opener.current.isConnected) opener.current.focus();
    };
  }, []);
  useEffect(() => {
    if (!isReady || isDone.current) return;
    isDone.current = true;
    if (document.activeElement === opener.current) focusFirst();
  }, [isReady]);
}

/** The key of the row that an event came from. */
export function keyAt(target: EventTarget | null): string | undefined {
  const button = target instanceof Element ? target.closest<HTMLElement>('[data-act]') : null;
  return button?.dataset.act;
}

/** Scrolls no further than needed. */
function reveal(scroller: HTMLElement, element: HTMLElement): void {
  const view = scroller.getBoundingClientRect();
  const { top, bottom } = element.getBoundingClientRect();
  if (top < view.top) scroller.scrollTop -= view.top - top + rim;
  else if (bottom > view.bottom) scroller.scrollTop += bottom - view.bottom + rim;
}

function stepFor(key: string, at: number, count: number): number | null {
  switch (key) {
    case 'ArrowDown':
      return Math.min(at + 1, count - 1);
    case 'ArrowUp':
      return Math.max(at - 1, 0);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}
