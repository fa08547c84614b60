import { sameJson } from '../std/canonical-json';
import type { BodyOf } from './bodies';
import type { AuditEntry } from './change';
import { auditOf } from './change';
import type { Write } from './draft';
import type { RecordId } from './ids';
import { parentTables } from './inheritance';
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
  const touched = entries.map(({ kind, recordId: id, before, after }) => ({
    kind,
    id,
    body: before ?? after ?? {},
  }));
  const rankToCreate = ranksOf(touched, 'create');
  const rankToDelete = ranksOf(touched, 'delete');
  for (const { kind, recordId: id, before, after } of entries) {
    const version = Math.max(1, versionOf(id) ?? 1);
    if (before === null) {
      deletes.push({
        rank: rankToDelete(id),
        operation: { verb: 'delete', kind, id, version, strict: true },
      });
    } else if (after === null) {
      creates.push({ rank: rankToCreate(id), operation: { verb: 'create', kind, id, body: stated(before) } });
    } else {
      const body = { ...stated(before), ...rebound(before, after) };
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

/**
 * Which columns an expression means is worked out from its text. Where only that has changed, the text says
 * nothing of it: the inverse has to.
 */
function rebound(before: Body, after: Body): Body {
  const { columnRefs } = before;
  return columnRefs && sameJson(textsIn(before), textsIn(after)) ? { columnRefs } : {};
}

/** The expressions among the fields of an entry. */
function textsIn(body: Body): readonly unknown[] {
  const { expression, predicate, generated, elements, partitionBy } = body;
  const keys = (partitionBy as BodyOf<'table'>['partitionBy'])?.elements;
  const all = [...((elements as BodyOf<'index'>['elements'] | null) ?? []), ...(keys ?? [])];
  const inElements = all.map((one) => ('expression' in one ? one.expression : null));
  return [expression, predicate, generated, ...inElements.filter((text) => text !== null)];
}

type Ranked = { readonly rank: number; readonly operation: Operation };

/** A record, as far as its rank depends on it. */
export type ToRank = { readonly id: RecordId; readonly kind: RecordKind; readonly body: Body };

type Body = Readonly<Record<string, unknown>>;

/**
 * The ranks of records that come or go together: low ones are relied on by higher ones. A generated column (with
 * columnRefs) ranks above plain ones; a partition above its table, an heir above its parents, and a type above
 * those that it is made of. Columns come after their table and go before it, but for those that it is partitioned by.
 */
export function ranksOf(records: Iterable<ToRank>, to: 'create' | 'delete'): (id: RecordId) => number {
  const all = new Map([...records].map((record) => [record.id, record]));
  const depths = new Map<RecordId, number>();
  const depthOf = (id: RecordId): number => {
    const known = depths.get(id);
    if (known !== undefined) return known;
    // Also ends where records go round in a circle, which the rules allow nowhere.
    depths.set(id, 0);
    const record = all.get(id);
    const above = record ? aboveOf(record).filter((other) => all.has(other)) : [];
    const depth = Math.max(-1, ...above.map(depthOf)) + 1;
    depths.set(id, depth);
    return depth;
  };
  const partitioning = new Set(to === 'delete' ? [...all.values()].flatMap(partitioningOf) : []);
  return (id) => {
    const record = all.get(id);
    if (!record) return 0;
    if (partitioning.has(id)) return ranks.table - 0.1;
    const ranksLater = record.kind === 'column' && record.body.columnRefs !== undefined;
    // Nobody nests so many that this reaches the next rank.
    return ranks[record.kind] + (ranksLater ? 0.5 : 0) + Math.min(depthOf(id), 2_000) / 10_000;
  };
}

/** The records of about its own kind that this one is made from. Bodies are of the record's own kind. */
function aboveOf({ kind, body }: ToRank): readonly RecordId[] {
  switch (kind) {
    case 'table':
      return parentTables(body as BodyOf<'table'>);
    case 'domain':
    case 'range':
      return present([(body as BodyOf<'domain' | 'range'>).typeId]);
    case 'composite':
      return present((body as BodyOf<'composite'>).attributes.map(({ typeId }) => typeId));
    default:
      return [];
  }
}

/** They go with the table and not before it: a partitioned table cannot lose them. */
function partitioningOf({ kind, body }: ToRank): readonly RecordId[] {
  if (kind !== 'table') return [];
  const elements = (body as BodyOf<'table'>).partitionBy?.elements ?? [];
  return elements.flatMap((one) => ('columnId' in one ? [one.columnId] : []));
}

function present(ids: readonly (RecordId | undefined)[]): readonly RecordId[] {
  return ids.filter((id) => id !== undefined);
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
