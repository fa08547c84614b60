import { describe, expect, it } from 'vitest';
import type { Entry } from './entries';
import { searchable } from './match';
import { excerptOf, namePieces, piecesOf } from './pieces';
import { rank } from './rank';

const marked = (pieces: readonly { text: string; isHit: boolean }[]) =>
  pieces.map(({ text, isHit }) => (isHit ? `[${text}]` : text)).join('');

const column: Entry = {
  id: 'c',
  kind: 'column',
  name: searchable('customer_id'),
  path: searchable('public.orders.customer_id'),
  about: null,
  weight: 5,
};

describe('piecesOf', () => {
  it('UI-151: cuts at the hits, whatever their order and overlap', () => {
    expect(
      marked(
        piecesOf('customer_id', [
          [9, 11],
          [0, 4],
          [2, 5],
        ]),
      ),
    ).toBe('[cust][o]mer_[id]');
    expect(marked(piecesOf('abc', []))).toBe('abc');
    expect(marked(piecesOf('abc', [[2, 9]]))).toBe('ab[c]');
  });
});

describe('namePieces', () => {
  it('UI-151: a hit in the path is shown in the name and in the table, public left out', () => {
    const [found] = rank('orders.cust', [column], 1).found;
    const shown = found && namePieces(found);
    expect(shown && [marked(shown.owner), marked(shown.name)]).toEqual(['[orders]', '[cust]omer_id']);
  });

  it('UI-151: hits of several words are all shown', () => {
    const [found] = rank('id ord', [column], 1).found;
    const shown = found && namePieces(found);
    expect(shown && [marked(shown.owner), marked(shown.name)]).toEqual(['[ord]ers', 'customer_[id]']);
  });

  it('UI-151: what stands alone has no owner', () => {
    const schema = {
      ...column,
      kind: 'namespace',
      name: searchable('sales'),
      path: searchable('sales'),
    } as const;
    const [found] = rank('sal', [schema], 1).found;
    expect(found && namePieces(found).owner).toEqual([]);
  });
});

describe('excerptOf', () => {
  it('UI-151: a hit far in a comment is shown with what is around it', () => {
    const text = `${'Some words before. '.repeat(5)}Then the gist\nof it.`;
    const at = text.indexOf('gist');
    const shown = marked(excerptOf(text, [[at, at + 4]]));
    expect(shown).toMatch(/^… .*Then the \[gist\] of it\.$/);
    expect(shown.length).toBeLessThan(60);
    expect(marked(excerptOf('The gist', [[4, 8]]))).toBe('The [gist]');
  });
});
