/** Presses, drags and clicks of mouse, pen and fingers. Pure. */

import { boxMetrics } from '../geometry/box-geometry';
import type { Point } from '../geometry/rect';
import { rectBetween } from '../geometry/rect';
import { hitBoxId, hitTableId, selectableId } from '../hit-test';
import { settleNudge } from './keyboard';
import { handled, idle, ignored } from './step';
import type { Effect, Finger, GestureContext, GestureState, Mode, PointerInfo, Step } from './types';

/** A press that moves farther than this (CSS pixels) is a drag. Fingers are less exact. */
export const dragSlop = 4;
export const touchSlop = 9;

export function onPointerDown(before: GestureState, event: PointerInfo, context: GestureContext): Step {
  const settled = settleNudge(before);
  const state = settled.state;
  const finger = event.isTouch ? fingerOf(state.mode) : null;
  if (finger && finger.pointerId !== event.pointerId) {
    const second = { pointerId: event.pointerId, at: event.screen };
    return handled({ ...state, mode: { kind: 'pinching', first: finger, second } }, settled.effects);
  }
  if (state.mode.kind !== 'idle') return handled(state, settled.effects);
  if (event.button === 1 || (event.button === 0 && state.isSpaceHeld)) {
    return handled({ ...state, mode: panningFrom(event) }, settled.effects);
  }
  if (event.button !== 0) return handled(state, settled.effects);
  if (isDrawing(context)) {
    const drawing: Mode = { kind: 'pressed', down: event, selectedBefore: false };
    return handled({ ...state, mode: drawing }, settled.effects);
  }
  const pressed = press(state, event, context);
  return { ...pressed, effects: [...settled.effects, ...pressed.effects] };
}

function isDrawing({ tool, readOnly }: GestureContext): boolean {
  return tool === 'area' && !readOnly;
}

function panningFrom(event: PointerInfo): Mode {
  return { kind: 'panning', pointerId: event.pointerId, last: event.screen };
}

/** The finger that is down, when a second one would make a pinch of it. */
function fingerOf(mode: Mode): Finger | null {
  if (mode.kind === 'panning') return { pointerId: mode.pointerId, at: mode.last };
  if (mode.kind !== 'pressed') return null;
  return { pointerId: mode.down.pointerId, at: mode.down.screen };
}

function press(state: GestureState, event: PointerInfo, context: GestureContext): Step {
  const { hit } = event;
  if (hit.kind === 'column-handle' && !context.readOnly) {
    const { tableId: fromTableId, columnId: fromColumnId } = hit;
    const mode: Mode = {
      kind: 'connecting',
      pointerId: event.pointerId,
      fromTableId,
      fromColumnId,
      at: event.world,
      target: null,
    };
    return handled({ ...state, mode }, [{ kind: 'repaint' }]);
  }
  const id = selectableId(hit);
  const selectedBefore = isHeldBySelection(event, context);
  const next: GestureState = { ...state, mode: { kind: 'pressed', down: event, selectedBefore } };
  // Selecting at once feels quick; but what is selected already may be about to be dragged as a group.
  const selectsNow = id !== null && hit.kind !== 'add-column' && !selectedBefore && !adds(event);
  return handled(next, selectsNow ? [{ kind: 'select', ids: [id] }] : []);
}

/** Whether the thing pressed, or its table, is selected. */
function isHeldBySelection(event: PointerInfo, context: GestureContext): boolean {
  const id = selectableId(event.hit);
  const tableId = hitTableId(event.hit);
  return (id !== null && context.selection.has(id)) || (tableId !== null && context.selection.has(tableId));
}

function adds(event: PointerInfo): boolean {
  return event.modifiers.shift || event.modifiers.command;
}

