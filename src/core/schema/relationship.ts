import type { RecordId } from './ids';
import type { StateReader } from './reader';
import type { SchemaRecord } from './record';
import { isKind } from './record';
import { uniqueColumns } from './references';

/** How many rows of one side one row of the other may go with. */
export type Cardinality = { readonly min: 0 | 1; readonly max: 1 | 'many' };

/**
 * What a foreign key means for rows, never stored: how many referencing rows a referenced row may have,
 * and how many referenced rows a referencing row has. Crow's foot notation draws exactly these two.
 */
export type Relationship = { readonly referencing: Cardinality; readonly referenced: Cardinality };

/**
 * Derived from the foreign key, uniqueness and nullability:
 *
 * - A referencing row has one referenced row, or none when a referencing column may be NULL. With MATCH FULL
 *   all of them have to be NULL together, so one NOT NULL column is enough to require the row
 *   (PostgreSQL, CREATE TABLE, REFERENCES).
 * - A referenced row has any number of referencing rows, at most one when some unique key of the referencing
 *   table lies within the referencing columns; never a required one: no constraint can ask for it.
 */
export function relationshipOf(
  foreignKey: SchemaRecord<'foreign-key'>,
  reader: Pick<StateReader, 'get' | 'children'>,
): Relationship {
  const { body } = foreignKey;
  const nullable = body.columnIds.map((id) => isNullableColumn(id, reader));
  const mayBeAbsent = body.match === 'full' ? nullable.every(Boolean) : nullable.some(Boolean);
  const isOneToOne = isUniqueWithin(body.tableId, new Set(body.columnIds), reader);
  return {
    referencing: { min: 0, max: isOneToOne ? 1 : 'many' },
    referenced: { min: mayBeAbsent ? 0 : 1, max: 1 },
  };
}

function isNullableColumn(id: RecordId, reader: Pick<StateReader, 'get'>): boolean {
  const column = reader.get(id);
  return isKind(column, 'column') && column.body.nullable;
}

/** Whether no two rows of the table can agree in all of these columns. */
export function isUniqueWithin(
  tableId: RecordId,
  columnIds: ReadonlySet<RecordId>,
  reader: Pick<StateReader, 'children'>,
): boolean {
  return reader.children(tableId).some((child) => {
    const unique = uniqueColumns(child);
    return unique?.every((id) => columnIds.has(id)) ?? false;
  });
}
