/**
 * The project as a scene, kept up to date from the ids that changed: one edit rebuilds the objects it
 * concerns and leaves all others identical, which is how the surface knows what to paint again.
 */
import { parentTables, partitionRoot } from '../../core/schema/inheritance';
import type { MemoryState } from '../../core/schema/memory-state';
import type { SchemaRecord } from '../../core/schema/record';
import type { Point } from '../canvas/geometry/rect';
import type { SceneBox, SceneChange, SceneRelationship, SceneSource, SceneTable } from '../canvas/scene';
import { drawnTables, heirsOf, isDrawn, partitionsOf } from './drawn-tables';
import { RelationshipLines } from './relationship-lines';
import { layoutOf, sceneBox, sceneRelationship, sceneTable } from './scene-records';

/** What the scene needs of the project store. */
export type RecordSource = {
  state(): MemoryState;
  /** Tells which records changed, or `all` after a reload. Gives back how to stop. */
  subscribe(listener: (changed: ReadonlySet<string> | 'all') => void): () => void;
};

/** The grid on which tables stand that nobody has placed: some in a row, below everything that is placed. */
const grid = { columns: 6, width: 420, height: 520 } as const;

/** How far below the lowest placed table's upper edge the grid of the unplaced begins. */
export const unplacedGap = 720;

/** The place of the nth unplaced table; `top` is where the grid begins. */
export function slotPoint(slot: number, top: number): Point {
  return { x: (slot % grid.columns) * grid.width, y: top + Math.floor(slot / grid.columns) * grid.height };
}

/** Below the lowest table that has a place. */
function gridTop(state: MemoryState): number {
  let lowest = -unplacedGap;
  for (const { body } of state.ofKind('layout')) lowest = Math.max(lowest, body.y);
  return lowest + unplacedGap;
}

export type Scene = SceneSource & {
  /** Stops listening to the store. */
  dispose(): void;
};

/** Builds the scene and follows the store. Places of unplaced tables are equal in every browser after a reload. */
export function createScene(source: RecordSource): Scene {
  const scene = new LiveScene(source);
  const stop = source.subscribe((changed) => scene.follow(changed));
  return {
    tables: () => scene.tables.values(),
    table: (id) => scene.tables.get(id),
    relationships: () => scene.relationships.values(),
    relationship: (id) => scene.relationships.get(id),
    boxes: () => scene.boxes.values(),
    box: (id) => scene.boxes.get(id),
    subscribe: (listener) => {
      scene.listeners.add(listener);
      return () => scene.listeners.delete(listener);
    },
    dispose: stop,
  };
}

class LiveScene {
  readonly tables = new Map<string, SceneTable>();
  readonly relationships = new Map<string, SceneRelationship>();
  readonly boxes = new Map<string, SceneBox>();
  readonly listeners = new Set<(changed: SceneChange) => void>();
  readonly #source: RecordSource;
  /** Which table, note or area a record was part of: a record that was taken back leaves no trace in the state. */
  readonly #tableOf = new Map<string, string>();
  /** Places given to tables without a layout; kept, so that they do not jump when another appears. */
  readonly #slots = new Map<string, number>();
  /** The tables right above one when it was last seen: what it was a partition or an heir of. */
  readonly #parentsOf = new Map<string, readonly string[]>();
  readonly #lines = new RelationshipLines();
  #nextSlot = 0;
  #top = 0;

  constructor(source: RecordSource) {
    this.#source = source;
    this.#rebuild();
  }

  follow(changed: ReadonlySet<string> | 'all'): void {
    const told = changed === 'all' ? this.#rebuild() : this.#update(changed);
    if (told !== 'all' && told.size === 0) return;
    for (const listener of this.listeners) listener(told);
  }

  #rebuild(): SceneChange {
    const state = this.#source.state();
    this.tables.clear();
    this.relationships.clear();
    this.boxes.clear();
    this.#tableOf.clear();
    this.#slots.clear();
    this.#parentsOf.clear();
    this.#lines.clear();
    this.#nextSlot = 0;
    this.#top = gridTop(state);
    for (const record of state.records()) this.#remember(record);
    for (const table of drawnTables(state)) this.tables.set(table.id, this.#build(table));
    for (const kind of ['note', 'area'] as const) {
      for (const { id } of state.ofKind(kind)) this.#refreshPlaced(id);
    }
    const keys = state.ofKind('foreign-key').map(({ id }) => id);
    for (const id of this.#lines.follow(keys, state)) this.#refreshRelationship(id);
    return 'all';
  }

  #update(changed: ReadonlySet<string>): ReadonlySet<string> {
    const concerned = this.#concerned(changed);
    const relationships = this.#lines.follow(concerned.relationships, this.#source.state());
    for (const id of concerned.tables) this.#refreshPlaced(id);
    for (const id of relationships) this.#refreshRelationship(id);
    return new Set([...concerned.tables, ...relationships]);
  }

