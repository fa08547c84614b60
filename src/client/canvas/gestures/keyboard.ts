/** Key presses: commands, the space bar as a hand, and moving tables by arrow keys. Pure. */

import { unreachable } from '../../../core/std/assert';
import type { Point } from '../geometry/rect';
import type { KeyCommand } from './keys';
import { keyCommand } from './keys';
import { handled, idle, ignored } from './step';
import type { Effect, GestureContext, GestureEvent, GestureState, Step } from './types';

/** World units one arrow key moves the selected tables: the grid, or one unit with Shift. */
export const nudgeStep = 8;
export const fineNudgeStep = 1;
/** CSS pixels one arrow key moves the picture when nothing is selected. */
export const arrowPan = 64;

type KeyEvent = Extract<GestureEvent, { kind: 'key-down' | 'key-up' }>;

export function onKeyDown(state: GestureState, event: KeyEvent, context: GestureContext): Step {
  const command = keyCommand(event.key, event.code, event.modifiers);
  return command ? obey(state, command, context) : ignored(state);
}

function obey(state: GestureState, command: KeyCommand, context: GestureContext): Step {
  switch (command.kind) {
    case 'zoom-in':
      return handled(state, [{ kind: 'zoom-step', direction: 'in' }]);
    case 'zoom-out':
      return handled(state, [{ kind: 'zoom-step', direction: 'out' }]);
    case 'zoom-reset':
      return handled(state, [{ kind: 'zoom-step', direction: 'reset' }]);
    case 'fit-all':
      return handled(state, [{ kind: 'fit', what: 'all' }]);
    case 'fit-selection':
      return handled(state, [{ kind: 'fit', what: 'selection' }]);
    case 'select-all':
      return handled(state, [{ kind: 'select-all' }]);
    case 'space':
      return handled({ ...state, isSpaceHeld: true }, []);
    case 'escape':
      return cancelAll(state, context);
    case 'delete':
      return remove(state, context);
    case 'edit':
      return edit(state, context);
    case 'arrow':
      return arrow(state, command, context);
    default:
      return unreachable(command);
  }
}

/** Ends whatever is going on without a trace; with nothing going on, clears the selection. */
function cancelAll(state: GestureState, context: GestureContext): Step {
  switch (state.mode.kind) {
    case 'dragging':
    case 'resizing':
    case 'nudging':
      return handled(idle(state), [{ kind: 'drag-cancel' }]);
    case 'connecting':
    case 'marquee':
      return handled(idle(state), [{ kind: 'repaint' }]);
    case 'pressed':
    case 'panning':
    case 'pinching':
      return handled(idle(state), []);
    case 'idle':
      if (context.tool !== 'select') return handled(state, [{ kind: 'leave-tool' }]);
      return context.selection.size === 0 ? ignored(state) : handled(state, [{ kind: 'select', ids: [] }]);
    default:
      return unreachable(state.mode);
  }
}

function remove(state: GestureState, context: GestureContext): Step {
  if (state.mode.kind !== 'idle' || context.selection.size === 0 || context.readOnly) return ignored(state);
  return handled(state, [{ kind: 'delete', ids: [...context.selection] }]);
}

function edit(state: GestureState, context: GestureContext): Step {
  const [id] = context.selection;
  if (state.mode.kind !== 'idle' || id === undefined || context.selection.size !== 1) return ignored(state);
  return handled(state, [{ kind: 'edit', id }]);
}

function arrow(
  state: GestureState,
  command: Extract<KeyCommand, { kind: 'arrow' }>,
  context: GestureContext,
): Step {
  const { mode } = state;
  if (mode.kind !== 'idle' && mode.kind !== 'nudging') return handled(state, []);
  if (context.movableIds.length === 0 || context.readOnly) {
    const { x, y } = command.direction;
    return handled(state, [{ kind: 'pan', dx: scaled(-x, arrowPan), dy: scaled(-y, arrowPan) }]);
  }
  const step = command.isFine ? fineNudgeStep : nudgeStep;
  const before: Point = mode.kind === 'nudging' ? mode.delta : { x: 0, y: 0 };
  const delta = { x: before.x + command.direction.x * step, y: before.y + command.direction.y * step };
  const ids = mode.kind === 'nudging' ? mode.ids : context.movableIds;
  const next: GestureState = { ...state, mode: { kind: 'nudging', ids, delta } };
  return handled(next, [{ kind: 'drag', ids, delta, snaps: false }]);
}

/** A product without the negative zero that `-0 * 64` would give. */
function scaled(direction: number, amount: number): number {
  return direction === 0 ? 0 : direction * amount;
}

export function onKeyUp(state: GestureState, event: KeyEvent): Step {
  if (event.key === ' ') return handled({ ...state, isSpaceHeld: false }, []);
  if (event.key.startsWith('Arrow')) return settleNudge(state);
  return ignored(state);
}

/** Commits what the arrow keys moved, as one move. */
export function settleNudge(state: GestureState): Step {
  if (state.mode.kind !== 'nudging') return ignored(state);
  const { ids, delta } = state.mode;
  const effect: Effect =
    delta.x === 0 && delta.y === 0 ? { kind: 'drag-cancel' } : { kind: 'drop', ids, delta };
  return handled(idle(state), [effect]);
}
