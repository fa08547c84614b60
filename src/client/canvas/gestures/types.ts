/** The vocabulary of the gesture machine: events in, states, effects out. No DOM types. */
import type { Edges } from '../geometry/box-geometry';
import type { Point, Rect } from '../geometry/rect';
import type { Hit } from '../hit-test';

export type Modifiers = {
  readonly shift: boolean;
  /** Control, or Command on a Mac. */
  readonly command: boolean;
  readonly alt: boolean;
};

export type PointerInfo = {
  readonly pointerId: number;
  readonly isTouch: boolean;
  /** 0 primary, 1 middle, 2 secondary, as in the DOM. */
  readonly button: number;
  /** CSS pixels from the canvas' corner. */
  readonly screen: Point;
  readonly world: Point;
  readonly hit: Hit;
  readonly modifiers: Modifiers;
};

export type GestureEvent =
  | ({ readonly kind: 'pointer-down' | 'pointer-move' | 'pointer-up' } & PointerInfo)
  | { readonly kind: 'pointer-cancel'; readonly pointerId: number }
  | { readonly kind: 'double-click'; readonly hit: Hit; readonly world: Point }
  | { readonly kind: 'context-menu'; readonly hit: Hit; readonly screen: Point; readonly world: Point }
  | {
      readonly kind: 'wheel';
      /** CSS pixels, as the browser reports them: positive scrolls down and right. */
      readonly dx: number;
      readonly dy: number;
      readonly screen: Point;
      readonly modifiers: Modifiers;
    }
  | {
      readonly kind: 'key-down' | 'key-up';
      readonly key: string;
      readonly code: string;
      readonly modifiers: Modifiers;
    }
  | { readonly kind: 'blur' };

export type Mode =
  | { readonly kind: 'idle' }
  /** Pressed and not yet moved far enough to mean a drag. */
  | { readonly kind: 'pressed'; readonly down: PointerInfo; readonly selectedBefore: boolean }
  | { readonly kind: 'panning'; readonly pointerId: number; readonly last: Point }
  | { readonly kind: 'pinching'; readonly first: Finger; readonly second: Finger }
  | {
      readonly kind: 'dragging';
      readonly pointerId: number;
      readonly ids: readonly string[];
      readonly start: Point;
      readonly delta: Point;
    }
  | {
      readonly kind: 'connecting';
      readonly pointerId: number;
      readonly fromTableId: string;
      readonly fromColumnId: string;
      readonly at: Point;
      readonly target: { readonly tableId: string; readonly columnId: string } | null;
    }
  | {
      readonly kind: 'resizing';
      readonly pointerId: number;
      readonly boxId: string;
      readonly edges: Edges;
      readonly start: Point;
    }
  /** A rectangle is drawn: what it meets is selected when it is let go, or it becomes an area. */
  | {
      readonly kind: 'marquee';
      readonly pointerId: number;
      readonly start: Point;
      readonly at: Point;
      readonly tool: CanvasTool;
    }
  /** Tables are being moved with the arrow keys; committed when the key is let go. */
  | { readonly kind: 'nudging'; readonly ids: readonly string[]; readonly delta: Point };

/** What a drag of the primary button does: `area` draws one, wherever it begins. */
export type CanvasTool = 'select' | 'area';

export type Finger = { readonly pointerId: number; readonly at: Point };

export type GestureState = { readonly mode: Mode; readonly isSpaceHeld: boolean };

export type GestureContext = {
  readonly selection: ReadonlySet<string>;
  /** Those of the selection that have a place of their own: tables, notes, areas. */
  readonly movableIds: readonly string[];
  /** Nothing may be changed: no drag, connect, delete, edit or create. */
  readonly readOnly: boolean;
  readonly tool: CanvasTool;
};

export type Effect =
  | { readonly kind: 'pan'; readonly dx: number; readonly dy: number }
  | { readonly kind: 'zoom'; readonly factor: number; readonly at: Point }
  | { readonly kind: 'zoom-step'; readonly direction: 'in' | 'out' | 'reset' }
  | { readonly kind: 'fit'; readonly what: 'all' | 'selection' }
  | { readonly kind: 'select'; readonly ids: readonly string[] }
  | { readonly kind: 'select-all' }
  /** Adds the tables that a world rectangle meets to the selection. */
  | { readonly kind: 'select-within'; readonly area: Rect }
  | {
      readonly kind: 'drag';
      readonly ids: readonly string[];
      readonly delta: Point;
      /** Aligned with what is near. */
      readonly snaps: boolean;
    }
  /** A drag or a resizing ends as it was last shown. */
  | { readonly kind: 'drop'; readonly ids: readonly string[]; readonly delta: Point }
  | {
      readonly kind: 'resize';
      readonly boxId: string;
      readonly edges: Edges;
      readonly delta: Point;
    }
  | { readonly kind: 'draw-area'; readonly area: Rect }
  | { readonly kind: 'leave-tool' }
  | { readonly kind: 'drag-cancel' }
  | { readonly kind: 'connect'; readonly fromColumnId: string; readonly toColumnId: string }
  | { readonly kind: 'add-column'; readonly tableId: string }
  | { readonly kind: 'edit'; readonly id: string }
  | { readonly kind: 'create-table'; readonly at: Point }
  | { readonly kind: 'context-menu'; readonly hit: Hit; readonly screen: Point; readonly world: Point }
  | { readonly kind: 'delete'; readonly ids: readonly string[] }
  /** Something drawn from the gesture state changed. */
  | { readonly kind: 'repaint' };

export type Step = {
  readonly state: GestureState;
  readonly effects: readonly Effect[];
  /** The event meant something here: the browser's own action is not wanted. */
  readonly isHandled: boolean;
};

export const restingState: GestureState = { mode: { kind: 'idle' }, isSpaceHeld: false };
