'use client';
import { useEffect, useEffectEvent } from 'react';
import { useCreateTable } from '../diagram/use-create-table';
import { useSession } from '../session/project-session';
import { focusNextRegion } from './regions';
import type { Panels } from './use-panels';

/** Whether a key belongs to a field that is being typed in, or to a window in front. */
function isTaken(event: KeyboardEvent): boolean {
  const target = event.target instanceof HTMLElement ? event.target : null;
  const isTyping = target?.closest('input:not([type="radio"]), textarea, select, [contenteditable]') ?? null;
  return isTyping !== null || isCovered();
}

function isCovered(): boolean {
  return document.querySelector('[role="dialog"], [role="menu"]') !== null;
}

/** Keys that work wherever the focus is on the page, except while typing. Those of the canvas are its own. */
export function useShortcuts({ toggleActivity }: Pick<Panels, 'toggleActivity'>): void {
  const session = useSession();
  const createTable = useCreateTable();
  const onActivity = useEffectEvent(toggleActivity);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === 'F6' && !isCovered()) {
        event.preventDefault();
        focusNextRegion(event.shiftKey ? -1 : 1);
        return;
      }
      if (event.defaultPrevented || isTaken(event)) return;
      const key = event.key.toLowerCase();
      if ((event.ctrlKey || event.metaKey) && !event.altKey) {
        if (key !== 'z' && key !== 'y') return;
        event.preventDefault();
        if (key === 'y' || event.shiftKey) session.redo();
        else session.undo();
        return;
      }
      if (key === 't' && !event.altKey && !event.shiftKey) {
        event.preventDefault();
        createTable();
      }
      if (key === 'a' && !event.altKey && !event.shiftKey) {
        event.preventDefault();
        onActivity();
      }
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, [session, createTable]);
}
