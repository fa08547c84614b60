import type { RecordId } from '../../schema/ids';
import type { SchemaRecord } from '../../schema/record';
import type { ExportContext } from '../postgresql/export-context';
import { byName, byQualifiedName } from '../postgresql/export-context';

/** Tables in the order in which they are made, and the foreign keys that CREATE TABLE can hold. */
export type TableOrder = {
  readonly tables: readonly SchemaRecord<'table'>[];
  readonly inline: ReadonlySet<RecordId>;
};

/**
 * Tables by namespace and name, but a table that another one's foreign key refers to comes before it where no
 * circle forbids that. A foreign key to a table that is there, or to its own, stands in CREATE TABLE and is
 * valid at once; the others, and those that are NOT VALID, are added afterwards.
 */
export function orderTables(context: ExportContext): TableOrder {
  const { state } = context;
  const tables: SchemaRecord<'table'>[] = [];
  const placed = new Set<RecordId>();
  const inline = new Set<RecordId>();
  const visited = new Set<RecordId>();
  const keysOf = (table: SchemaRecord<'table'>) => byName(state.childrenOf(table.id, 'foreign-key'));
  const place = (table: SchemaRecord<'table'>) => {
    placed.add(table.id);
    tables.push(table);
    for (const key of keysOf(table)) {
      if (placed.has(key.body.referencedTableId) && !key.body.notValid) inline.add(key.id);
    }
  };
  // By hand: foreign keys can form chains as long as there are tables.
  const stack: { readonly table: SchemaRecord<'table'>; readonly isDone: boolean }[] = [];
  for (const root of byQualifiedName(context, state.ofKind('table'))) {
    stack.push({ table: root, isDone: false });
    for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
      if (top.isDone) {
        place(top.table);
        continue;
      }
      if (visited.has(top.table.id)) continue;
      visited.add(top.table.id);
      stack.push({ table: top.table, isDone: true });
      for (const { body } of [...keysOf(top.table)].reverse()) {
        const referenced = state.live(body.referencedTableId, 'table');
        if (referenced && !visited.has(referenced.id)) stack.push({ table: referenced, isDone: false });
      }
    }
  }
  return { tables, inline };
}
