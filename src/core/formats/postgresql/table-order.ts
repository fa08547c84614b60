import type { RecordId } from '../../schema/ids';
import type { SchemaRecord } from '../../schema/record';
import type { ExportContext } from './export-context';
import { byQualifiedName } from './export-context';

/**
 * Tables by namespace and name, but a table whose row type another one's column has comes before it.
 * (Foreign keys do not matter: they are added when all tables are there.)
 */
export function orderedTables(context: ExportContext): readonly SchemaRecord<'table'>[] {
  const { state } = context;
  const placed = new Set<RecordId>();
  const ordered: SchemaRecord<'table'>[] = [];
  const place = (table: SchemaRecord<'table'>) => {
    if (placed.has(table.id)) return;
    placed.add(table.id);
    for (const { body } of state.childrenOf(table.id, 'column')) {
      const rowType = body.typeId === undefined ? undefined : state.live(body.typeId, 'table');
      if (rowType) place(rowType);
    }
    ordered.push(table);
  };
  for (const table of byQualifiedName(context, state.ofKind('table'))) place(table);
  return ordered;
}
