import { describe, expect, it } from 'vitest';
import { change, created, deleted, heron, owl, shopState, updated } from './log.fixture';
import { newsOnCanvas, summarizeVisit, visitWords } from './visit';

const rename = (id: string, seconds: number, actor = owl) =>
  change(id, seconds, [updated('table', 'orders', { name: 'a' }, { name: 'b' })], actor);
const since = change('x', 10, []).at;
const words = (...changes: Parameters<typeof summarizeVisit>[0]) => {
  const summary = summarizeVisit(changes, since, 'me', false);
  return summary && visitWords(summary);
};

describe('since the last visit', () => {
  it('ACT-40: tells how many edits there were, by whom, and of new tables', () => {
    const table = { namespaceId: 'public', name: 't' };
    expect(words(rename('a', 11))).toBe('1 edit by Misty Owl');
    expect(
      words(rename('a', 11), change('b', 12, [created('table', 't', table), created('table', 'u', table)])),
    ).toBe('2 edits by Misty Owl, 2 new tables');
    expect(words(change('b', 12, [deleted('table', 't', table)]), rename('a', 11, heron))).toBe(
      '2 edits by Misty Owl and Amber Heron, 1 table deleted',
    );
  });

  it('ACT-40: what came and went meanwhile is no news', () => {
    const table = { namespaceId: 'public', name: 't' };
    expect(
      words(change('b', 12, [deleted('table', 't', table)]), change('a', 11, [created('table', 't', table)])),
    ).toBe('2 edits by Misty Owl');
  });

  it('ACT-41: is silent about what was seen, what one did oneself, and where things stand', () => {
    expect(words(rename('a', 10), rename('b', 9))).toBeNull();
    expect(words(rename('a', 11, { id: 'me', name: 'Me' }))).toBeNull();
    expect(words(change('a', 11, [updated('layout', 'l', { x: 0 }, { x: 1 })]))).toBeNull();
  });

  it('ACT-43: on the canvas it is the tables that stand, whatever of them changed', () => {
    const key = { tableId: 'customers', columnIds: ['c-id'], name: 'k' };
    const news = change('a', 11, [
      updated('column', 'o-total', { name: 'sum' }, { name: 'total' }),
      deleted('unique', 'gone-key', key),
      deleted('table', 'gone', { namespaceId: 'public', name: 'gone' }),
      updated('namespace', 'sales', { name: 'a' }, { name: 'sales' }),
    ]);
    const old = change('b', 9, [updated('table', 'invoices', { name: 'a' }, { name: 'invoices' })]);
    expect([...newsOnCanvas([news, old], since, 'me', shopState())]).toEqual(['orders', 'customers']);
  });

  it('ACT-40: says so when there is more than was read', () => {
    const summary = summarizeVisit([rename('a', 11)], since, 'me', true);
    expect(summary && visitWords(summary)).toBe('more than 1 edit by Misty Owl');
  });
});
