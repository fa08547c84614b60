import type { Query } from './query';
import type { ConstraintRow, IndexRow } from './read-constraints';
import { readConstraints, readIndexes } from './read-constraints';
import type { ColumnRow, NamespaceRow, RelationRow, SequenceRow } from './read-relations';
import { readColumns, readNamespaces, readRelations, readSequences } from './read-relations';
import type { TypeRow } from './read-types';
import { readTypes } from './read-types';
import type { Server } from './server-version';
import { versionedColumns } from './server-version';

/** What the catalogue says about the kinds that the model holds, with the indexes that reading it needs. */
export type Picture = {
  readonly server: Server;
  readonly namespaces: readonly NamespaceRow[];
  readonly relations: readonly RelationRow[];
  readonly columns: readonly ColumnRow[];
  readonly sequences: readonly SequenceRow[];
  readonly types: readonly TypeRow[];
  readonly constraints: readonly ConstraintRow[];
  readonly indexes: readonly IndexRow[];
  readonly relationByOid: ReadonlyMap<string, RelationRow>;
  readonly columnsByRelation: ReadonlyMap<string, readonly ColumnRow[]>;
  readonly constraintsByRelation: ReadonlyMap<string, readonly ConstraintRow[]>;
  readonly indexByOid: ReadonlyMap<string, IndexRow>;
};

/** Reads it all, one statement per class of objects, one after the other: the connection is one. */
export async function readPicture(query: Query, server: Server): Promise<Picture> {
  const columns = versionedColumns(server.major);
  const rows = {
    namespaces: await readNamespaces(query, columns),
    relations: await readRelations(query),
    columns: await readColumns(query, columns),
    sequences: await readSequences(query),
    types: await readTypes(query),
    constraints: await readConstraints(query, columns),
    indexes: await readIndexes(query, columns),
  };
  return {
    server,
    ...rows,
    relationByOid: new Map(rows.relations.map((row) => [row.oid, row])),
    columnsByRelation: groupBy(rows.columns, (row) => row.relationOid),
    constraintsByRelation: groupBy(rows.constraints, (row) => row.relationOid),
    indexByOid: new Map(rows.indexes.map((row) => [row.oid, row])),
  };
}

export function groupBy<Row>(
  rows: readonly Row[],
  keyOf: (row: Row) => string,
): ReadonlyMap<string, readonly Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return groups;
}
