/**
 * What was copied last, for the menu: a page may ask the browser only for the text on the clipboard, and finds
 * the tables by it. Kept where all tabs of this browser find it, until the next copy.
 */
import type { Clip } from './clip';
import { readClip, writeClip } from './clip';

const clipKey = 'versionzero:copied-tables';
const sqlKey = 'versionzero:copied-sql';

/** For where the browser keeps nothing. */
let kept: { readonly sql: string; readonly clip: Clip } | null = null;

export function keepCopied(sql: string, clip: Clip): void {
  kept = { sql, clip };
  try {
    localStorage.removeItem(sqlKey);
    localStorage.setItem(clipKey, writeClip(clip));
    localStorage.setItem(sqlKey, sql);
  } catch {
    // Full or switched off: then only this page knows.
  }
}

/** The tables of which this is the SQL, if they were copied last. */
export function copiedWith(sql: string): Clip | null {
  // What comes back from the clipboard of Windows has its line ends.
  const text = sql.replaceAll('\r\n', '\n');
  if (kept?.sql === text) return kept.clip;
  try {
    const clip = localStorage.getItem(sqlKey) === text ? readClip(localStorage.getItem(clipKey) ?? '') : null;
    return clip?.ok ? clip.value : null;
  } catch {
    return null;
  }
}

/** What this page copied last, where the clipboard cannot be read. */
export function copiedHere(): Clip | null {
  return kept?.clip ?? null;
}
