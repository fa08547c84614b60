import { sameJson } from '../std/canonical-json';
import type { Problem } from '../std/problem';
import type { AuditEntry } from './change';
import type { RecordId } from './ids';
import type { MemoryState } from './memory-state';
import { isLive } from './record';

type Body = Readonly<Record<string, unknown>>;

/**
 * Why a change must not be taken back although the rules would allow it: somebody has built on it. Null when
 * everything it wrote is still as it left it, and nothing new belongs to what it created.
 */
export function builtOn(entries: readonly AuditEntry[], state: MemoryState): Problem | null {
  const created = new Set(entries.filter(({ before }) => before === null).map(({ recordId }) => recordId));
  for (const entry of entries) {
    if (!standsAsLeft(entry, state)) return changedSince(entry.recordId, 'was changed');
    if (entry.before !== null) continue;
    const added = state
      .children(entry.recordId)
      .find((child) => child.kind !== 'layout' && !created.has(child.id));
    if (added) return changedSince(entry.recordId, `got a ${added.kind.replace('-', ' ')}`);
  }
  return null;
}

/** Derived fields follow others; where something is drawn is nobody's building on it. */
const unjudged: ReadonlySet<string> = new Set(['typeId', 'columnRefs']);

function standsAsLeft({ recordId, kind, before, after }: AuditEntry, state: MemoryState): boolean {
  const record = state.get(recordId);
  if (after === null) return !isLive(record);
  if (!isLive(record)) return false;
  if (kind === 'layout' && before === null) return true;
  const body: Body = record.body;
  const fields =
    before === null ? new Set([...Object.keys(after), ...Object.keys(body)]) : Object.keys(after);
  return [...fields].every(
    (field) => unjudged.has(field) || sameJson(body[field] ?? null, after[field] ?? null),
  );
}

function changedSince(recordId: RecordId, what: string): Problem {
  return {
    code: 'changed-since',
    recordId,
    detail: `It ${what} since, so undoing would take that away too.`,
  };
}
