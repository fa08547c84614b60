import { generateKeyBetween } from 'fractional-indexing';
import type { RecordId } from './ids';

/**
 * A key that sorts between two others (null: the end of the list). The record's own id is part of it,
 * so that two people who insert at the same place at the same moment get different keys, and a third
 * can still insert between theirs.
 */
export function orderKeyBetween(before: string | null, after: string | null, id: RecordId): string {
  const limit = before === null || after === null || before < after ? after : null;
  let key = indexBetween(before, limit);
  if (key === null) return textBetween(before ?? '', limit) + suffixOf(id);
  // A key that is the beginning of the limit leaves no room behind it for just any id: then one before that.
  while (limit !== null && key + suffixOf(id) >= limit) key = generateKeyBetween(key, limit);
  return key + suffixOf(id);
}

/**
 * A key for a record that is put at a place of a list, counted without itself: right behind the one before it.
 * Of several with one key, which only other programs make, it comes behind the last: none is between them.
 */
export function orderKeyAt(orders: readonly string[], place: number, id: RecordId): string {
  const before = orders[place - 1] ?? null;
  const after = orders.slice(place).find((order) => before === null || order > before) ?? null;
  return orderKeyBetween(before, after, id);
}

/**
 * The same for texts of other programs that are no fractional indices: they sort all the same. Where nothing is
 * between two texts, as between `a` and `a0`, it comes right behind both.
 */
function textBetween(before: string, after: string | null): string {
  if (after === null || !after.startsWith(before)) return `${before}V`;
  const rest = after.slice(before.length);
  const zeros = rest.length - rest.replace(/^0+/, '').length;
  return zeros === rest.length ? `${after}V` : `${before}${'0'.repeat(zeros + 1)}V`;
}

/** A fractional index between two others; null when one of them is none. */
function indexBetween(before: string | null, after: string | null): string | null {
  try {
    return generateKeyBetween(before, after);
  } catch {
    return null;
  }
}

/** The last of the id's digits; never ends in `0`, which fractional indices must not. */
function suffixOf(id: RecordId): string {
  return `${id.slice(-6)}V`;
}
