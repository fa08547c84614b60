import type { AuditEntry } from './change';
import { auditOf } from './change';
import type { Write } from './draft';
import type { RecordId } from './ids';
import type { RecordKind } from './kinds';
import type { Operation } from './operation';
import { isLive } from './record';

/** What a set of writes says in the audit log; undo needs nothing more. */
export function entriesOf(writes: readonly Write[]): readonly AuditEntry[] {
  return writes.map(({ before, after }) =>
    auditOf({ record: after, before: isLive(before) ? before.body : null }),
  );
}

/**
 * The operations that take a change back: what it created is deleted, what it deleted, cascades included,
 * comes back under its old id, what it changed gets its old values. Everything that can be strict is, so
 * that somebody's later edit is never undone along with it. `versionOf` gives the version that the caller
 * sees now; without a record, 1 (the server then refuses, as it should).
 *
 * Owners come before what they own, dependants go before what they rely on, and both around the updates:
 * an update can need what comes back, and can free what goes (see apply.ts: deletes are judged in order).
 */
export function invert(
  entries: readonly AuditEntry[],
  versionOf: (id: RecordId) => number | undefined,
): readonly Operation[] {
  const creates: Ranked[] = [];
  const updates: Operation[] = [];
  const deletes: Ranked[] = [];
  for (const { kind, recordId: id, before, after } of entries) {
    const version = Math.max(1, versionOf(id) ?? 1);
    if (before === null) {
      const rank = rankOf(kind, after);
      deletes.push({ rank, operation: { verb: 'delete', kind, id, version, strict: true } });
    } else if (after === null) {
      creates.push({ rank: ranks[kind], operation: { verb: 'create', kind, id, body: stated(before) } });
    } else {
      const body = stated(before);
      if (Object.keys(body).length === 0) continue;
      updates.push({ verb: 'update', kind, id, version, body, strict: true });
    }
  }
  return [
    ...creates.sort((a, b) => a.rank - b.rank).map(({ operation }) => operation),
    ...updates,
    ...deletes.sort((a, b) => b.rank - a.rank).map(({ operation }) => operation),
  ];
}

type Ranked = { readonly rank: number; readonly operation: Operation };

/** Low ranks are relied on by higher ones. A generated column (with columnRefs) ranks above plain ones. */
export function rankOf(kind: RecordKind, body: Readonly<Record<string, unknown>> | null): number {
  return ranks[kind] + (body?.columnRefs === undefined ? 0 : 0.5);
}

const ranks: { readonly [Kind in RecordKind]: number } = {
  namespace: 0,
  enum: 1,
  domain: 1.25,
  composite: 1.25,
  range: 1.25,
  sequence: 1,
  note: 1,
  area: 1,
  table: 2,
  column: 3,
  verbatim: 3.75,
  layout: 4,
  'primary-key': 4,
  unique: 4,
  check: 4,
  exclusion: 4,
  index: 4,
  'foreign-key': 5,
  'review-setting': 6,
};

/** Written by the schema rules whatever the caller sends; stale ones would only get in the way. */
const derivedFields: ReadonlySet<string> = new Set(['typeId', 'columnRefs']);

/** The body without what the rules work out themselves. */
export function stated(body: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(body).filter(([field]) => !derivedFields.has(field)));
}
