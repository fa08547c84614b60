/** Drives the gesture machine in tests: a sequence of events, the effects they had. */
import type { Hit } from '../hit-test';
import { reduceGesture } from './reduce';
import type {
  CanvasTool,
  Effect,
  GestureContext,
  GestureEvent,
  GestureState,
  Modifiers,
  PointerInfo,
} from './types';
import { restingState } from './types';

export const noModifiers: Modifiers = { shift: false, command: false, alt: false };
export const withShift: Modifiers = { ...noModifiers, shift: true };
export const withCommand: Modifiers = { ...noModifiers, command: true };

export const onNothing: Hit = { kind: 'empty' };
export const onTable = (tableId: string): Hit => ({ kind: 'table-header', tableId });
export const onColumn = (tableId: string, columnId: string): Hit => ({ kind: 'column', tableId, columnId });
export const onHandle = (tableId: string, columnId: string): Hit => ({
  kind: 'column-handle',
  tableId,
  columnId,
});

type PointerKind = 'pointer-down' | 'pointer-move' | 'pointer-up';

/** A pointer event at a place where world and screen are the same. */
export function pointer(
  kind: PointerKind,
  x: number,
  y: number,
  hit: Hit = onNothing,
  more: Partial<PointerInfo> = {},
): GestureEvent {
  const at = { x, y };
  const base = { pointerId: 1, isTouch: false, button: 0, screen: at, world: at, modifiers: noModifiers };
  return { kind, ...base, hit, ...more };
}

export function key(name: string, modifiers: Modifiers = noModifiers, code = name): GestureEvent {
  return { kind: 'key-down', key: name, code, modifiers };
}

export function keyUp(name: string): GestureEvent {
  return { kind: 'key-up', key: name, code: name, modifiers: noModifiers };
}

/** Selecting works as in the surface: the context follows the effects. */
export class Player {
  state: GestureState = restingState;
  readonly effects: Effect[] = [];
  isHandled = false;
  #context: GestureContext;

  constructor(selection: readonly string[] = [], readOnly = false, tool: CanvasTool = 'select') {
    this.#context = { ...selected(selection), readOnly, tool };
  }

  play(...events: readonly GestureEvent[]): this {
    for (const event of events) {
      const step = reduceGesture(this.state, event, this.#context);
      this.state = step.state;
      this.isHandled = step.isHandled;
      for (const effect of step.effects) {
        this.effects.push(effect);
        if (effect.kind === 'select') this.#context = { ...this.#context, ...selected(effect.ids) };
      }
    }
    return this;
  }

  /** The effects without those that only concern painting. */
  get deeds(): readonly Effect[] {
    return this.effects.filter((effect) => effect.kind !== 'repaint');
  }

  /** The effects of one kind. */
  of<Kind extends Effect['kind']>(kind: Kind): readonly Extract<Effect, { kind: Kind }>[] {
    return this.effects.filter((effect): effect is Extract<Effect, { kind: Kind }> => effect.kind === kind);
  }
}

/** Ids without a dot are placed: tables, notes and areas. */
function selected(ids: readonly string[]): Pick<GestureContext, 'selection' | 'movableIds'> {
  return { selection: new Set(ids), movableIds: ids.filter((id) => !id.includes('.')) };
}
