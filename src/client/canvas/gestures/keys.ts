/** Which key does what on the surface. The one list of shortcuts of the canvas. */
import type { Point } from '../geometry/rect';
import type { Modifiers } from './types';

export type KeyCommand =
  | { readonly kind: 'zoom-in' | 'zoom-out' | 'zoom-reset' | 'fit-all' | 'fit-selection' }
  | { readonly kind: 'delete' | 'escape' | 'edit' | 'select-all' | 'space' }
  /** `direction` is a unit vector; `isFine` with Shift. */
  | { readonly kind: 'arrow'; readonly direction: Point; readonly isFine: boolean };

const arrows: ReadonlyMap<string, Point> = new Map([
  ['ArrowLeft', { x: -1, y: 0 }],
  ['ArrowRight', { x: 1, y: 0 }],
  ['ArrowUp', { x: 0, y: -1 }],
  ['ArrowDown', { x: 0, y: 1 }],
]);

const plain: ReadonlyMap<string, KeyCommand> = new Map([
  ['+', { kind: 'zoom-in' }],
  ['=', { kind: 'zoom-in' }],
  ['-', { kind: 'zoom-out' }],
  ['0', { kind: 'zoom-reset' }],
  ['f', { kind: 'fit-all' }],
  ['Delete', { kind: 'delete' }],
  ['Backspace', { kind: 'delete' }],
  ['Escape', { kind: 'escape' }],
  ['Enter', { kind: 'edit' }],
  ['F2', { kind: 'edit' }],
  [' ', { kind: 'space' }],
]);

/** The command of a key, or null for keys that belong to the browser or the application. */
export function keyCommand(key: string, code: string, modifiers: Modifiers): KeyCommand | null {
  if (modifiers.command || modifiers.alt) {
    return modifiers.command && key.toLowerCase() === 'a' ? { kind: 'select-all' } : null;
  }
  const direction = arrows.get(key);
  if (direction) return { kind: 'arrow', direction, isFine: modifiers.shift };
  // By place on the keyboard: what Shift+1 types depends on the layout.
  if (modifiers.shift && code === 'Digit1') return { kind: 'fit-all' };
  if (modifiers.shift && code === 'Digit2') return { kind: 'fit-selection' };
  return plain.get(key.length === 1 ? key.toLowerCase() : key) ?? null;
}
