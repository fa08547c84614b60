/** What people do to tables, as operations. Pure: ids are minted by the caller. */
import type { MemoryState } from '../../../core/schema/memory-state';
import { scopes } from '../../../core/schema/names';
import type { Operation } from '../../../core/schema/operation';
import type { SchemaRecord } from '../../../core/schema/record';
import { isKind, isLive } from '../../../core/schema/record';
import type { Point, Size } from '../../canvas/geometry/rect';
import { heirsOf, partitionsOf } from '../../view/drawn-tables';
import { defaultNamespace, layoutOf } from '../../view/scene-records';
import type { Edit } from './edit';
import { create, createNumbered, remove, update } from './operations';
import { typeKinds } from './type-edits';

type NewTableIds = {
  readonly table: string;
  readonly column: string;
  readonly key: string;
  readonly layout: string;
};

/** A table to begin with: a bigint identity column as its primary key, at the given place. */
export function createTable(
  state: MemoryState,
  ids: NewTableIds,
  at: Point,
  namespaceId?: string,
): Edit & { readonly name: string } {
  const name = freeTableName(state, namespaceId);
  const operations: Operation[] = [
    createNumbered('table', ids.table, { name, ...(namespaceId === undefined ? {} : { namespaceId }) }),
    create('column', ids.column, {
      tableId: ids.table,
      name: 'id',
      type: 'bigint',
      nullable: false,
      identity: 'always',
    }),
    create('primary-key', ids.key, { tableId: ids.table, columnIds: [ids.column] }),
    create('layout', ids.layout, { recordId: ids.table, x: Math.round(at.x), y: Math.round(at.y) }),
  ];
  return { label: `Create table ${name}`, operations, name };
}

/** `new_table`, `new_table_2`, … : the first that nobody holds. */
function freeTableName(state: MemoryState, namespaceId: string | undefined): string {
  const namespace = namespaceId ?? state.holder(scopes.namespaces, defaultNamespace);
  const isTaken = (name: string) =>
    namespace !== undefined &&
    (state.holder(scopes.relations(namespace), name) !== undefined ||
      state.holder(scopes.types(namespace), name) !== undefined);
  let name = 'new_table';
  for (let count = 2; isTaken(name); count += 1) name = `new_table_${count}`;
  return name;
}

/** A new place, and for notes and areas a new size where that is given. */
type NewPlace = Point & Partial<Size>;

/**
 * Where each of these tables, notes and areas stands now, as one mutation. `newId` gives ids for first layouts.
 * `by` says who chose the places: a person's stay when the layout arranges what nobody has placed.
 */
export function moveOnCanvas(
  state: MemoryState,
  places: ReadonlyMap<string, NewPlace>,
  newId: () => string,
  by: 'person' | 'layout' = 'person',
): Edit {
  const moved = [...places].flatMap(([id, place]) => {
    const record = state.live(id, 'table') ?? state.live(id, 'note') ?? state.live(id, 'area');
    return record ? [{ record, place }] : [];
  });
  const operations = moved.map(({ record, place: { x, y, width, height } }): Operation => {
    const size = width === undefined || height === undefined ? {} : { width, height };
    const at = { x: round(x), y: round(y), ...size };
    const layout = layoutOf(record.id, state);
    if (layout) return update(layout, { ...at, ...chosenBy(by, layout.body.arranged === true) });
    return create('layout', newId(), {
      recordId: record.id,
      ...at,
      ...(by === 'layout' && { arranged: true }),
    });
  });
  return { label: movingLabel(moved), operations };
}

type Moved = { readonly record: SchemaRecord; readonly place: NewPlace };

function movingLabel(moved: readonly Moved[]): string {
  const [first] = moved;
  if (first && moved.length === 1) {
    return `${first.place.width === undefined ? 'Move' : 'Resize'} ${first.record.kind}`;
  }
  const areas = moved.filter(({ record }) => record.kind === 'area').length;
  if (areas === 1) return 'Move area with what is in it';
  const areTables = moved.every(({ record }) => record.kind === 'table');
  return `Move ${moved.length} ${areTables ? 'tables' : 'things'}`;
}

