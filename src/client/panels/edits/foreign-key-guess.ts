/** What a new foreign key of a table most likely is to be. Pure. */
import { columnsOf } from '../../../core/schema/inheritance';
import type { MemoryState } from '../../../core/schema/memory-state';
import { primaryKeyOf } from '../../../core/schema/references';
import { drawnTables } from '../../view/drawn-tables';

export type ForeignKeyChoice = {
  readonly columnId: string;
  readonly referencedTableId: string;
  readonly referencedColumnId: string;
};

/** The column that other tables would reference: the first of the primary key, else the first of all. */
export function keyColumnOf(state: MemoryState, tableId: string): string {
  return primaryKeyOf(tableId, state)?.body.columnIds[0] ?? columnsOf(tableId, state)[0]?.id ?? '';
}

/**
 * The column and the table to begin with: a column without a foreign key whose name speaks of another table
 * (`customer_id` of `customer` or `customers`), else the last one that stands in no key. Empty ids where there
 * is nothing to choose from.
 */
export function guessForeignKey(state: MemoryState, tableId: string): ForeignKeyChoice {
  const keyed = new Set([
    ...(primaryKeyOf(tableId, state)?.body.columnIds ?? []),
    ...state.childrenOf(tableId, 'foreign-key').flatMap(({ body }) => body.columnIds),
  ]);
  const columns = columnsOf(tableId, state);
  const free = columns.filter(({ id }) => !keyed.has(id));
  const others = drawnTables(state).filter(({ id }) => id !== tableId);
  for (const column of free) {
    const stem = column.body.name.replace(/_?id$/i, '').toLowerCase();
    const table = stem === '' ? undefined : others.find(({ body }) => isNamed(body.name, stem));
    if (table) return choice(state, column.id, table.id);
  }
  const column = free.at(-1) ?? columns.at(-1);
  return choice(state, column?.id ?? '', others[0]?.id ?? tableId);
}

function isNamed(table: string, stem: string): boolean {
  const name = table.toLowerCase();
  return name === stem || name === `${stem}s` || name === `${stem}es` || name === stem.replace(/y$/, 'ies');
}

function choice(state: MemoryState, columnId: string, referencedTableId: string): ForeignKeyChoice {
  return { columnId, referencedTableId, referencedColumnId: keyColumnOf(state, referencedTableId) };
}
