import type { RecordId } from './ids';
import type { MemoryState } from './memory-state';
import { claimsOf } from './names';
import type { RecordState, SchemaRecord } from './record';
import { isLive } from './record';
import { referencesOf } from './references';

/**
 * Whether what a reader of the log has found may be shown now, or something before it is missing. No clock is asked:
 * each record's versions have no gaps, what a record relies on is there, nothing that goes is relied on, and no name
 * has two holders. What the state shows already, or something later of it, follows as well.
 *
 * @param records as the change left them, each once
 */
export function follows(state: MemoryState, records: readonly RecordState[]): boolean {
  const ahead = records.map(({ id, version }) => version - (state.get(id)?.version ?? 0));
  if (ahead.every((versions) => versions <= 0)) return true;
  if (ahead.some((versions) => versions > 1)) return false;
  const after = withRecords(state, records);
  return records.every((record) => isSound(record, after, state));
}

/** The state as it would be, as far as the rules about references and names ask. */
type After = Pick<MemoryState, 'get' | 'children'> & { readonly written: ReadonlyMap<RecordId, RecordState> };

function withRecords(state: MemoryState, records: readonly RecordState[]): After {
  const written = new Map(records.map((record) => [record.id, record]));
  return {
    written,
    get: (id) => written.get(id) ?? state.get(id),
    children: (id) => [
      ...state.children(id).filter((child) => !written.has(child.id)),
      ...records.filter((record): record is SchemaRecord => isLive(record) && record.parentId === id),
    ],
  };
}

function isSound(record: RecordState, after: After, before: MemoryState): boolean {
  if (isLive(record)) {
    const needed = record.parentId === null ? [] : [record.parentId];
    return (
      [...needed, ...referencesOf(record, after)].every((id) => isLive(after.get(id))) &&
      claimsOf(record, after).every(({ scope, name }) => isFree(before.holder(scope, name), record, after))
    );
  }
  // What it had below it, or what relied on it, is written by the same change or still in the way.
  const left = [...after.children(record.id), ...before.referrers(record.id)];
  return left.every(({ id }) => after.written.has(id) && !isBelow(after.get(id), record.id));
}

function isFree(holder: RecordId | undefined, record: RecordState, after: After): boolean {
  return holder === undefined || holder === record.id || after.written.has(holder);
}

function isBelow(state: RecordState | undefined, id: RecordId): boolean {
  return isLive(state) && state.parentId === id;
}
