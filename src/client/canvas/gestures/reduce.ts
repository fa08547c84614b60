/**
 * The gesture machine: what people do with pointer, wheel and keys becomes a state and effects.
 * A pure function; the surface carries the effects out.
 */
import { unreachable } from '../../../core/std/assert';
import type { Edges } from '../geometry/box-geometry';
import { clamp } from '../geometry/rect';
import type { Hit } from '../hit-test';
import { selectableId } from '../hit-test';
import { onKeyDown, onKeyUp, settleNudge } from './keyboard';
import { onPointerCancel, onPointerDown, onPointerMove, onPointerUp } from './pointer';
import { handled, idle } from './step';
import type { CanvasTool, Effect, GestureContext, GestureEvent, GestureState, Step } from './types';

/** One step of the machine. */
export function reduceGesture(state: GestureState, event: GestureEvent, context: GestureContext): Step {
  switch (event.kind) {
    case 'pointer-down':
      return onPointerDown(state, event, context);
    case 'pointer-move':
      return onPointerMove(state, event, context);
    case 'pointer-up':
      return onPointerUp(state, event, context);
    case 'pointer-cancel':
      return onPointerCancel(state, event.pointerId);
    case 'double-click':
      return onDoubleClick(state, event, context);
    case 'context-menu':
      return onContextMenu(state, event, context);
    case 'wheel':
      return onWheel(state, event);
    case 'key-down':
      return onKeyDown(state, event, context);
    case 'key-up':
      return onKeyUp(state, event);
    case 'blur':
      return onBlur(state);
    default:
      return unreachable(event);
  }
}

type EventOf<Kind extends GestureEvent['kind']> = Extract<GestureEvent, { kind: Kind }>;

function onDoubleClick(state: GestureState, event: EventOf<'double-click'>, context: GestureContext): Step {
  if (event.hit.kind === 'empty') {
    return handled(idle(state), context.readOnly ? [] : [{ kind: 'create-table', at: event.world }]);
  }
  const id = event.hit.kind === 'add-column' ? null : selectableId(event.hit);
  return handled(idle(state), id === null ? [] : [{ kind: 'edit', id }]);
}

/** The menu is about what was hit: it is selected first, unless it is part of the selection. */
function onContextMenu(state: GestureState, event: EventOf<'context-menu'>, context: GestureContext): Step {
  const { hit, screen, world } = event;
  const menu: Effect = { kind: 'context-menu', hit, screen, world };
  const id = selectableId(hit);
  const ids = id === null ? [] : [id];
  const keeps = id !== null && context.selection.has(id);
  const isMoving = state.mode.kind === 'dragging' || state.mode.kind === 'resizing';
  const cancel: readonly Effect[] = isMoving ? [{ kind: 'drag-cancel' }] : [];
  return handled(idle(state), keeps ? [...cancel, menu] : [...cancel, { kind: 'select', ids }, menu]);
}

/** A mouse wheel reports large steps, a trackpad's pinch small ones: the limit makes both usable. */
const largestZoomStep = 25;

/** Wheel pans, with Shift sideways; with Control or Command, and as a trackpad's pinch, it zooms. */
function onWheel(state: GestureState, event: EventOf<'wheel'>): Step {
  if (event.modifiers.command) {
    const factor = Math.exp(-clamp(event.dy, -largestZoomStep, largestZoomStep) * 0.01);
    return handled(state, [{ kind: 'zoom', factor, at: event.screen }]);
  }
  const isSideways = event.modifiers.shift && event.dx === 0;
  const dx = isSideways ? event.dy : event.dx;
  const dy = isSideways ? 0 : event.dy;
  return handled(state, [{ kind: 'pan', dx: dx === 0 ? 0 : -dx, dy: dy === 0 ? 0 : -dy }]);
}

/** When the surface loses the keyboard, no key-up will come: what the arrows moved is committed. */
function onBlur(state: GestureState): Step {
  const settled = settleNudge(state);
  return { ...settled, state: { ...settled.state, isSpaceHeld: false } };
}

/** What the pointer looks like, as a CSS cursor. */
export function cursorOf(state: GestureState, hovered: Hit, tool: CanvasTool = 'select'): string {
  switch (state.mode.kind) {
    case 'panning':
    case 'pinching':
      return 'grabbing';
    case 'dragging':
      return 'move';
    case 'resizing':
      return resizeCursor(state.mode.edges);
    case 'connecting':
    case 'marquee':
      return 'crosshair';
    case 'idle':
    case 'pressed':
    case 'nudging':
      break;
    default:
      unreachable(state.mode);
  }
  if (state.isSpaceHeld) return 'grab';
  if (tool === 'area' || hovered.kind === 'column-handle') return 'crosshair';
  if (hovered.kind === 'resize') return resizeCursor(hovered.edges);
  return hovered.kind === 'empty' ? 'default' : 'pointer';
}

function resizeCursor({ x, y }: Edges): string {
  if (x === null) return 'ns-resize';
  if (y === null) return 'ew-resize';
  return (x === 'left') === (y === 'top') ? 'nwse-resize' : 'nesw-resize';
}