export function onPointerMove(state: GestureState, event: PointerInfo, context: GestureContext): Step {
  const { mode } = state;
  switch (mode.kind) {
    case 'pressed':
      return event.pointerId === mode.down.pointerId
        ? leavePress(state, mode, event, context)
        : ignored(state);
    case 'panning':
      return event.pointerId === mode.pointerId ? pan(state, mode.last, event) : ignored(state);
    case 'pinching':
      return pinch(state, mode, event);
    case 'dragging': {
      if (event.pointerId !== mode.pointerId) return ignored(state);
      const delta = difference(event.world, mode.start);
      return handled({ ...state, mode: { ...mode, delta } }, [
        { kind: 'drag', ids: mode.ids, delta, snaps: snaps(event) },
      ]);
    }
    case 'connecting': {
      if (event.pointerId !== mode.pointerId) return ignored(state);
      const target = connectTarget(mode.fromColumnId, event);
      return handled({ ...state, mode: { ...mode, at: event.world, target } }, [{ kind: 'repaint' }]);
    }
    case 'resizing':
      return event.pointerId === mode.pointerId ? handled(state, [resizeTo(mode, event)]) : ignored(state);
    case 'marquee':
      return event.pointerId === mode.pointerId
        ? handled({ ...state, mode: { ...mode, at: event.world } }, [{ kind: 'repaint' }])
        : ignored(state);
    case 'idle':
    case 'nudging':
      return ignored(state);
  }
}

function difference(a: Point, b: Point): Point {
  return { x: a.x - b.x, y: a.y - b.y };
}

function leavePress(
  state: GestureState,
  mode: Extract<Mode, { kind: 'pressed' }>,
  event: PointerInfo,
  context: GestureContext,
): Step {
  const { down } = mode;
  const moved = difference(event.screen, down.screen);
  if (Math.hypot(moved.x, moved.y) <= (down.isTouch ? touchSlop : dragSlop)) return handled(state, []);
  const id = hitTableId(down.hit) ?? hitBoxId(down.hit);
  const tool = isDrawing(context) ? 'area' : 'select';
  if (tool === 'area' || (down.hit.kind === 'empty' && down.modifiers.shift)) {
    const marquee: Mode = {
      kind: 'marquee',
      pointerId: down.pointerId,
      start: down.world,
      at: event.world,
      tool,
    };
    return handled({ ...state, mode: marquee }, [{ kind: 'repaint' }]);
  }
  if (id === null || context.readOnly) return pan(state, down.screen, event);
  if (down.hit.kind === 'resize') return beginResizing(state, down, down.hit, event);
  const isSelected = context.movableIds.includes(id);
  const ids = isSelected ? context.movableIds : [id];
  const delta = difference(event.world, down.world);
  const dragging: Mode = {
    kind: 'dragging',
    pointerId: down.pointerId,
    ids,
    start: down.world,
    delta,
  };
  const drag: Effect = { kind: 'drag', ids, delta, snaps: snaps(event) };
  return handled({ ...state, mode: dragging }, isSelected ? [drag] : [{ kind: 'select', ids: [id] }, drag]);
}

function beginResizing(
  state: GestureState,
  down: PointerInfo,
  hit: Extract<PointerInfo['hit'], { kind: 'resize' }>,
  event: PointerInfo,
): Step {
  const { boxId, edges } = hit;
  const mode: Mode = { kind: 'resizing', pointerId: down.pointerId, boxId, edges, start: down.world };
  return handled({ ...state, mode }, [{ kind: 'select', ids: [boxId] }, resizeTo(mode, event)]);
}

function resizeTo({ boxId, edges, start }: Extract<Mode, { kind: 'resizing' }>, event: PointerInfo): Effect {
  return { kind: 'resize', boxId, edges, delta: difference(event.world, start) };
}

/** Alt, Control or Command while dragging: to exactly where the pointer is. */
function snaps({ modifiers }: PointerInfo): boolean {
  return !modifiers.alt && !modifiers.command;
}

function pan(state: GestureState, last: Point, event: PointerInfo): Step {
  const { x: dx, y: dy } = difference(event.screen, last);
  return handled({ ...state, mode: panningFrom(event) }, [{ kind: 'pan', dx, dy }]);
}

/** Two fingers: their middle pans, their distance zooms. */
function pinch(state: GestureState, mode: Extract<Mode, { kind: 'pinching' }>, event: PointerInfo): Step {
  const moved = { pointerId: event.pointerId, at: event.screen };
  const first = mode.first.pointerId === event.pointerId ? moved : mode.first;
  const second = mode.second.pointerId === event.pointerId ? moved : mode.second;
  const before = middle(mode.first.at, mode.second.at);
  const after = middle(first.at, second.at);
  const spread = Math.max(1, distance(mode.first.at, mode.second.at));
  const factor = Math.max(1, distance(first.at, second.at)) / spread;
  return handled({ ...state, mode: { kind: 'pinching', first, second } }, [
    { kind: 'pan', dx: after.x - before.x, dy: after.y - before.y },
    { kind: 'zoom', factor, at: after },
  ]);
}

