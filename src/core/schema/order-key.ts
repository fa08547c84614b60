import { generateKeyBetween } from 'fractional-indexing';
import type { RecordId } from './ids';

/**
 * A key that sorts between two others (null: the end of the list). The record's own id is part of it,
 * so that two people who insert at the same place at the same moment get different keys, and a third
 * can still insert between theirs.
 */
export function orderKeyBetween(before: string | null, after: string | null, id: RecordId): string {
  const fits = before === null || after === null || before < after;
  const key = generateKeyBetween(before, fits ? after : null);
  const suffixed = key + suffixOf(id);
  return after === null || suffixed < after ? suffixed : key;
}

/** The last of the id's digits; never ends in `0`, which fractional indices must not. */
function suffixOf(id: RecordId): string {
  return `${id.slice(-6)}V`;
}
