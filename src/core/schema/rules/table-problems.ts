import type { Problem } from '../../std/problem';
import type { Draft } from '../draft';
import type { RecordId } from '../ids';
import { isColumnOf, parentTables } from '../inheritance';
import type { SchemaRecord } from '../record';
import { isKind } from '../record';
import { describe } from './describe';

type Table = SchemaRecord<'table'>;

/** Why a table cannot be a partition, or inherit, or be partitioned as it says; null when it can. */
export function tableProblem(draft: Draft, table: Table): Problem | null {
  const { partitionBy, partitionOf, inherits } = table.body;
  if (!partitionBy && !partitionOf && !inherits) return null;
  const complaint =
    shapeComplaint(draft, table) ?? (isAboveItself(draft, table) ? 'would inherit from itself' : null);
  if (complaint !== null) return invalid(draft, table, complaint);
  const gone = parentTables(table.body).find((id) => !isKind(draft.get(id), 'table'));
  if (gone !== undefined) {
    const detail = `The table that ${describe(table, draft)} takes columns from does not exist.`;
    return { code: 'not-found', recordId: gone, detail };
  }
  const stranger = (partitionBy?.elements ?? []).some(
    (one) => 'columnId' in one && !isColumnOf(draft.get(one.columnId), table.id, draft),
  );
  return stranger ? invalid(draft, table, 'is partitioned by a column that it does not have') : null;
}

function shapeComplaint(draft: Draft, table: Table): string | null {
  const { partitionBy, partitionOf, inherits } = table.body;
  if (partitionOf && inherits) return 'is a partition, so it cannot inherit from other tables';
  if (partitionBy && inherits) return 'is partitioned, so it cannot inherit from other tables';
  if (partitionBy?.strategy === 'list' && partitionBy.elements.length > 1) {
    return 'is partitioned by list, which takes just one column or expression';
  }
  if (partitionOf) {
    const parent = draft.get(partitionOf.tableId);
    if (isKind(parent, 'table') && !parent.body.partitionBy) {
      return `cannot be a partition of ${describe(parent, draft)}, which is not partitioned`;
    }
    if (draft.children(table.id).some((child) => isKind(child, 'column'))) {
      return 'has columns of its own; a partition has only those of its partitioned table';
    }
  }
  for (const id of inherits ?? []) {
    const parent = draft.get(id);
    if (!isKind(parent, 'table')) continue;
    if (parent.body.partitionBy || parent.body.partitionOf) {
      return `cannot inherit from ${describe(parent, draft)}, which is partitioned or a partition`;
    }
  }
  return null;
}

function isAboveItself(draft: Draft, table: Table): boolean {
  const seen = new Set<RecordId>();
  const queue = [...parentTables(table.body)];
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    if (id === table.id) return true;
    if (seen.has(id)) continue;
    seen.add(id);
    const parent = draft.get(id);
    if (isKind(parent, 'table')) queue.push(...parentTables(parent.body));
  }
  return false;
}

/** A key of a partitioned table has to contain its partition key (PostgreSQL, Table Partitioning, Limitations). */
export function partitionKeyProblem(
  draft: Draft,
  key: SchemaRecord<'primary-key'> | SchemaRecord<'unique'>,
): Problem | null {
  const table = draft.get(key.body.tableId);
  if (!isKind(table, 'table') || !table.body.partitionBy) return null;
  const lacking = table.body.partitionBy.elements.some(
    (one) => !('columnId' in one) || !key.body.columnIds.includes(one.columnId),
  );
  if (!lacking) return null;
  const detail = `${describe(key, draft)} has to contain all columns that ${describe(table, draft)} is partitioned by.`;
  return { code: 'invalid-operation', recordId: key.id, detail };
}

function invalid(draft: Draft, table: Table, complaint: string): Problem {
  return {
    code: 'invalid-operation',
    recordId: table.id,
    detail: `${describe(table, draft)} ${complaint}.`,
  };
}
