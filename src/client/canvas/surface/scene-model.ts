/**
 * The scene with everything derived from it: sizes, places, routes and the spatial indexes. Kept up to date by
 * change sets: moving one table touches that table and its own relationships, nothing else.
 */

import { liesIn } from '../geometry/box-geometry';
import type { Point, Rect, Size } from '../geometry/rect';
import { boundsOf, inflate } from '../geometry/rect';
import { SpatialIndex } from '../geometry/spatial-index';
import type { TextMeasure } from '../geometry/table-geometry';
import { columnRect, headerRect, tableSize } from '../geometry/table-geometry';
import type { HitCandidates, PlacedTable } from '../hit-test';
import { laneOf } from '../routing/lanes';
import type { Route } from '../routing/route';
import { routeBetween, routeSegments } from '../routing/route';
import type { SceneChange, SceneRelationship, SceneSource, SceneTable } from '../scene';
import type { Override } from './box-model';
import { BoxModel } from './box-model';

export type PlacedRelationship = { readonly relationship: SceneRelationship; readonly route: Route };

type Placed = PlacedTable & { readonly order: number };

const cellSize = 512;

export class SceneModel {
  readonly boxes: BoxModel;
  readonly #source: SceneSource;
  #measure: TextMeasure;
  #sizes = new WeakMap<SceneTable, Size>();
  readonly #tables = new Map<string, Placed>();
  readonly #relationships = new Map<string, SceneRelationship>();
  readonly #routes = new Map<string, PlacedRelationship>();
  readonly #byTable = new Map<string, Set<string>>();
  readonly #byPair = new Map<string, Set<string>>();
  readonly #tableIndex = new SpatialIndex(cellSize);
  readonly #routeIndex = new SpatialIndex(cellSize);
  #localPositions: ReadonlyMap<string, Override> = new Map();
  #remotePositions: ReadonlyMap<string, Point> = new Map();
  #glidingPositions: ReadonlyMap<string, Point> = new Map();
  #lastOrder = 0;
  #revision = 0;

  constructor(source: SceneSource, measure: TextMeasure) {
    this.#source = source;
    this.boxes = new BoxModel(source);
    this.#measure = measure;
    this.update('all');
  }

  get tableCount(): number {
    return this.#tables.size;
  }

  /** Another number whenever anything may look or stand differently. */
  get revision(): number {
    return this.#revision;
  }

  placed(tableId: string): PlacedTable | undefined {
    return this.#tables.get(tableId);
  }

  placedRelationship(id: string): PlacedRelationship | undefined {
    return this.#routes.get(id);
  }

  tableIds(): Iterable<string> {
    return this.#tables.keys();
  }

  /** The relationships that begin or end at a table. */
  relationshipIdsOf(tableId: string): Iterable<string> {
    return this.#byTable.get(tableId) ?? [];
  }

  /** The table whose own column this is. Looks at all tables: for single questions, not for every frame. */
  tableOfColumn(columnId: string): PlacedTable | null {
    for (const placed of this.#tables.values()) {
      if (placed.table.columns.some((column) => column.id === columnId && !column.isInherited)) return placed;
    }
    return null;
  }

