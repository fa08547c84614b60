import { describe, expect, it } from 'vitest';
import type { KeyPress } from './shortcut';
import { matchesShortcut } from './shortcut';

const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...more,
});

describe('matchesShortcut', () => {
  it('UI-146: a letter is its key alone, whatever Caps Lock says', () => {
    expect(matchesShortcut('T', press('t'))).toBe(true);
    expect(matchesShortcut('T', press('T'))).toBe(true);
    expect(matchesShortcut('T', press('T', { shiftKey: true }))).toBe(false);
    expect(matchesShortcut('T', press('t', { ctrlKey: true }))).toBe(false);
    expect(matchesShortcut('T', press('t', { altKey: true }))).toBe(false);
    expect(matchesShortcut('T', press('r'))).toBe(false);
  });

  it('UI-146: Mod is Control or Command', () => {
    expect(matchesShortcut('Mod+K', press('k', { ctrlKey: true }))).toBe(true);
    expect(matchesShortcut('Mod+K', press('k', { metaKey: true }))).toBe(true);
    expect(matchesShortcut('Mod+K', press('k'))).toBe(false);
    expect(matchesShortcut('Mod+Z', press('Z', { ctrlKey: true, shiftKey: true }))).toBe(false);
    expect(matchesShortcut('Mod+Shift+Z', press('Z', { ctrlKey: true, shiftKey: true }))).toBe(true);
  });

  it('UI-146: a sign is what is typed, with or without Shift', () => {
    expect(matchesShortcut('?', press('?', { shiftKey: true }))).toBe(true);
    expect(matchesShortcut('?', press('?'))).toBe(true);
    expect(matchesShortcut('?', press('/'))).toBe(false);
    expect(matchesShortcut('Plus', press('+', { shiftKey: true }))).toBe(true);
  });

  it('UI-146: a digit with Shift counts by its place on the keyboard', () => {
    expect(matchesShortcut('Shift+1', press('!', { shiftKey: true, code: 'Digit1' }))).toBe(true);
    expect(matchesShortcut('Shift+1', press('1', { code: 'Digit1' }))).toBe(false);
  });

  it('UI-146: function keys and arrows go by name, with their modifiers', () => {
    expect(matchesShortcut('F6', press('F6'))).toBe(true);
    expect(matchesShortcut('F6', press('F6', { shiftKey: true }))).toBe(false);
    expect(matchesShortcut('Shift+F6', press('F6', { shiftKey: true }))).toBe(true);
    expect(matchesShortcut('Alt+ArrowUp', press('ArrowUp', { altKey: true }))).toBe(true);
  });
});
