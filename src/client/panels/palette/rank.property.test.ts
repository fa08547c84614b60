import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { manners, matchWord, searchable } from './match';
import type { Candidate } from './rank';
import { rank } from './rank';

const letters = fc.constantFrom('a', 'b', 'A', 'B', '_', '.', '1', 'é', 'İ');
const texts = fc.string({ unit: letters, minLength: 1, maxLength: 14 });
const words = fc.string({ unit: fc.constantFrom('a', 'b', '_', '1', 'é'), minLength: 1, maxLength: 5 });

const candidates: fc.Arbitrary<Candidate> = fc
  .record({ name: texts, owner: texts, about: fc.option(texts), weight: fc.integer({ min: 0, max: 8 }) })
  .map(({ name, owner, about, weight }) => ({
    id: `${owner}.${name}`,
    name: searchable(name),
    path: searchable(`${owner}.${name}`),
    about: about === null ? null : searchable(about),
    weight,
  }));
const lists = fc.uniqueArray(candidates, { maxLength: 12, selector: ({ id }) => id });

describe('laws of matching', () => {
  it('UI-148: the ranges spell the word, go forward and lie in the text', () => {
    fc.assert(
      fc.property(words, texts, (word, text) => {
        const within = searchable(text);
        const match = matchWord(word, within);
        if (!match) return;
        expect(match.ranges.map(([from, to]) => within.lower.slice(from, to)).join('')).toBe(word);
        const places = match.ranges.flat();
        expect(places).toEqual([...places].sort((a, b) => a - b));
      }),
    );
  });

  it('UI-148: found is what has the letters in their order, and only that', () => {
    fc.assert(
      fc.property(words, texts, (word, text) => {
        const pattern = new RegExp([...word].map((one) => one.replace('.', '\\.')).join('.*'), 's');
        const within = searchable(text);
        expect(matchWord(word, within) !== null).toBe(pattern.test(within.lower));
      }),
    );
  });

  it('UI-148: what contains the word is never told as scattered letters', () => {
    fc.assert(
      fc.property(texts, words, texts, (before, word, after) => {
        const manner = matchWord(word, searchable(before + word + after))?.manner;
        expect(manners.filter((one) => one !== 'scattered')).toContain(manner);
      }),
    );
  });

  it('UI-149: another letter never finds more', () => {
    fc.assert(
      fc.property(words, words, lists, (word, more, items) => {
        const all = new Set(rank(word, items, 50).found.map(({ item }) => item.id));
        for (const { item } of rank(word + more, items, 50).found) expect(all).toContain(item.id);
      }),
    );
  });

  it('UI-149: the order in which things come in does not matter, and fewer are the first of more', () => {
    fc.assert(
      fc.property(words, lists, fc.nat({ max: 12 }), (word, items, limit) => {
        const ids = (list: readonly Candidate[], most: number) =>
          rank(word, list, most).found.map(({ item }) => item.id);
        const whole = ids(items, 50);
        expect(ids([...items].reverse(), 50)).toEqual(whole);
        expect(ids(items, limit + 1)).toEqual(whole.slice(0, limit + 1));
      }),
    );
  });
});
