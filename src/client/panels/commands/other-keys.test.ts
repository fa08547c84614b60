import { describe, expect, it } from 'vitest';
import { keyCommand } from '../../canvas/gestures/keys';
import { allCommands } from './all-commands';
import { otherKeys } from './other-keys';
import type { KeyPress } from './shortcut';
import { matchesShortcut } from './shortcut';

const named = [
  'ArrowLeft',
  'ArrowRight',
  'ArrowUp',
  'ArrowDown',
  'Delete',
  'Backspace',
  'Escape',
  'Enter',
  'Tab',
  'Home',
  'End',
  ...Array.from({ length: 12 }, (_, index) => `F${index + 1}`),
];
const typed = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index));
const codes: ReadonlyMap<string, string> = new Map([
  ['!', 'Digit1'],
  ['@', 'Digit2'],
]);

/** What a keyboard can say, with each modifier alone and with none. */
const presses: readonly KeyPress[] = [...named, ...typed].flatMap((key) =>
  ['', 'shift', 'ctrl', 'alt'].map((modifier) => ({
    key,
    code: codes.get(key) ?? '',
    shiftKey: modifier === 'shift',
    ctrlKey: modifier === 'ctrl',
    metaKey: false,
    altKey: modifier === 'alt',
  })),
);

/** Names of keys as they are written for people. */
const written: ReadonlyMap<string, string> = new Map([
  [' ', 'Space'],
  ['Delete', 'Del'],
  ['Escape', 'Esc'],
  ['ArrowLeft', 'Arrows'],
  ['ArrowRight', 'Arrows'],
  ['ArrowUp', 'Arrows'],
  ['ArrowDown', 'Arrows'],
]);

const isNamed = (shortcut: string, press: KeyPress) =>
  matchesShortcut(shortcut, { ...press, key: written.get(press.key) ?? press.key });

const canvasMeans = ({ key, code, shiftKey, ctrlKey, altKey }: KeyPress) =>
  keyCommand(key, code, { shift: shiftKey, command: ctrlKey, alt: altKey });

describe('the window of shortcuts', () => {
  it('UI-153: names every key that the canvas obeys', () => {
    const commands = allCommands.flatMap(({ shortcuts }) => shortcuts ?? []);
    const here = otherKeys.find(({ label }) => label === 'On the canvas')?.keys.flatMap(({ keys }) => keys);
    const all = [...commands, ...(here ?? [])];
    // With Shift the canvas takes most keys for what they are without: that needs no line of its own.
    const obeyed = presses.filter((press) => canvasMeans(press) && !(press.shiftKey && press.code === ''));
    expect(obeyed.length).toBeGreaterThan(12);
    const unnamed = obeyed.filter((press) => !all.some((one) => isNamed(one, press)));
    expect(unnamed.map(({ key }) => key)).toEqual([]);
  });

  it('UI-153: what a command says that the canvas hears, it hears', () => {
    const heard = ['view.fit-all', 'view.fit-selection', 'view.zoom-in', 'view.zoom-out', 'selection.delete'];
    for (const command of allCommands.filter(({ id }) => heard.includes(id))) {
      for (const shortcut of command.shortcuts ?? []) {
        const press = presses.find((one) => isNamed(shortcut, one));
        expect(press && canvasMeans(press), shortcut).toBeTruthy();
      }
    }
  });
});
