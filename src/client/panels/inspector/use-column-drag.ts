'use client';
import type { PointerEvent, RefObject } from 'react';
import { useState } from 'react';

export type ColumnDrag = { readonly columnId: string; readonly to: number };

/** The place in the list, counted without the dragged row, at which the pointer stands. */
function placeAt(list: HTMLElement, columnId: string, y: number): number {
  const rows = [...list.querySelectorAll<HTMLElement>('[data-column-id]')];
  const others = rows.filter((row) => row.dataset.columnId !== columnId);
  return others.filter((row) => {
    const { top, height } = row.getBoundingClientRect();
    return top + height / 2 < y;
  }).length;
}

/** Dragging a row of the list by its handle. `onDrop` gets the place counted without the dragged row. */
export function useColumnDrag(
  list: RefObject<HTMLElement | null>,
  onDrop: (columnId: string, to: number) => void,
) {
  const [drag, setDrag] = useState<ColumnDrag | null>(null);
  const grab = (event: PointerEvent<HTMLElement>, columnId: string) => {
    if (event.button !== 0 || !list.current) return;
    event.preventDefault();
    const handle = event.currentTarget;
    const { pointerId } = event;
    handle.setPointerCapture(pointerId);
    let last: ColumnDrag | null = null;
    const move = (moved: globalThis.PointerEvent) => {
      if (!list.current) return;
      last = { columnId, to: placeAt(list.current, columnId, moved.clientY) };
      setDrag(last);
    };
    const end = (ended: globalThis.PointerEvent) => {
      handle.removeEventListener('pointermove', move);
      handle.removeEventListener('pointerup', end);
      handle.removeEventListener('pointercancel', end);
      setDrag(null);
      if (last && ended.type === 'pointerup') onDrop(columnId, last.to);
    };
    handle.addEventListener('pointermove', move);
    handle.addEventListener('pointerup', end);
    handle.addEventListener('pointercancel', end);
  };
  return { drag, grab };
}
