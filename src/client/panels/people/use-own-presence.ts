'use client';
import { useEffect } from 'react';
import { watchAway } from '../../presence/away';
import type { ProjectSession } from '../session/project-session';

const signsOfInput = ['pointermove', 'pointerdown', 'keydown', 'wheel', 'touchstart', 'focus'] as const;

/** Tells the others that I am here, and whether I am away. */
export function useOwnPresence(session: ProjectSession): void {
  // Also when the page comes back from the browser's cache of left pages.
  useEffect(() => {
    const arrive = () => session.tell({ cursor: null, selection: [] });
    arrive();
    addEventListener('pageshow', arrive);
    return () => removeEventListener('pageshow', arrive);
  }, [session]);
  useEffect(() => {
    const watch = watchAway({ tell: (away) => session.tell({ away }) });
    const look = () => watch.hidden(document.visibilityState === 'hidden');
    const input = () => watch.input();
    if (document.visibilityState === 'hidden') look();
    document.addEventListener('visibilitychange', look);
    // Before anybody else hears it and may stop it.
    const options = { capture: true, passive: true };
    for (const sign of signsOfInput) addEventListener(sign, input, options);
    return () => {
      watch.stop();
      document.removeEventListener('visibilitychange', look);
      for (const sign of signsOfInput) removeEventListener(sign, input, options);
    };
  }, [session]);
}
