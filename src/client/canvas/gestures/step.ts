/** The three shapes of an answer of the gesture machine. */
import type { Effect, GestureState, Step } from './types';

/** The same state without any gesture going on. */
export function idle(state: GestureState): GestureState {
  return { ...state, mode: { kind: 'idle' } };
}

export function handled(state: GestureState, effects: readonly Effect[]): Step {
  return { state, effects, isHandled: true };
}

export function ignored(state: GestureState): Step {
  return { state, effects: [], isHandled: false };
}
