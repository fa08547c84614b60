import { describe, expect, it } from 'vitest';
import { allCommands } from './all-commands';

describe('allCommands', () => {
  it('UI-145: no two commands have one id, one title or one key', () => {
    const ids = allCommands.map(({ id }) => id);
    const titles = allCommands.map(({ title }) => title);
    const keys = allCommands.flatMap(({ shortcuts }) => shortcuts ?? []);
    expect(ids.length).toBeGreaterThan(10);
    for (const list of [ids, titles, keys]) expect(list).toEqual([...new Set(list)]);
  });

  it('UI-146: a key that works while typing is none that types something', () => {
    const keys = allCommands.filter((one) => one.worksWhileTyping).flatMap((one) => one.shortcuts ?? []);
    expect(keys.length).toBeGreaterThan(0);
    for (const key of keys) expect(key).toMatch(/^Mod\+|^(Shift\+)?F\d+$/);
  });
});
