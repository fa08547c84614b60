import type { Draft } from '../draft';
import { columnsPart, freeObjectName } from '../generated-names';
import type { RecordId } from '../ids';
import { scopes } from '../names';
import type { SchemaRecord } from '../record';
import { isKind } from '../record';

/**
 * The name PostgreSQL would give a constraint or index that was created without one
 * (ChooseIndexName, ChooseConstraintName), the next suffix when that is taken.
 */
export function generatedName(record: SchemaRecord, draft: Draft): string | null {
  switch (record.kind) {
    case 'primary-key':
      return free(record.body.tableId, null, 'pkey', draft);
    case 'unique':
      return free(record.body.tableId, columnNames(record.body.columnIds, draft), 'key', draft);
    case 'foreign-key':
      return free(record.body.tableId, columnNames(record.body.columnIds, draft), 'fkey', draft);
    case 'check':
      return free(record.body.tableId, null, 'check', draft);
    case 'exclusion':
    case 'index': {
      const parts = record.body.elements.map((element) =>
        'columnId' in element ? columnNames([element.columnId], draft) : 'expr',
      );
      return free(record.body.tableId, columnsPart(parts), record.kind === 'index' ? 'idx' : 'excl', draft);
    }
    default:
      return null;
  }
}

function columnNames(ids: readonly RecordId[], draft: Draft): string {
  return columnsPart(
    ids.map((id) => {
      const column = draft.get(id);
      return isKind(column, 'column') ? column.body.name : 'column';
    }),
  );
}

function free(tableId: RecordId, second: string | null, label: string, draft: Draft): string {
  const table = draft.get(tableId);
  if (!isKind(table, 'table')) return `unnamed_${label}`;
  const { name, namespaceId } = table.body;
  return freeObjectName(
    name,
    second,
    label,
    (candidate) =>
      draft.holder(scopes.relations(namespaceId), candidate) !== undefined ||
      draft.holder(scopes.constraints(tableId), candidate) !== undefined,
  );
}
