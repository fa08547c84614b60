/** Small scenes for the tests of the canvas. */
import type { Rect } from './geometry/rect';
import type { TextMeasure } from './geometry/table-geometry';
import type { SceneBox, SceneChange, SceneColumn, SceneRelationship, SceneSource, SceneTable } from './scene';

/** Every character is seven units wide. */
export const sevenPerCharacter: TextMeasure = (text) => text.length * 7;

export function columnOf(id: string, more: Partial<SceneColumn> = {}): SceneColumn {
  const base = { name: id, type: 'text', isPrimaryKey: false, isForeignKey: false, isUnique: false };
  return { id, ...base, isNullable: false, ...more };
}

/** A table with columns `<id>.0`, `<id>.1`, … */
export function tableOf(id: string, at: Partial<Rect> = {}, columnCount = 3): SceneTable {
  const columns = Array.from({ length: columnCount }, (_, index) => columnOf(`${id}.${index}`));
  return { id, name: id, namespaceName: null, color: null, x: at.x ?? 0, y: at.y ?? 0, columns };
}

export function relationshipOf(id: string, from: string, to: string): SceneRelationship {
  return {
    id,
    name: id,
    fromTableId: tableIdOf(from),
    fromColumnIds: [from],
    toTableId: tableIdOf(to),
    toColumnIds: [to],
    fromMany: true,
    fromOptional: true,
    toOptional: false,
  };
}

export function boxOf(kind: SceneBox['kind'], id: string, rect: Rect): SceneBox {
  return { id, kind, text: id, color: null, ...rect };
}

function tableIdOf(columnId: string): string {
  return columnId.slice(0, columnId.lastIndexOf('.'));
}

export class FixtureScene implements SceneSource {
  readonly #tables = new Map<string, SceneTable>();
  readonly #relationships = new Map<string, SceneRelationship>();
  readonly #boxes = new Map<string, SceneBox>();
  readonly #listeners = new Set<(change: SceneChange) => void>();

  constructor(tables: readonly SceneTable[], relationships: readonly SceneRelationship[] = []) {
    for (const table of tables) this.#tables.set(table.id, table);
    for (const relationship of relationships) this.#relationships.set(relationship.id, relationship);
  }

  tables(): Iterable<SceneTable> {
    return this.#tables.values();
  }

  table(id: string): SceneTable | undefined {
    return this.#tables.get(id);
  }

  relationships(): Iterable<SceneRelationship> {
    return this.#relationships.values();
  }

  relationship(id: string): SceneRelationship | undefined {
    return this.#relationships.get(id);
  }

  boxes(): Iterable<SceneBox> {
    return this.#boxes.values();
  }

  box(id: string): SceneBox | undefined {
    return this.#boxes.get(id);
  }

  subscribe(listener: (change: SceneChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  putTable(table: SceneTable): void {
    this.#tables.set(table.id, table);
    this.#tell(table.id);
  }

  putRelationship(relationship: SceneRelationship): void {
    this.#relationships.set(relationship.id, relationship);
    this.#tell(relationship.id);
  }

  putBox(box: SceneBox): void {
    this.#boxes.set(box.id, box);
    this.#tell(box.id);
  }

  remove(id: string): void {
    this.#boxes.delete(id);
    this.#tables.delete(id);
    this.#relationships.delete(id);
    this.#tell(id);
  }

  #tell(id: string): void {
    for (const listener of this.#listeners) listener(new Set([id]));
  }
}
