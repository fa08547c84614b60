'use client';
import type { RefObject } from 'react';
import { useCallback, useSyncExternalStore } from 'react';

/** From so many rows on only those in view are in the page. */
export const virtualFrom = 300;
const margin = 20;

export type RowWindow = { readonly from: number; readonly to: number };

/** The rows to be rendered of a list that scrolls, as a half-open range. */
export function useRowWindow(
  scroller: RefObject<HTMLElement | null>,
  count: number,
  rowHeight: number,
): RowWindow {
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
  // In steps of ten rows: scrolling renders only now and then.
  const first = useSyncExternalStore(
    subscribe,
    () => Math.floor((scroller.current?.scrollTop ?? 0) / rowHeight / 10) * 10,
    () => 0,
  );
  const height = useSyncExternalStore(
    subscribe,
    () => scroller.current?.clientHeight ?? 0,
    () => 0,
  );
  if (count <= virtualFrom) return { from: 0, to: count };
  const visible = Math.ceil(Math.max(height, 600) / rowHeight);
  return { from: Math.max(0, first - margin), to: Math.min(count, first + visible + margin) };
}
