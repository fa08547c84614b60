import { createValueStore } from '../session/value-store';

const storageKey = 'versionzero.minimap';

function stored(): boolean {
  try {
    return localStorage.getItem(storageKey) !== 'hidden';
  } catch {
    return true;
  }
}

/** Whether the minimap is shown: until somebody hides it in this browser, it is. */
export const minimapShown = createValueStore(true);

/** Takes over what this browser remembers. Apart from the first value, which the server renders too. */
export function recallMinimap(): void {
  minimapShown.set(stored());
}

/** Shows or hides it, and remembers that. Without storage it holds until the page is closed. */
export function toggleMinimap(): void {
  const isShown = !minimapShown.get();
  minimapShown.set(isShown);
  try {
    if (isShown) localStorage.removeItem(storageKey);
    else localStorage.setItem(storageKey, 'hidden');
  } catch {
    // Not remembered, which is what someone who blocks storage expects.
  }
}
