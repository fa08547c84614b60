/**
 * What the diagram surface shows, in its own words. The surface knows nothing of records, operations or
 * the network: whoever mounts it maps the model to these shapes.
 *
 * Identity is the change signal: an object that is `===` to the one shown before is taken to be unchanged.
 */
import type { Point, Rect } from './geometry/rect';

export type SceneColumn = {
  readonly id: string;
  readonly name: string;
  /** The type as people read it: `numeric(10,2)`, `text[]`. */
  readonly type: string;
  readonly isPrimaryKey: boolean;
  readonly isForeignKey: boolean;
  readonly isUnique: boolean;
  readonly isNullable: boolean;
  /** It is another table's, which this one has its columns from: drawn faint, and not to be taken hold of here. */
  readonly isInherited?: boolean;
};

export type SceneTable = {
  readonly id: string;
  readonly name: string;
  /** Shown before the name; null for `public`, which everybody leaves out. */
  readonly namespaceName: string | null;
  /** A palette name (`paletteNames`); null and unknown names are drawn neutral. */
  readonly color: string | null;
  /** World coordinates of the top left corner. */
  readonly x: number;
  readonly y: number;
  readonly comment?: string | undefined;
  readonly columns: readonly SceneColumn[];
  /** A quiet line below the columns: how it is partitioned, what it inherits from. */
  readonly foot?: string;
};

/** A note or an area: what stands on the canvas beside the schema, with a size of its own. World units. */
export type SceneBox = Rect & {
  readonly id: string;
  readonly kind: 'note' | 'area';
  /** What a note says; what an area is called. */
  readonly text: string;
  /** A palette name, as with tables. */
  readonly color: string | null;
};

/** A foreign key as a line: from the referencing columns to the referenced ones. */
export type SceneRelationship = {
  readonly id: string;
  readonly name: string;
  readonly fromTableId: string;
  readonly fromColumnIds: readonly string[];
  readonly toTableId: string;
  readonly toColumnIds: readonly string[];
  /** Many rows may reference one row: false when the referencing columns are unique. */
  readonly fromMany: boolean;
  /** A referenced row may have no referencing row. */
  readonly fromOptional: boolean;
  /** A referencing row may reference nothing: some referencing column is nullable. */
  readonly toOptional: boolean;
};

/** The ids of tables, relationships, notes and areas that were added, replaced or removed. */
export type SceneChange = ReadonlySet<string> | 'all';

/** Where the surface reads from. Listeners are told after the change is readable. */
export type SceneSource = {
  tables(): Iterable<SceneTable>;
  table(id: string): SceneTable | undefined;
  relationships(): Iterable<SceneRelationship>;
  relationship(id: string): SceneRelationship | undefined;
  boxes(): Iterable<SceneBox>;
  box(id: string): SceneBox | undefined;
  /** Gives back how to stop listening. */
  subscribe(listener: (changed: SceneChange) => void): () => void;
};

/** Somebody else's pointer, in world coordinates. */
export type ScenePerson = Point & {
  /** One browser tab of one person. */
  readonly id: string;
  readonly name: string;
  /** `#rrggbb`. */
  readonly color: string;
  /** Not at their screen: drawn faint. */
  readonly isAway: boolean;
};

/** What somebody else has selected: tables, columns and relationships. */
export type RemoteSelection = {
  readonly personId: string;
  readonly name: string;
  readonly color: string;
  readonly recordIds: readonly string[];
  /** The one of these in a field of which they have their keyboard. */
  readonly editedId: string | null;
};

export type ScenePeople = {
  readonly cursors: readonly ScenePerson[];
  readonly selections: readonly RemoteSelection[];
  /** Tables that somebody else is dragging right now, and where they are. */
  readonly draggedTables: ReadonlyMap<string, Point>;
};

export const nobody: ScenePeople = { cursors: [], selections: [], draggedTables: new Map() };
