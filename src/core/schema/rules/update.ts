import { sameJson } from '../../std/canonical-json';
import type { Problem } from '../../std/problem';
import type { Result } from '../../std/result';
import { ok, refused } from '../../std/result';
import type { FieldMerge } from '../apply';
import type { Draft } from '../draft';
import type { RecordId } from '../ids';
import type { Operation } from '../operation';
import type { RecordState, SchemaRecord } from '../record';
import { isKind, isLive, parentOf } from '../record';
import { describe } from './describe';

type Update = Extract<Operation, { verb: 'update' }>;
type Fields = Readonly<Record<string, unknown>>;

/** Written by the rules, never by a person: not worth a verdict. */
const derivedFields: ReadonlySet<string> = new Set(['typeId', 'columnRefs', '*']);

/** Changes fields of a live record and says what became of fields that others wrote meanwhile. */
export function updateRecord(draft: Draft, operation: Update): Result<readonly FieldMerge[], Problem> {
  const record = draft.get(operation.id);
  if (!isLive(record) || record.kind !== operation.kind) {
    return refused(missing(record, operation));
  }
  const merges = mergesOf(draft, record, operation);
  if (operation.strict && merges.some((merge) => merge.verdict === 'overwrote')) {
    return refused({
      code: 'changed-since',
      recordId: record.id,
      detail: `Someone has changed ${describe(record, draft)} since.`,
    });
  }
  const patched = patch(record.body, operation.body);
  const body =
    record.kind === 'column' && patched.identity !== undefined && !('nullable' in operation.body)
      ? { ...patched, nullable: false }
      : patched;
  const parentId = parentOf(record.kind, body);
  draft.put({ ...record, parentId, body });
  if (isKind(record, 'table') && parentId !== record.parentId) carryAlong(draft, record, String(parentId));
  return ok(merges);
}

function missing(state: RecordState | undefined, { id, kind }: Update): Problem {
  if (state && !isLive(state)) {
    return { code: 'deleted', recordId: id, detail: `This ${kind} has been deleted.` };
  }
  return { code: 'not-found', recordId: id, detail: `There is no ${kind} with this id.` };
}

function patch(body: Fields, changes: Fields): Fields {
  const merged = Object.entries({ ...body, ...changes });
  return Object.fromEntries(merged.filter(([, value]) => value !== null && value !== undefined));
}

/**
 * A field is in conflict when it was written after the version that the caller saw. Fields are
 * compared one by one, by the version that last wrote each, so it does not matter what the values were.
 */
function mergesOf(draft: Draft, record: SchemaRecord, operation: Update): readonly FieldMerge[] {
  const written = draft.fieldVersions(record.id);
  const body: Fields = record.body;
  const merges: FieldMerge[] = [];
  const since = (field: string) => {
    const entry = written[field] ?? written['*'];
    return entry && entry[0] > operation.version ? entry[1] : undefined;
  };
  for (const [field, yours] of Object.entries(operation.body)) {
    const changeId = since(field);
    const theirs = body[field] ?? null;
    if (changeId === undefined || sameJson(theirs, yours)) continue;
    merges.push({ recordId: record.id, field, verdict: 'overwrote', theirs, yours, changeId });
  }
  for (const field of Object.keys(written)) {
    const changeId = since(field);
    if (changeId === undefined || field in operation.body || derivedFields.has(field)) continue;
    merges.push({ recordId: record.id, field, verdict: 'merged', theirs: body[field] ?? null, changeId });
  }
  return merges;
}

/** Kinds of parts of a table whose names are in the namespace's scope of relations. */
const hasRelationName: ReadonlySet<string> = new Set(['primary-key', 'unique', 'exclusion', 'index']);

/** ALTER TABLE SET SCHEMA takes indexes, constraints and owned sequences along. */
function carryAlong(draft: Draft, table: SchemaRecord<'table'>, namespaceId: RecordId): void {
  for (const child of draft.children(table.id)) {
    if (hasRelationName.has(child.kind)) draft.put(child);
    if (child.kind !== 'column') continue;
    for (const sequence of draft.referrers(child.id)) {
      if (!isKind(sequence, 'sequence') || sequence.body.ownedByColumnId !== child.id) continue;
      const body = { ...sequence.body, namespaceId };
      draft.put({ ...sequence, parentId: namespaceId, body });
    }
  }
}
