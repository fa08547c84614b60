import { utf8Length } from '../std/utf8';
import { maxNameBytes } from './body-parts';

/**
 * `<first>_<second>_<label>` cut to 63 bytes the way PostgreSQL does (makeObjectName in indexcmds.c):
 * whichever of the two names is longer gives way, and no character is cut in half.
 */
export function objectName(first: string, second: string | null, label: string): string {
  const overhead = utf8Length(label) + 1 + (second === null ? 0 : 1);
  const available = maxNameBytes - overhead;
  let firstBytes = utf8Length(first);
  let secondBytes = second === null ? 0 : utf8Length(second);
  while (firstBytes + secondBytes > available) {
    if (firstBytes > secondBytes) firstBytes -= 1;
    else secondBytes -= 1;
  }
  const parts = [clip(first, firstBytes)];
  if (second !== null) parts.push(clip(second, secondBytes));
  return [...parts, label].join('_');
}

/** The first of `pkey`, `pkey1`, `pkey2` … for which the name is free (ChooseRelationName). */
export function freeObjectName(
  first: string,
  second: string | null,
  label: string,
  isTaken: (name: string) => boolean,
): string {
  for (let pass = 0; ; pass += 1) {
    const name = objectName(first, second, pass === 0 ? label : `${label}${pass}`);
    if (!isTaken(name)) return name;
  }
}

/** The column part of a generated name: names joined by `_`, cut once it is long enough. */
export function columnsPart(names: readonly string[]): string {
  return clip(names.join('_'), maxNameBytes);
}

function clip(text: string, bytes: number): string {
  let used = 0;
  let end = 0;
  for (const character of text) {
    used += utf8Length(character);
    if (used > bytes) break;
    end += character.length;
  }
  return text.slice(0, end);
}
