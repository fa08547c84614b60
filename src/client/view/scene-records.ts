/** One table or foreign key of the project as the surface draws it. Pure. */
import { columnsOf, partitionRoot } from '../../core/schema/inheritance';
import type { MemoryState } from '../../core/schema/memory-state';
import type { SchemaRecord } from '../../core/schema/record';
import { uniqueColumns } from '../../core/schema/references';
import { relationshipOf } from '../../core/schema/relationship';
import { boxMetrics } from '../canvas/geometry/box-geometry';
import type { Point } from '../canvas/geometry/rect';
import type { SceneBox, SceneColumn, SceneRelationship, SceneTable } from '../canvas/scene';
import { columnType } from './column-type';
import { tableTraits } from './table-traits';

/** The namespace that people leave out. */
export const defaultNamespace = 'public';

/** Where and in which colour a table is drawn, or undefined when nobody has placed it yet. */
export function layoutOf(recordId: string, state: MemoryState): SchemaRecord<'layout'> | undefined {
  return state.childrenOf(recordId, 'layout')[0];
}

/** A table at its place. `place` is where it stands when it has no layout. */
export function sceneTable(table: SchemaRecord<'table'>, state: MemoryState, place: Point): SceneTable {
  const layout = layoutOf(table.id, state)?.body;
  const namespace = state.live(table.body.namespaceId, 'namespace')?.body.name ?? null;
  const traits = tableTraits(table, state);
  return {
    id: table.id,
    name: table.body.name,
    namespaceName: namespace === defaultNamespace ? null : namespace,
    color: layout?.color ?? null,
    x: layout?.x ?? place.x,
    y: layout?.y ?? place.y,
    comment: table.body.comment,
    columns: sceneColumns(table.id, state),
    ...(traits !== null && { foot: traits }),
  };
}

/** A note or an area at its place. `place` is where it stands when it has no layout. */
export function sceneBox(
  record: SchemaRecord<'note'> | SchemaRecord<'area'>,
  state: MemoryState,
  place: Point,
): SceneBox {
  const layout = layoutOf(record.id, state)?.body;
  const usual = boxMetrics[record.kind];
  return {
    id: record.id,
    kind: record.kind,
    text: record.kind === 'note' ? record.body.text : record.body.name,
    color: record.body.color ?? null,
    x: layout?.x ?? place.x,
    y: layout?.y ?? place.y,
    width: layout?.width ?? usual.width,
    height: layout?.height ?? usual.height,
  };
}

function sceneColumns(tableId: string, state: MemoryState): readonly SceneColumn[] {
  const roles = columnRoles(tableId, state);
  return columnsOf(tableId, state).map((column) => ({
    id: column.id,
    name: column.body.name,
    type: columnType(column, state),
    isPrimaryKey: roles.primaryKey.has(column.id),
    isForeignKey: roles.foreignKey.has(column.id),
    isUnique: roles.unique.has(column.id),
    isNullable: column.body.nullable,
    ...(column.body.tableId !== tableId && { isInherited: true }),
  }));
}

/** Which columns of a table stand in its keys. `unique`: unique on their own, the primary key left out. */
export type ColumnRoles = {
  readonly primaryKey: ReadonlySet<string>;
  readonly foreignKey: ReadonlySet<string>;
  readonly unique: ReadonlySet<string>;
};

export function columnRoles(tableId: string, state: MemoryState): ColumnRoles {
  const primaryKey = new Set<string>();
  const foreignKey = new Set<string>();
  const unique = new Set<string>();
  for (const child of state.children(tableId)) {
    if (child.kind === 'primary-key') for (const id of child.body.columnIds) primaryKey.add(id);
    else if (child.kind === 'foreign-key') for (const id of child.body.columnIds) foreignKey.add(id);
    else {
      const [only, ...others] = uniqueColumns(child) ?? [];
      if (only !== undefined && others.length === 0) unique.add(only);
    }
  }
  return { primaryKey, foreignKey, unique };
}

/** A foreign key as a line with its two ends. For a partition the partitioned table stands. */
export function sceneRelationship(
  foreignKey: SchemaRecord<'foreign-key'>,
  state: MemoryState,
): SceneRelationship {
  const tableId = partitionRoot(foreignKey.body.tableId, state);
  const body = { ...foreignKey.body, tableId };
  const { referencing, referenced } = relationshipOf({ ...foreignKey, body }, state);
  return {
    id: foreignKey.id,
    name: body.name,
    fromTableId: body.tableId,
    fromColumnIds: body.columnIds,
    toTableId: partitionRoot(body.referencedTableId, state),
    toColumnIds: body.referencedColumnIds,
    fromMany: referencing.max === 'many',
    fromOptional: referencing.min === 0,
    toOptional: referenced.min === 0,
  };
}