  /** The tables (notes and areas among them) and foreign keys whose picture depends on one of these records. */
  #concerned(changed: ReadonlySet<string>) {
    const state = this.#source.state();
    const tables = new Set<string>();
    const keyed = new Set<string>();
    const relationships = new Set<string>();
    /** Tables whose columns, name or parents may be others now. */
    const shaped = new Set<string>();
    for (const id of changed) {
      const record = state.get(id);
      if (record?.kind === 'table') shaped.add(id);
      const before = this.#tableOf.get(id);
      if (before !== undefined) tables.add(before);
      if (this.tables.has(id) || this.boxes.has(id)) tables.add(id);
      if (this.relationships.has(id)) relationships.add(id);
      if (record === undefined || 'deleted' in record) {
        if (before !== undefined) keyed.add(before);
        if (before !== undefined && record?.kind !== 'layout') shaped.add(before);
        this.#tableOf.delete(id);
        continue;
      }
      this.#remember(record);
      if (record.kind === 'namespace')
        for (const child of state.childrenOf(id, 'table')) tables.add(child.id);
      for (const column of columnsShowing(record, state)) {
        tables.add(column.body.tableId);
        shaped.add(column.body.tableId);
      }
      if (record.kind === 'foreign-key') relationships.add(id);
      const table = tableOf(record);
      if (table !== null) tables.add(table);
      if (table !== null && record.kind === 'column') shaped.add(table);
      if (table !== null && affectsCardinality(record)) keyed.add(table);
    }
    const relocated = new Set<string>();
    for (const id of shaped) this.#followFamily(id, tables, relocated);
    for (const id of keysAt(relocated, state)) relationships.add(id);
    // Nullability and uniqueness of the referencing table decide how the ends of its lines look.
    for (const tableId of keyed) {
      for (const key of state.childrenOf(tableId, 'foreign-key')) relationships.add(key.id);
    }
    return { tables, relationships };
  }

  /** What else is drawn differently because of a table: heirs and the table that it is part of, before and now. */
  #followFamily(id: string, tables: Set<string>, relocated: Set<string>): void {
    const state = this.#source.state();
    const table = state.live(id, 'table');
    const before = this.#parentsOf.get(id) ?? [];
    const now = table ? parentTables(table.body) : [];
    for (const parent of [...before, ...now]) tables.add(partitionRoot(parent, state));
    if (before.join() !== now.join()) for (const one of withPartitions(id, state)) relocated.add(one);
    if (now.length === 0) this.#parentsOf.delete(id);
    else this.#parentsOf.set(id, now);
    const seen = new Set([id]);
    for (const above of seen) {
      for (const heir of heirsOf(above, state)) seen.add(heir.id);
    }
    for (const heir of seen) tables.add(heir);
  }

  #refreshPlaced(id: string): void {
    const state = this.#source.state();
    const found = state.live(id, 'table');
    const table = found && isDrawn(found) ? found : undefined;
    const box = state.live(id, 'note') ?? state.live(id, 'area');
    if (table) this.tables.set(id, this.#build(table));
    else if (box) {
      const isPlaced = layoutOf(id, state) !== undefined;
      const place = isPlaced ? { x: 0, y: 0 } : slotPoint(this.#slot(id), this.#top);
      this.boxes.set(id, sceneBox(box, state, place));
    } else {
      this.tables.delete(id);
      this.boxes.delete(id);
      this.#slots.delete(id);
    }
  }

  #refreshRelationship(id: string): void {
    const state = this.#source.state();
    const key = state.live(id, 'foreign-key');
    if (key && this.#lines.isShown(id)) this.relationships.set(id, sceneRelationship(key, state));
    else this.relationships.delete(id);
  }

  #build(table: SchemaRecord<'table'>): SceneTable {
    const state = this.#source.state();
    if (layoutOf(table.id, state)) return sceneTable(table, state, { x: 0, y: 0 });
    return sceneTable(table, state, slotPoint(this.#slot(table.id), this.#top));
  }

  #slot(tableId: string): number {
    const slot = this.#slots.get(tableId) ?? this.#nextSlot++;
    this.#slots.set(tableId, slot);
    return slot;
  }

  #remember(record: SchemaRecord): void {
    const table = tableOf(record);
    if (table !== null) this.#tableOf.set(record.id, table);
    if (record.kind !== 'table' || this.#parentsOf.has(record.id)) return;
    const parents = parentTables(record.body);
    if (parents.length > 0) this.#parentsOf.set(record.id, parents);
  }
}

/** A table and all partitions below it. */
function withPartitions(tableId: string, state: MemoryState): ReadonlySet<string> {
  const found = new Set([tableId]);
  for (const id of found) for (const partition of partitionsOf(id, state)) found.add(partition.id);
  return found;
}

/** Foreign keys that begin or end at one of these tables. */
function keysAt(tableIds: ReadonlySet<string>, state: MemoryState): readonly string[] {
  if (tableIds.size === 0) return [];
  return state
    .ofKind('foreign-key')
    .filter(({ body }) => tableIds.has(body.tableId) || tableIds.has(body.referencedTableId))
    .map(({ id }) => id);
}

const typeKinds: ReadonlySet<string> = new Set(['table', 'enum', 'domain', 'composite', 'range', 'verbatim']);

/** The columns that show the name of a type, or the name of the namespace that it is in. */
function columnsShowing(record: SchemaRecord, state: MemoryState): readonly SchemaRecord<'column'>[] {
  const types = record.kind === 'namespace' ? state.children(record.id) : [record];
  return types
    .filter(({ kind }) => typeKinds.has(kind))
    .flatMap(({ id }) =>
      state.referrers(id).flatMap((one) => (one.kind === 'column' && one.body.typeId === id ? [one] : [])),
    );
}

/** The table, note or area whose picture this record is part of. */
function tableOf(record: SchemaRecord): string | null {
  switch (record.kind) {
    case 'table':
    case 'note':
    case 'area':
      return record.id;
    case 'column':
    case 'primary-key':
    case 'unique':
    case 'foreign-key':
    case 'index':
    case 'layout':
      return record.parentId;
    case 'namespace':
    case 'check':
    case 'exclusion':
    case 'enum':
    case 'domain':
    case 'composite':
    case 'range':
    case 'sequence':
    case 'verbatim':
    case 'review-setting':
      return null;
  }
}

function affectsCardinality(record: SchemaRecord): boolean {
  return !['layout', 'table', 'foreign-key', 'note', 'area'].includes(record.kind);
}
