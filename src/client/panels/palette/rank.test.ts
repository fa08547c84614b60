import { describe, expect, it } from 'vitest';
import { matchWord, searchable } from './match';
import type { Candidate } from './rank';
import { rank } from './rank';

const thing = (path: string, more: { about?: string; weight?: number } = {}): Candidate => ({
  id: path,
  name: searchable(path.slice(path.lastIndexOf('.') + 1)),
  path: searchable(path),
  about: more.about === undefined ? null : searchable(more.about),
  weight: more.weight ?? 0,
});

const order = (query: string, ...items: readonly Candidate[]) =>
  rank(query, items, 50).found.map(({ item }) => item.id);

const mannerOf = (word: string, text: string) => matchWord(word, searchable(text))?.manner ?? null;

describe('matchWord', () => {
  it('UI-148: tells the whole, the beginning, a word, beginnings of words, a part and letters apart', () => {
    expect(mannerOf('orders', 'orders')).toBe('exact');
    expect(mannerOf('ord', 'orders')).toBe('prefix');
    expect(mannerOf('items', 'order_items')).toBe('word');
    expect(mannerOf('oit', 'order_items')).toBe('initials');
    expect(mannerOf('rder', 'orders')).toBe('inside');
    expect(mannerOf('odr', 'orders')).toBe('scattered');
    expect(mannerOf('orx', 'orders')).toBeNull();
  });

  it('UI-148: a word begins after a sign, and at a capital after a small letter', () => {
    expect(mannerOf('item', 'orderItems')).toBe('word');
    expect(mannerOf('oi', 'orderItems')).toBe('initials');
    expect(mannerOf('id', 'public.orders.id')).toBe('word');
    expect(mannerOf('straße', 'alte_Straße')).toBe('word');
  });

  it('UI-148: beginnings of words are found where the first try leads nowhere', () => {
    expect(matchWord('sabx', searchable('sa_sab_x'))).toEqual({
      manner: 'initials',
      ranges: [
        [3, 6],
        [7, 8],
      ],
    });
    const long = `${'a_'.repeat(200)}b`;
    expect(mannerOf(`${'a'.repeat(150)}cb`, `${long}c_d`)).toBeNull();
  });

  it('UI-148: places hold where lower case would be longer', () => {
    expect(matchWord('id', searchable('İİ_id'))).toEqual({ manner: 'word', ranges: [[3, 5]] });
  });
});

describe('rank', () => {
  it('UI-148: the whole name before its beginning, a word, beginnings of words, a part, scattered letters', () => {
    const names = ['or_d', 'border', 'old_order', 'orders', 'o_rdx', 'order', 'orangerd_e'];
    expect(order('order', ...names.map((name) => thing(name)))).toEqual([
      'order',
      'orders',
      'old_order',
      'border',
    ]);
    expect(order('ord', ...names.map((name) => thing(name)))).toEqual([
      'order',
      'orders',
      'old_order',
      'or_d',
      'o_rdx',
      'border',
      'orangerd_e',
    ]);
  });

  it('UI-149: a qualified name finds what it names first', () => {
    const items = [
      thing('public.orders.id'),
      thing('public.orders.customer_id'),
      thing('public.customers.id'),
      thing('sales.orders'),
      thing('public.orders'),
    ];
    expect(order('orders.cust', ...items)).toEqual(['public.orders.customer_id']);
    expect(order('sales.orders', ...items)).toEqual(['sales.orders']);
    expect(order('public.orders', ...items)[0]).toBe('public.orders');
    expect(order('"orders".id', ...items)[0]).toBe('public.orders.id');
  });

  it('UI-149: several words may stand in the name, the path and the comment', () => {
    const items = [
      thing('public.orders.customer_id', { about: 'Who pays' }),
      thing('public.customers.order_count'),
      thing('public.orders.note'),
    ];
    expect(order('orders cust', ...items)[0]).toBe('public.orders.customer_id');
    expect(order('pays orders', ...items)).toEqual(['public.orders.customer_id']);
    expect(order('orders nowhere', ...items)).toEqual([]);
  });

  it('UI-149: a name counts more than a path, a path more than a comment, a word more than letters', () => {
    const items = [
      thing('public.a', { about: 'Every invoice that was sent' }),
      thing('public.invoice.b'),
      thing('public.reinvoiced'),
      thing('public.kinvoxicxe'),
    ];
    expect(order('invoice', ...items)).toEqual([
      'public.reinvoiced',
      'public.invoice.b',
      'public.a',
      'public.kinvoxicxe',
    ]);
  });

  it('UI-149: of what matches alike the weightier comes first, then the shorter, then by path', () => {
    const items = [
      thing('public.x.order_b'),
      thing('public.order_long', { weight: 5 }),
      thing('public.a.order_b'),
      thing('public.x.order'),
    ];
    expect(order('orde', ...items)).toEqual([
      'public.order_long',
      'public.x.order',
      'public.a.order_b',
      'public.x.order_b',
    ]);
  });

  it('UI-149: a table and its column come before a constraint that is named after both', () => {
    const items = [
      thing('public.titles.titles_id_key', { weight: -21 }),
      thing('public.titles.id', { weight: 5 }),
    ];
    expect(order('titles id', ...items)[0]).toBe('public.titles.id');
    expect(order('titles_id', ...items)[0]).toBe('public.titles.titles_id_key');
  });

  it('UI-149: says where the words stand', () => {
    const [found] = rank('ord tot', [thing('public.orders.total')], 5).found;
    expect(found?.ranges).toEqual({ name: [[0, 3]], path: [[7, 10]], about: [] });
  });

  it('UI-147: gives so many, and how many there are', () => {
    const items = Array.from({ length: 40 }, (_, index) => thing(`t.c${index}`));
    const { found, total } = rank('c', items, 7);
    expect(found).toHaveLength(7);
    expect(total).toBe(40);
    expect(rank('  ', items, 7)).toEqual({ found: [], total: 0 });
  });
});