function middle(a: Point, b: Point): Point {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

/** The column a connection would be dropped on: any other column, of the same table too. */
function connectTarget(
  fromColumnId: string,
  event: PointerInfo,
): { readonly tableId: string; readonly columnId: string } | null {
  const { hit } = event;
  if (hit.kind !== 'column' && hit.kind !== 'column-handle') return null;
  return hit.columnId === fromColumnId ? null : { tableId: hit.tableId, columnId: hit.columnId };
}

export function onPointerUp(state: GestureState, event: PointerInfo, context: GestureContext): Step {
  const { mode } = state;
  switch (mode.kind) {
    case 'pressed':
      return event.pointerId === mode.down.pointerId ? click(state, mode, context) : ignored(state);
    case 'panning':
      return event.pointerId === mode.pointerId ? handled(idle(state), []) : ignored(state);
    case 'pinching': {
      // The finger that stays goes on panning.
      const stays = mode.first.pointerId === event.pointerId ? mode.second : mode.first;
      return handled({ ...state, mode: { kind: 'panning', pointerId: stays.pointerId, last: stays.at } }, []);
    }
    case 'dragging': {
      if (event.pointerId !== mode.pointerId) return ignored(state);
      const { ids, delta } = mode;
      const isMoved = delta.x !== 0 || delta.y !== 0;
      return handled(idle(state), [isMoved ? { kind: 'drop', ids, delta } : { kind: 'drag-cancel' }]);
    }
    case 'connecting': {
      if (event.pointerId !== mode.pointerId) return ignored(state);
      const target = connectTarget(mode.fromColumnId, event);
      const connect: readonly Effect[] = target
        ? [{ kind: 'connect', fromColumnId: mode.fromColumnId, toColumnId: target.columnId }]
        : [];
      return handled(idle(state), [...connect, { kind: 'repaint' }]);
    }
    case 'resizing': {
      if (event.pointerId !== mode.pointerId) return ignored(state);
      const delta = difference(event.world, mode.start);
      return handled(idle(state), [{ kind: 'drop', ids: [mode.boxId], delta }]);
    }
    case 'marquee': {
      if (event.pointerId !== mode.pointerId) return ignored(state);
      const area = rectBetween(mode.start, event.world);
      const kind = mode.tool === 'area' ? 'draw-area' : 'select-within';
      return handled(idle(state), [{ kind, area }]);
    }
    case 'idle':
    case 'nudging':
      return ignored(state);
  }
}

/** A press that was let go where it began. */
function click(state: GestureState, mode: Extract<Mode, { kind: 'pressed' }>, context: GestureContext): Step {
  const { down } = mode;
  const next = idle(state);
  if (isDrawing(context)) {
    return handled(next, [{ kind: 'draw-area', area: { ...down.world, ...boxMetrics.area } }]);
  }
  if (down.hit.kind === 'add-column' && !context.readOnly) {
    return handled(next, [{ kind: 'add-column', tableId: down.hit.tableId }]);
  }
  const id = selectableId(down.hit);
  if (id === null) return handled(next, adds(down) ? [] : [{ kind: 'select', ids: [] }]);
  if (adds(down)) return handled(next, [{ kind: 'select', ids: toggled(context.selection, id) }]);
  return handled(next, mode.selectedBefore ? [{ kind: 'select', ids: [id] }] : []);
}

function toggled(selection: ReadonlySet<string>, id: string): readonly string[] {
  return selection.has(id) ? [...selection].filter((other) => other !== id) : [...selection, id];
}

export function onPointerCancel(state: GestureState, pointerId: number): Step {
  const { mode } = state;
  switch (mode.kind) {
    case 'dragging':
    case 'resizing':
      return mode.pointerId === pointerId ? handled(idle(state), [{ kind: 'drag-cancel' }]) : ignored(state);
    case 'connecting':
    case 'marquee':
      return mode.pointerId === pointerId ? handled(idle(state), [{ kind: 'repaint' }]) : ignored(state);
    case 'panning':
      return mode.pointerId === pointerId ? handled(idle(state), []) : ignored(state);
    case 'pressed':
      return mode.down.pointerId === pointerId ? handled(idle(state), []) : ignored(state);
    case 'pinching':
      return handled(idle(state), []);
    case 'idle':
    case 'nudging':
      return ignored(state);
  }
}
