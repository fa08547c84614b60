import type { Problem } from '../../std/problem';
import type { Result } from '../../std/result';
import { ok, refused } from '../../std/result';
import { parseDataType } from '../data-type';

import type { Draft, Unversioned } from '../draft';
import { recordKinds } from '../kinds';
import { compareColumns } from '../memory-state';
import { claimsOf, multirangeNameOf, scopes } from '../names';
import type { Operation } from '../operation';
import { orderKeyBetween } from '../order-key';
import type { SchemaRecord } from '../record';
import { isKind, isLive, ownerFields, parentOf } from '../record';
import { describe } from './describe';
import { updateRecord } from './update';

type Create = Extract<Operation, { verb: 'create' }>;
type Fields = Readonly<Record<string, unknown>>;

/** Adds a record, or brings a deleted one back. What the caller left out is filled in. */
export function createRecord(draft: Draft, operation: Create): Result<null, Problem> {
  const { id, kind } = operation;
  const existing = draft.get(id);
  if (isLive(existing)) {
    return refused({
      code: 'already-exists',
      recordId: id,
      detail: `${describe(existing, draft)} has this id already. Mint a new id for a new ${kind}.`,
    });
  }
  if (existing && existing.kind !== kind) {
    return refused({ code: 'invalid-operation', recordId: id, detail: `This id was a ${existing.kind}.` });
  }
  if (kind === 'layout') {
    const placed = layoutOf(draft, operation);
    if (placed) return moveLayout(draft, placed, operation);
  }
  const filled = fillIn(draft, operation);
  if (!filled.ok) return filled;
  const parentId = parentOf(kind, filled.value);
  if (parentId !== null) {
    const problem = ownerProblem(draft, operation, parentId);
    if (problem) return refused(problem);
  }
  const head = { id, kind, parentId };
  draft.put({ ...head, body: operation.numbered ? numbered(draft, head, filled.value) : filled.value });
  return ok(null);
}

/** The body with a name that nobody has: `column_7`, or else `column_8` and so on; `orders` becomes `orders_2`. */
function numbered(draft: Draft, head: Omit<Unversioned, 'body'>, body: Fields): Fields {
  const { name } = body;
  if (typeof name !== 'string') return body;
  const isTaken = (candidate: string) => {
    const record = { ...head, version: 1, body: { ...body, name: candidate } } as SchemaRecord;
    return claimsOf(record, draft).some((claim) => {
      const holder = claim.name === candidate ? draft.holder(claim.scope, candidate) : undefined;
      return holder !== undefined && holder !== head.id;
    });
  };
  if (!isTaken(name)) return body;
  const [, base = name, count = '1'] = /^(.+)_(\d{1,9})$/.exec(name) ?? [];
  let next = Number(count) + 1;
  while (isTaken(`${base}_${next}`)) next += 1;
  return { ...body, name: `${base}_${next}` };
}

function layoutOf(draft: Draft, operation: Create): SchemaRecord | undefined {
  const owner = String(operation.body.recordId);
  const holder = draft.holder(scopes.single(owner), '#layout');
  const layout = holder === undefined ? undefined : draft.get(holder);
  return isLive(layout) ? layout : undefined;
}

/** Two people place one table at once: the second moves what the first placed. */
function moveLayout(draft: Draft, layout: SchemaRecord, operation: Create): Result<null, Problem> {
  const { recordId: _owner, ...body } = operation.body;
  const { id, version } = layout;
  const moved = updateRecord(draft, { verb: 'update', kind: 'layout', id, version, body });
  return moved.ok ? ok(null) : moved;
}

function fillIn(draft: Draft, operation: Create): Result<Fields, Problem> {
  const body = withoutNulls(operation.body);
  switch (operation.kind) {
    case 'table':
    case 'enum':
    case 'domain':
    case 'composite':
    case 'sequence':
      return inNamespace(draft, body);
    case 'range': {
      // Said once and for all: a rename of the range leaves its multirange's name alone.
      const { name, multirangeName } = body as { name: string; multirangeName?: string };
      return inNamespace(draft, { ...body, multirangeName: multirangeNameOf({ name, multirangeName }) });
    }
    case 'column':
      return ok(fillColumn(draft, operation.id, body));
    case 'verbatim':
      return ok({ order: orderKeyBetween('a0', null, operation.id), ...body });
    default:
      return ok(body);
  }
}

function inNamespace(draft: Draft, body: Fields): Result<Fields, Problem> {
  if ('namespaceId' in body) return ok(body);
  const namespaceId = draft.holder(scopes.namespaces, 'public');
  if (namespaceId !== undefined) return ok({ ...body, namespaceId });
  return refused({
    code: 'invalid-operation',
    pointer: '/body/namespaceId',
    detail: 'There is no schema named public in this project: say which one with namespaceId.',
  });
}

/** serial is input sugar for an identity column, which is what PostgreSQL recommends instead. */
function fillColumn(draft: Draft, id: string, body: Fields): Fields {
  const type = parseDataType(String(body.type));
  const serial = type.ok ? type.value.serial : undefined;
  const plain = serial
    ? { ...body, type: serialTypes[serial], identity: body.identity ?? 'by default' }
    : body;
  const identity = 'identity' in plain && plain.identity !== undefined;
  return {
    ...plain,
    nullable: identity ? false : (body.nullable ?? true),
    order: body.order ?? lastOrder(draft, String(body.tableId), id),
  };
}

const serialTypes = { smallserial: 'smallint', serial: 'integer', bigserial: 'bigint' } as const;

function lastOrder(draft: Draft, tableId: string, id: string): string {
  const columns = draft.children(tableId).filter((child) => isKind(child, 'column'));
  const last = [...columns].sort(compareColumns).at(-1);
  return orderKeyBetween(last?.body.order ?? null, null, id);
}

function withoutNulls(body: Fields): Fields {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null));
}

const ownerKinds = {
  namespaceId: ['namespace'],
  tableId: ['table'],
  recordId: ['table', 'note', 'area', 'verbatim'],
} as const;

/** Kinds whose `recordId` may be other than what can be drawn: a statement or a finding is about anything. */
const aboutAnything: readonly string[] = recordKinds.filter(
  (kind) => kind !== 'layout' && kind !== 'review-setting',
);

function ownerProblem(draft: Draft, operation: Create, parentId: string): Problem | null {
  const field = ownerFields[operation.kind];
  if (field === null) return null;
  const owner = draft.get(parentId);
  const isAboutAnything = operation.kind === 'verbatim' || operation.kind === 'review-setting';
  const allowed: readonly string[] = isAboutAnything ? aboutAnything : ownerKinds[field];
  if (isLive(owner) && allowed.includes(owner.kind)) return null;
  const gone = owner && !isLive(owner) ? 'has been deleted' : 'does not exist';
  return {
    code: 'not-found',
    pointer: `/body/${field}`,
    recordId: parentId,
    detail: `The ${isAboutAnything ? 'object' : allowed[0]} that this ${operation.kind} belongs to ${gone}.`,
  };
}
