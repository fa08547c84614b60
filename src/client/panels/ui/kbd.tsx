'use client';
import { useSyncExternalStore } from 'react';

const never = () => () => {};

/** Whether this is a Mac: decides between ⌘ and Ctrl in labels only. */
function isMac(): boolean {
  return /Mac|iPhone|iPad/.test(navigator.userAgent);
}

/** The name of the command key here. */
export function useCommandKey(): '⌘' | 'Ctrl' {
  return useSyncExternalStore(never, isMac, () => false) ? '⌘' : 'Ctrl';
}

/** Keys that are shown by a sign. The plus sign itself has a name, as it parts the keys of a shortcut. */
const signs: ReadonlyMap<string, string> = new Map([
  ['Shift', '⇧'],
  ['Plus', '+'],
  ['ArrowUp', '↑'],
  ['ArrowDown', '↓'],
  ['ArrowLeft', '←'],
  ['ArrowRight', '→'],
]);

/** A shortcut as keys: `Mod+Shift+Z`. `Mod` is Command on a Mac, Control elsewhere. */
export function Kbd({ keys }: { readonly keys: string }) {
  const command = useCommandKey();
  return (
    <span className="inline-flex gap-0.5">
      {keys.split('+').map((key) => (
        <kbd
          key={key}
          className="min-w-4 rounded-[4px] bg-sunken px-1 text-center font-sans text-2xs text-ink-mute ring-1 ring-line ring-inset"
        >
          {key === 'Mod' ? command : (signs.get(key) ?? key)}
        </kbd>
      ))}
    </span>
  );
}
