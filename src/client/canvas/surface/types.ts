/** The door of the surface: what it tells, and what can be asked of it. */
import type { Camera } from '../camera';
import type { Point, Rect, Size } from '../geometry/rect';
import type { CanvasTool } from '../gestures/types';
import type { Hit } from '../hit-test';
import type { ScenePeople } from '../scene';
import type { CanvasTheme } from '../theme';

/** Where a table, note or area is now; with a size where that has changed too. */
export type Move = Point & Partial<Size> & { readonly id: string };

export type ContextMenuRequest = {
  readonly hit: Hit;
  /** CSS pixels from the canvas' corner. */
  readonly screen: Point;
  readonly world: Point;
};

/** What people did. The surface changes nothing but the camera, and the selection ahead of `onSelect`. */
export type SurfaceCallbacks = {
  onSelect(ids: readonly string[]): void;
  /** Once per drag or nudge. The source has to show the new places when this returns. */
  onMove(moves: readonly Move[]): void;
  /** During a drag, at most 20 times a second, and once with an empty list when it ends. */
  onDragging(moves: readonly Move[]): void;
  onConnect(fromColumnId: string, toColumnId: string): void;
  onAddColumn(tableId: string): void;
  /** A table, column or relationship shall be edited. */
  onEdit(id: string): void;
  onCreateTableAt(world: Point): void;
  /** An area was drawn with the tool for it. */
  onDrawArea(rect: Rect): void;
  /** The tool is put away without having been used. */
  onLeaveTool(): void;
  onContextMenu(request: ContextMenuRequest): void;
  onDelete(ids: readonly string[]): void;
  /** After every change of the camera, or of what glides, before it is painted: elements on top follow here. */
  onCameraChange(camera: Camera): void;
  /** After every change of the camera or of the canvas' size: the part of the world in view. */
  onView(area: Rect): void;
  /** The camera goes another way than `lead` leads it: this person moved it, or asked for something to be shown. */
  onCameraTaken(): void;
  /** Where this person's pointer is, at most 20 times a second; null when it has left. */
  onPointer(world: Point | null): void;
};

export type SurfaceStats = {
  /** Frames painted since the beginning. At rest it does not grow. */
  readonly frames: number;
  /** Tables in the last frame. */
  readonly paintedTables: number;
  /** Table bitmaps drawn since the beginning: the costly part. */
  readonly drawnBitmaps: number;
  readonly bitmapBytes: number;
  /** How often the minimap painted the scene, and how often only the frame on it. */
  readonly minimap: { readonly scenes: number; readonly frames: number };
};

export type Surface = {
  setSelection(ids: ReadonlySet<string>): void;
  setTheme(theme: CanvasTheme): void;
  setPeople(people: ScenePeople): void;
  /** What is being edited in an element on top. */
  setEditing(id: string | null): void;
  setReadOnly(readOnly: boolean): void;
  setTool(tool: CanvasTool): void;
  /** Shows everything, or what is selected. */
  fit(what: 'all' | 'selection'): void;
  /** Zooms about the middle of the canvas. */
  zoomBy(factor: number): void;
  camera(): Camera;
  setCamera(camera: Camera): void;
  /** Shows an area of the world as somebody else sees it, and goes along from call to call. */
  lead(area: Rect): void;
  /** Brings a table, column or relationship into the middle; false when there is no such thing. */
  centerOn(id: string): boolean;
  /** CSS pixels from the canvas' corner. */
  worldToScreen(world: Point): Point;
  screenToWorld(screen: Point): Point;
  /** Where a table or a column's row is, in CSS pixels from the canvas' corner. */
  screenRectOf(id: string): Rect | null;
  /** Where a table's header is. */
  screenHeaderOf(tableId: string): Rect | null;
  /** Where the title of an area is. */
  screenTitleOf(areaId: string): Rect | null;
  /** The world rectangle around these tables, notes and areas; null when there is none of them. */
  boundsOf(ids: Iterable<string>): Rect | null;
  /** The world rectangle of a table, its size included; for placing and laying out. */
  tableRect(tableId: string): Rect | null;
  /**
   * Paints the whole scene small on another canvas, with the view as a frame, and lets people move the camera
   * there. The element's CSS size decides its size. Gives back how to stop.
   */
  showMinimap(canvas: HTMLCanvasElement): () => void;
  stats(): SurfaceStats;
  destroy(): void;
};
