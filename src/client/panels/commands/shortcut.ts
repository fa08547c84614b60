/** Shortcuts as texts, `Mod+Shift+Z`, and whether a key press is one. Pure. */

/** The part of a key press that counts. */
export type KeyPress = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

type Shortcut = {
  readonly key: string;
  readonly mod: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
};

function parse(text: string): Shortcut {
  const parts = text.split('+');
  const key = parts.at(-1) ?? '';
  return {
    // The plus sign parts the others, so it has a name.
    key: key === 'Plus' ? '+' : key,
    mod: parts.includes('Mod'),
    alt: parts.includes('Alt'),
    shift: parts.includes('Shift'),
  };
}

/**
 * Whether this press is the shortcut. `Mod` is Command on a Mac and Control elsewhere; both are taken anywhere.
 * Letters count by what they type. A sign such as `?` may need Shift, which then says nothing; a digit with
 * Shift counts by its place, as what it types depends on the layout.
 */
export function matchesShortcut(text: string, press: KeyPress): boolean {
  const { key, mod, alt, shift } = parse(text);
  if (mod !== (press.ctrlKey || press.metaKey) || alt !== press.altKey) return false;
  if (shift && /^\d$/.test(key)) return press.shiftKey && press.code === `Digit${key}`;
  const isSign = key.length === 1 && key.toLowerCase() === key.toUpperCase();
  if (!isSign && shift !== press.shiftKey) return false;
  return press.key.toLowerCase() === key.toLowerCase();
}