/** What to write about who chose a place; nothing where that stays. */
function chosenBy(by: 'person' | 'layout', wasArranged: boolean): { readonly arranged?: true | null } {
  if (wasArranged === (by === 'layout')) return {};
  return { arranged: by === 'layout' ? true : null };
}

/** Half a unit is finer than anybody sees, and keeps the log readable. */
function round(value: number): number {
  return Math.round(value * 2) / 2;
}

/** Whatever was selected, with what relies on it. */
export type Deletion = Edit & {
  /** For the toast: `Deleted orders and 2 foreign keys`. */
  readonly summary: string;
};

/** Deletes the records and, with cascade, what others built on them. Empty when nothing is left to delete. */
export function deleteRecords(state: MemoryState, ids: readonly string[]): Deletion {
  const doomed = ids.map((id) => state.get(id)).filter(isLive);
  const gone = new Set(doomed.map(({ id }) => id));
  // A column falls with its table: naming both would delete it twice.
  const roots = doomed.filter(({ parentId }) => parentId === null || !gone.has(parentId));
  // A type never takes columns along: who deletes one in use is told what uses it.
  const operations = roots.map((record) => remove(record, { cascade: !isType(record) }));
  const tables = roots.flatMap(({ id }) => [...tablesBelow(state, id)]).filter((id) => !gone.has(id));
  const doomedTables = [...new Set(tables)].flatMap((id) => state.live(id, 'table') ?? []);
  const collateral = fallenForeignKeys(state, [...roots, ...doomedTables]).filter(
    ({ id }) => !gone.has(id),
  ).length;
  const what = roots.length === 1 && roots[0] ? titleOf(roots[0], state) : `${roots.length} objects`;
  const partitions = doomedTables.filter(({ body }) => body.partitionOf !== undefined).length;
  const more = [
    counted(partitions, 'partition'),
    counted(doomedTables.length - partitions, 'heir'),
    counted(collateral, 'foreign key'),
  ].filter((words) => words !== '');
  const last = more.pop();
  const also = last === undefined ? '' : `${more.map((words) => `, ${words}`).join('')} and ${last}`;
  return { label: `Delete ${what}`, operations, summary: `Deleted ${what}${also}` };
}

function counted(count: number, word: string): string {
  return count === 0 ? '' : `${count.toLocaleString('en')} ${word}${count === 1 ? '' : 's'}`;
}

function isType(record: SchemaRecord): boolean {
  return typeKinds.has(record.kind) || (record.kind === 'verbatim' && record.body.definesType !== undefined);
}

/** Partitions and heirs of a table, however far below: they go when it does. */
function tablesBelow(state: MemoryState, tableId: string): ReadonlySet<string> {
  const found = new Set<string>();
  const queue = state.live(tableId, 'table') ? [tableId] : [];
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    for (const below of [...partitionsOf(id, state), ...heirsOf(id, state)]) {
      if (!found.has(below.id)) queue.push(below.id);
      found.add(below.id);
    }
  }
  return found;
}

/** Foreign keys of other tables that cannot stand without these records. */
function fallenForeignKeys(
  state: MemoryState,
  roots: readonly SchemaRecord[],
): readonly SchemaRecord<'foreign-key'>[] {
  const fallen = new Map<string, SchemaRecord<'foreign-key'>>();
  const visit = (record: SchemaRecord) => {
    for (const child of state.children(record.id)) visit(child);
    for (const referrer of state.referrers(record.id)) {
      if (referrer.kind === 'foreign-key' && !belongsTo(referrer, roots)) fallen.set(referrer.id, referrer);
    }
  };
  for (const root of roots) visit(root);
  return [...fallen.values()];
}

function belongsTo(key: SchemaRecord<'foreign-key'>, roots: readonly SchemaRecord[]): boolean {
  return roots.some(({ id }) => id === key.body.tableId);
}

/** A record as its name stands in a sentence: `orders`, `orders.total`. */
export function titleOf(record: SchemaRecord, state: MemoryState): string {
  const { kind, body } = record;
  if (kind === 'layout' || kind === 'note') return kind;
  if (kind === 'review-setting') return body.rule;
  const table = record.parentId === null ? undefined : state.get(record.parentId);
  return isKind(table, 'table') ? `${table.body.name}.${body.name}` : body.name;
}
