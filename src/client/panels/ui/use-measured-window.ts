'use client';
import type { RefObject } from 'react';
import { useCallback, useLayoutEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';

/** From so many rows on only those in view are in the page. */
const virtualFrom = 80;
/** Pixels above and below the view that are rendered as well. */
const margin = 400;
/** Scrolling renders anew only in steps of this many pixels. */
const step = 120;

export type MeasuredWindow = {
  /** Half-open range of rows to render. */
  readonly from: number;
  readonly to: number;
  /** Heights of what is left out above and below. */
  readonly above: number;
  readonly below: number;
  readonly topOf: (index: number) => number;
};

/**
 * The rows to be rendered of a list whose rows have heights of their own: guessed at first, measured once they
 * are in the page. Rows say who they are by `data-row-key`, as children of `list`.
 */
export function useMeasuredWindow(
  scroller: RefObject<HTMLElement | null>,
  list: RefObject<HTMLElement | null>,
  keys: readonly string[],
  guess: (index: number) => number,
): MeasuredWindow {
  const heights = useRef(new Map<string, number>());
  const [measured, setMeasured] = useState(0);
  const subscribe = useCallback(
    (listener: () => void) => {
      const element = scroller.current;
      if (!element) return () => {};
      const observer = new ResizeObserver(listener);
      observer.observe(element);
      element.addEventListener('scroll', listener, { passive: true });
      return () => {
        observer.disconnect();
        element.removeEventListener('scroll', listener);
      };
    },
    [scroller],
  );
  const top = useSyncExternalStore(
    subscribe,
    () => Math.floor((scroller.current?.scrollTop ?? 0) / step) * step,
    () => 0,
  );
  const height = useSyncExternalStore(
    subscribe,
    () => scroller.current?.clientHeight ?? 0,
    () => 0,
  );
  const tops = useMemo(() => {
    // Read again whenever something was measured.
    void measured;
    const sums = [0];
    for (const [index, key] of keys.entries()) {
      sums.push((sums[index] ?? 0) + (heights.current.get(key) ?? guess(index)));
    }
    return sums;
  }, [keys, guess, measured]);
  useLayoutEffect(() => {
    let isNew = false;
    for (const row of list.current?.querySelectorAll<HTMLElement>('[data-row-key]') ?? []) {
      const key = row.dataset.rowKey ?? '';
      if (heights.current.get(key) === row.offsetHeight || row.offsetHeight === 0) continue;
      heights.current.set(key, row.offsetHeight);
      isNew = true;
    }
    if (isNew) setMeasured((count) => count + 1);
  });
  const topOf = (index: number) => tops[index] ?? 0;
  const total = topOf(keys.length);
  if (keys.length <= virtualFrom) return { from: 0, to: keys.length, above: 0, below: 0, topOf };
  const from = Math.max(0, firstAfter(tops, top - margin) - 1);
  const to = Math.min(keys.length, firstAfter(tops, top + Math.max(height, 400) + step + margin));
  return { from, to, above: topOf(from), below: total - topOf(to), topOf };
}

/** Index of the first sum that is greater; sums ascend. */
function firstAfter(sums: readonly number[], limit: number): number {
  let low = 0;
  let high = sums.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sums[middle] ?? 0) > limit) high = middle;
    else low = middle + 1;
  }
  return low;
}
