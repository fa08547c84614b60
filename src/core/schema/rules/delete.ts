import type { Problem } from '../../std/problem';
import type { Result } from '../../std/result';
import { ok, refused } from '../../std/result';
import type { Draft } from '../draft';
import type { RecordId } from '../ids';
import { isColumnOf } from '../inheritance';
import type { Operation } from '../operation';
import type { SchemaRecord } from '../record';
import { isKind, isLive } from '../record';
import { describe } from './describe';

type Delete = Extract<Operation, { verb: 'delete' }>;

/**
 * Deletes a record with everything that belongs to it. As in PostgreSQL, a column takes the indexes
 * and constraints of its own table along, and what others rely on stays unless `cascade` is said.
 * Deleting what is gone already is no error: two people may drop one thing.
 */
export function deleteRecord(draft: Draft, operation: Delete): Result<null, Problem> {
  const record = draft.get(operation.id);
  if (record && !isLive(record) && record.kind === operation.kind) return ok(null);
  if (!isLive(record) || record.kind !== operation.kind) {
    const detail = `There is no ${operation.kind} with this id.`;
    return refused({ code: 'not-found', recordId: operation.id, detail });
  }
  if (operation.strict && record.version > operation.version) {
    const detail = `Someone has changed ${describe(record, draft)} since.`;
    return refused({ code: 'changed-since', recordId: record.id, detail });
  }
  const doomed = doomedWith(draft, record, operation.cascade ?? false);
  const inTheWay = relyingOn(draft, doomed);
  if (isKind(record, 'namespace') && !operation.cascade) {
    inTheWay.push(...draft.children(record.id).filter((child) => !inTheWay.includes(child)));
  }
  if (inTheWay.length > 0) return refused(referenced(draft, record, inTheWay));
  for (const dying of doomed.values()) draft.bury(dying);
  return ok(null);
}

function doomedWith(draft: Draft, first: SchemaRecord, cascade: boolean): Map<RecordId, SchemaRecord> {
  const doomed = new Map<RecordId, SchemaRecord>();
  const queue: SchemaRecord[] = [first];
  for (let next = queue.pop(); next; next = queue.pop()) {
    if (doomed.has(next.id)) continue;
    doomed.set(next.id, next);
    queue.push(...draft.children(next.id));
    for (const referrer of draft.referrers(next.id)) {
      if (fallsWith(draft, referrer, next) || (cascade && !keepsStanding(draft, referrer, next))) {
        queue.push(referrer);
      }
    }
  }
  return doomed;
}

/**
 * What PostgreSQL drops without being asked: constraints and indexes of the column's table and of its
 * partitions and heirs, owned sequences, and a partitioned table's partitions.
 */
function fallsWith(draft: Draft, referrer: SchemaRecord, dying: SchemaRecord): boolean {
  if (dying.kind === 'table') {
    return referrer.kind === 'table' && referrer.body.partitionOf?.tableId === dying.id;
  }
  if (dying.kind !== 'column') return false;
  if (referrer.kind === 'sequence') return referrer.body.ownedByColumnId === dying.id;
  if (referrer.kind === 'column' || referrer.kind === 'table' || referrer.parentId === null) return false;
  return referrer.parentId === dying.parentId || isColumnOf(dying, referrer.parentId, draft);
}

/** DROP SEQUENCE … CASCADE takes only the default away from a column, not the column. */
function keepsStanding(draft: Draft, referrer: SchemaRecord, dying: SchemaRecord): boolean {
  if (!isKind(referrer, 'column') || dying.kind !== 'sequence') return false;
  const { default: _gone, ...body } = referrer.body;
  draft.put({ ...referrer, body });
  return true;
}

function relyingOn(draft: Draft, doomed: ReadonlyMap<RecordId, SchemaRecord>): SchemaRecord[] {
  const found = new Map<RecordId, SchemaRecord>();
  for (const id of doomed.keys()) {
    for (const referrer of draft.referrers(id)) {
      if (!doomed.has(referrer.id)) found.set(referrer.id, referrer);
    }
  }
  return [...found.values()];
}

function referenced(draft: Draft, record: SchemaRecord, inTheWay: readonly SchemaRecord[]): Problem {
  const names = inTheWay.map((one) => describe(one, draft)).sort();
  const shown = names.slice(0, 3).join(', ');
  const more = names.length > 3 ? ` and ${names.length - 3} more` : '';
  return {
    code: 'referenced',
    recordId: record.id,
    names,
    detail: `${describe(record, draft)} is needed by ${shown}${more}. Delete those first, or delete with cascade.`,
  };
}