  /** Where a table, a note or an area is: what has a place of its own. */
  placedRect(id: string): Rect | null {
    return (this.#tables.get(id) ?? this.boxes.placed(id))?.rect ?? null;
  }

  /** The same, but where it is going to be once it has stopped gliding. */
  restingRect(id: string): Rect | null {
    const rect = this.placedRect(id);
    const stored = this.#glidingPositions.has(id) ? this.#stored(id) : undefined;
    return rect && stored ? { ...rect, x: stored.x, y: stored.y } : rect;
  }

  /** All that have a place of their own. */
  placedIds(): readonly string[] {
    return [...this.#tables.keys(), ...this.boxes.ids()];
  }

  /** Tables, notes and areas that an area of the world meets. */
  placedIn(area: Rect): readonly { readonly id: string; readonly rect: Rect }[] {
    return [
      ...this.tablesIn(area).map(({ table, rect }) => ({ id: table.id, rect })),
      ...this.boxes.in(area).map(({ box, rect }) => ({ id: box.id, rect })),
    ];
  }

  /** These things, and what lies in the areas among them. */
  withContents(ids: Iterable<string>): readonly string[] {
    const all = new Set<string>();
    for (const id of ids) {
      all.add(id);
      const area = this.boxes.placed(id);
      if (area?.box.kind !== 'area') continue;
      for (const inside of this.placedIn(area.rect)) {
        const isArea = this.boxes.placed(inside.id)?.box.kind === 'area';
        if (liesIn(area.rect, inside.rect, isArea)) all.add(inside.id);
      }
    }
    return [...all];
  }

  /** Where something placed, a column's row, or the two tables of a relationship are. */
  rectOf(id: string): Rect | null {
    const placed = this.placedRect(id);
    if (placed) return placed;
    const line = this.#relationships.get(id);
    if (line) return this.bounds([line.fromTableId, line.toTableId]);
    const owner = this.tableOfColumn(id);
    return owner && columnRect(owner.table, owner.rect, id);
  }

  /** What is placed among these things, and the tables that columns and relationships among them belong to. */
  placedIdsOf(ids: Iterable<string>): readonly string[] {
    return [...ids].flatMap((id) => {
      const line = this.#relationships.get(id);
      if (line) return [line.fromTableId, line.toTableId];
      return this.placedRect(id) ? [id] : (this.tableOfColumn(id)?.table.id ?? []);
    });
  }

  /** The tables in an area, in the order in which they are painted. */
  tablesIn(area: Rect): PlacedTable[] {
    const found: Placed[] = [];
    for (const id of this.#tableIndex.query(area)) {
      const placed = this.#tables.get(id);
      if (placed) found.push(placed);
    }
    return found.sort((a, b) => a.order - b.order);
  }

  relationshipsIn(area: Rect): PlacedRelationship[] {
    const found: PlacedRelationship[] = [];
    for (const id of this.#routeIndex.query(area)) {
      const placed = this.#routes.get(id);
      if (placed) found.push(placed);
    }
    return found;
  }

  /** What could be hit within `reach` world units of a point. */
  candidatesAt(point: Point, reach: number): HitCandidates {
    const area = inflate({ ...point, width: 0, height: 0 }, reach);
    return {
      boxes: this.boxes.in(area),
      tables: this.tablesIn(area),
      relationships: this.relationshipsIn(area).map(({ relationship, route }) => ({
        id: relationship.id,
        route,
      })),
    };
  }

  /** The rectangle around these things, or around all, where they come to rest; null when there is none. */
  bounds(ids: Iterable<string> = this.placedIds()): Rect | null {
    return boundsOf([...ids].flatMap((id) => this.restingRect(id) ?? []));
  }

  /** Texts are measured differently from now on: fonts have arrived. */
  setMeasure(measure: TextMeasure): void {
    this.#measure = measure;
    this.#sizes = new WeakMap();
    this.update('all');
  }

  /** Puts tables and notes in front of all others. */
  raise(ids: Iterable<string>): void {
    for (const id of ids) {
      this.boxes.raise(id);
      const placed = this.#tables.get(id);
      if (placed) this.#tables.set(id, { ...placed, order: ++this.#lastOrder });
    }
  }

  /** Positions that hold instead of the stored ones while this person drags. */
  setLocalPositions(positions: ReadonlyMap<string, Override>): void {
    const touched = new Set([...this.#localPositions.keys(), ...positions.keys()]);
    this.#localPositions = positions;
    this.#refresh(touched);
  }

  /** Positions of what others drag. */
  setRemotePositions(positions: ReadonlyMap<string, Point>): void {
    const touched = new Set([...this.#remotePositions.keys(), ...positions.keys()]);
    this.#remotePositions = positions;
    this.#refresh(touched);
  }

  /** Positions of what is on its way to its stored place. What anybody drags is not. */
  setGlidingPositions(positions: ReadonlyMap<string, Point>): void {
    const touched = new Set([...this.#glidingPositions.keys(), ...positions.keys()]);
    this.#glidingPositions = positions;
    this.#refresh(touched);
  }

  /** Takes over what the source says changed. Gives back what has another stored place now, and where it was shown. */
  update(change: SceneChange): ReadonlyMap<string, Point> {
    const ids = change === 'all' ? this.#everyId() : change;
    const before = new Map(
      [...ids].flatMap((id) => {
        const [stored, shown] = [this.#stored(id), this.placedRect(id)];
        return stored && shown ? [[id, { stored, shown }]] : [];
      }),
    );
    this.#refresh(ids);
    const moved = new Map<string, Point>();
    for (const [id, { stored, shown }] of before) {
      const now = this.#stored(id);
      if (now && (stored.x !== now.x || stored.y !== now.y)) moved.set(id, { x: shown.x, y: shown.y });
    }
    return moved;
  }

  #stored(id: string): Point | undefined {
    return this.#tables.get(id)?.table ?? this.boxes.placed(id)?.box;
  }

  #everyId(): ReadonlySet<string> {
    const ids = new Set<string>([...this.placedIds(), ...this.#relationships.keys()]);
    for (const box of this.#source.boxes()) ids.add(box.id);
    for (const table of this.#source.tables()) ids.add(table.id);
    for (const relationship of this.#source.relationships()) ids.add(relationship.id);
    return ids;
  }

  #refresh(ids: Iterable<string>): void {
    this.#revision += 1;
    const stale = new Set<string>();
    for (const id of ids) {
      if (this.boxes.refresh(id, this.#override(id))) continue;
      if (this.#refreshTable(id)) for (const related of this.relationshipIdsOf(id)) stale.add(related);
      if (this.#refreshRelationship(id, stale)) stale.add(id);
    }
    for (const id of stale) this.#route(id);
  }

  /** Whether the id is or was a table. */
  #refreshTable(id: string): boolean {
    const table = this.#source.table(id);
    const before = this.#tables.get(id);
    if (!table) {
      this.#tableIndex.delete(id);
      return this.#tables.delete(id);
    }
    const position = this.#override(id) ?? table;
    const rect = { x: position.x, y: position.y, ...this.#sizeOf(table) };
    this.#tables.set(id, { table, rect, order: before?.order ?? ++this.#lastOrder });
    this.#tableIndex.set(id, [rect]);
    return true;
  }

  #override(id: string): Override | undefined {
    return this.#localPositions.get(id) ?? this.#remotePositions.get(id) ?? this.#glidingPositions.get(id);
  }

  #sizeOf(table: SceneTable): Size {
    const known = this.#sizes.get(table);
    if (known) return known;
    const size = tableSize(table, this.#measure);
    this.#sizes.set(table, size);
    return size;
  }

  /** Files a relationship under its tables; `stale` collects the parallel ones, whose lanes may shift. */
  #refreshRelationship(id: string, stale: Set<string>): boolean {
    const before = this.#relationships.get(id);
    const now = this.#source.relationship(id);
    if (before === now) return now !== undefined;
    if (before) {
      this.#unfile(before);
      for (const sibling of this.#byPair.get(pairOf(before)) ?? []) stale.add(sibling);
    }
    if (!now) return before !== undefined;
    this.#relationships.set(id, now);
    fileUnder(this.#byTable, now.fromTableId, id);
    fileUnder(this.#byTable, now.toTableId, id);
    fileUnder(this.#byPair, pairOf(now), id);
    for (const sibling of this.#byPair.get(pairOf(now)) ?? []) stale.add(sibling);
    return true;
  }

  #unfile(relationship: SceneRelationship): void {
    const { id } = relationship;
    this.#relationships.delete(id);
    this.#byTable.get(relationship.fromTableId)?.delete(id);
    this.#byTable.get(relationship.toTableId)?.delete(id);
    this.#byPair.get(pairOf(relationship))?.delete(id);
  }

  #route(id: string): void {
    const relationship = this.#relationships.get(id);
    const from = relationship && this.#tables.get(relationship.fromTableId);
    const to = relationship && this.#tables.get(relationship.toTableId);
    if (!relationship || !from || !to) {
      this.#routes.delete(id);
      this.#routeIndex.delete(id);
      return;
    }
    const fromY = rowMiddle(from, relationship.fromColumnIds);
    const toY = rowMiddle(to, relationship.toColumnIds);
    const siblings = this.#siblings(relationship);
    const lane = laneOf({
      place: Math.max(0, siblings.indexOf(id)),
      siblings: siblings.length,
      toColumnId: relationship.toColumnIds[0] ?? relationship.toTableId,
      goesDown: toY > fromY,
    });
    const route = routeBetween({ fromRect: from.rect, toRect: to.rect, fromY, toY, lane });
    this.#routes.set(id, { relationship, route });
    this.#routeIndex.set(id, routeSegments(route));
  }

  /** The ids of the lines between the same two tables, by the height of their starts. */
  #siblings(relationship: SceneRelationship): readonly string[] {
    const ids = this.#byPair.get(pairOf(relationship));
    if (!ids || ids.size < 2) return [relationship.id];
    return [...ids]
      .map((id) => ({ id, y: this.#startOf(id) }))
      .sort((a, b) => a.y - b.y || (a.id < b.id ? -1 : 1))
      .map(({ id }) => id);
  }

  #startOf(id: string): number {
    const relationship = this.#relationships.get(id);
    const from = relationship && this.#tables.get(relationship.fromTableId);
    return relationship && from ? rowMiddle(from, relationship.fromColumnIds) : 0;
  }
}

function pairOf(relationship: SceneRelationship): string {
  const { fromTableId: a, toTableId: b } = relationship;
  return a < b ? `${a} ${b}` : `${b} ${a}`;
}

function fileUnder(map: Map<string, Set<string>>, key: string, id: string): void {
  const held = map.get(key);
  if (held) held.add(id);
  else map.set(key, new Set([id]));
}

/** Where a line attaches: the first of the columns that the table has, else the header. */
function rowMiddle({ table, rect }: PlacedTable, columnIds: readonly string[]): number {
  for (const id of columnIds) {
    const row = columnRect(table, rect, id);
    if (row) return row.y + row.height / 2;
  }
  const header = headerRect(rect);
  return header.y + header.height / 2;
}
