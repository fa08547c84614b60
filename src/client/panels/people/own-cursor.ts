/** Whether the others see my pointer. The choice is kept in this browser, for all projects. */
import { useSyncExternalStore } from 'react';
import type { ProjectSession } from '../session/project-session';
import { createValueStore } from '../session/value-store';

const storageKey = 'versionzero.hides-cursor';

function stored(): boolean {
  try {
    return localStorage.getItem(storageKey) === 'true';
  } catch {
    return false;
  }
}

const hidden = createValueStore(typeof localStorage === 'undefined' ? false : stored());

/** Whether the others are not to see it. */
export function isCursorHidden(): boolean {
  return hidden.get();
}

/** Hides or shows it from now on, and remembers that. Without storage it holds until the page is closed. */
export function hideCursor({ tell }: Pick<ProjectSession, 'tell'>, isHidden: boolean): void {
  try {
    if (isHidden) localStorage.setItem(storageKey, 'true');
    else localStorage.removeItem(storageKey);
  } catch {
    // Not remembered, which is what someone who blocks storage expects.
  }
  hidden.set(isHidden);
  if (isHidden) tell({ cursor: null });
}

/** Follows the choice, that of other tabs included. */
function subscribe(listener: () => void): () => void {
  const fromOtherTab = ({ key }: StorageEvent) => {
    if (key === storageKey) hidden.set(stored());
  };
  addEventListener('storage', fromOtherTab);
  const stop = hidden.subscribe(listener);
  return () => {
    removeEventListener('storage', fromOtherTab);
    stop();
  };
}

export function useIsCursorHidden(): boolean {
  return useSyncExternalStore(subscribe, hidden.get, () => false);
}

/** What to tell of where the pointer is. */
export function toldCursor<Point>(world: Point | null): Point | null {
  return hidden.get() ? null : world;
}
