/** What has to be done to come from one state of a project to another: operations, as everybody sends them. */
import { sameJson } from '../std/canonical-json';
import { changedFields } from './change';
import { parseDataType, printDataType } from './data-type';
import { renderExpression } from './expression';
import type { RecordId } from './ids';
import { ranksOf, stated } from './invert';
import type { MemoryState } from './memory-state';
import type { Operation } from './operation';
import type { SchemaRecord } from './record';
import { expressionsOf, findType, withExpressions } from './rules/bind';
import { typeNameOf } from './type-names';

type Body = Readonly<Record<string, unknown>>;
type Ranked = { readonly rank: number; readonly operation: Operation };

/**
 * The operations that make `present` what `wanted` is: what is missing comes back under its id, what differs
 * gets its values, what is too much goes. They are for the ordinary rules to judge; where those accept them,
 * the outcome is `wanted` but for spelling: names inside types and expressions are written as they are there.
 *
 * Places go first, because a thing has one: what is placed anew would only move what is about to go. For the
 * rest the order is that of an undo: what comes back can be needed by what changes, and that frees what goes.
 */
export function operationsTo(present: MemoryState, wanted: MemoryState): readonly Operation[] {
  const creates: Ranked[] = [];
  const updates: Ranked[] = [];
  const rankOf = ranksOf(wanted.records(), 'create');
  for (const record of wanted.records()) {
    const { id, kind } = record;
    const now = present.live(id, kind);
    if (now && sameJson(now.body, record.body)) continue;
    const rank = rankOf(id);
    if (now) updates.push({ rank, operation: updateTo(now, record, wanted) });
    else {
      const body = stated(spelledIn(record, wanted).body);
      creates.push({ rank, operation: { verb: 'create', kind, id, body } });
    }
  }
  const deletes = deletesFrom(present, wanted);
  return [
    ...deletes.filter(({ kind }) => kind === 'layout'),
    ...inOrder(creates),
    ...inOrder(updates),
    ...stayingSequences(present, wanted),
    ...deletes.filter(({ kind }) => kind !== 'layout'),
  ];
}

function inOrder(ranked: readonly Ranked[]): readonly Operation[] {
  return [...ranked].sort((a, b) => a.rank - b.rank).map(({ operation }) => operation);
}

function deletesFrom(present: MemoryState, wanted: MemoryState): readonly Operation[] {
  const deletes: Ranked[] = [];
  const rankOf = ranksOf(present.records(), 'delete');
  for (const { id, kind, version } of present.records()) {
    if (wanted.live(id, kind)) continue;
    deletes.push({ rank: -rankOf(id), operation: { verb: 'delete', kind, id, version } });
  }
  return inOrder(deletes);
}

function updateTo(now: SchemaRecord, record: SchemaRecord, wanted: MemoryState): Operation {
  const target: Body = spelledIn(record, wanted).body;
  const fields = new Set(changedFields(now.body, record.body));
  // Expressions and what they mean go together: the same text can mean other columns.
  if (fields.has('columnRefs')) for (const field of expressionFields) if (field in target) fields.add(field);
  const body = Object.fromEntries([...fields].map((field) => [field, target[field] ?? null]));
  return { verb: 'update', kind: now.kind, id: now.id, version: now.version, body };
}

const expressionFields = ['expression', 'elements', 'predicate', 'generated', 'partitionBy'] as const;

/** A table that goes to another schema takes the sequences it owns along, also those that were elsewhere. */
function stayingSequences(present: MemoryState, wanted: MemoryState): readonly Operation[] {
  const moves = wanted.ofKind('table').some((table) => {
    const now = present.live(table.id, 'table');
    return now !== undefined && now.body.namespaceId !== table.body.namespaceId;
  });
  if (!moves) return [];
  return wanted.ofKind('sequence').map(({ id, body: { namespaceId } }) => {
    const version = present.get(id)?.version ?? 1;
    return { verb: 'update', kind: 'sequence', id, version, body: { namespaceId } } as const;
  });
}

/**
 * The record as somebody would write it down in this state. What is stored may spell a column, or a type, by
 * the name it had when that was written; the ids beside it say what is meant.
 */
export function spelledIn(record: SchemaRecord, state: MemoryState): SchemaRecord {
  const typed = withTypeNames(record, state);
  const refs = 'columnRefs' in typed.body ? typed.body.columnRefs : undefined;
  if (refs === undefined || expressionsOf(typed).length === 0) return typed;
  const nameOf = (id: RecordId) => state.live(id, 'column')?.body.name;
  const spelled = withExpressions(typed, (text) => renderExpression(text, refs, nameOf));
  const columnRefs = Object.fromEntries(Object.entries(refs).map(([name, id]) => [nameOf(id) ?? name, id]));
  return { ...spelled, body: { ...spelled.body, columnRefs } } as SchemaRecord;
}

function withTypeNames(record: SchemaRecord, state: MemoryState): SchemaRecord {
  switch (record.kind) {
    case 'column': {
      const home = state.live(record.body.tableId, 'table')?.body.namespaceId;
      return { ...record, body: withTypeName(record.body, home, state) };
    }
    case 'domain':
      return { ...record, body: withTypeName(record.body, record.body.namespaceId, state) };
    case 'range':
      return { ...record, body: withTypeName(record.body, record.body.namespaceId, state) };
    case 'composite': {
      const { attributes, namespaceId } = record.body;
      const spelled = attributes.map((attribute) => withTypeName(attribute, namespaceId, state));
      return { ...record, body: { ...record.body, attributes: spelled } };
    }
    default:
      return record;
  }
}

function withTypeName<Body extends { readonly type: string; readonly typeId?: RecordId | undefined }>(
  body: Body,
  home: RecordId | undefined,
  state: MemoryState,
): Body {
  const { type, typeId } = body;
  if (typeId === undefined) return body;
  const parsed = parseDataType(type);
  if (!parsed.ok) return body;
  const named = typeNameOf(state.get(typeId), parsed.value.name);
  if (!named || findType(state, home, parsed.value) === typeId) return body;
  const namespace = state.live(named.namespaceId, 'namespace')?.body.name ?? null;
  return { ...body, type: printDataType({ ...parsed.value, name: named.name, namespace }) };
}
