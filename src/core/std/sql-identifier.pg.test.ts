import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestDatabase } from '../../../test/pg/database';
import { createTestDatabase } from '../../../test/pg/database';
import { quoteIdentifier, quoteLiteral } from './sql-identifier';
import { columnNameKeywords, reservedKeywords, typeFunctionKeywords } from './sql-keywords';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

describe('quoting and PostgreSQL', () => {
  it('PG-10: knows the keywords of PostgreSQL 18', async () => {
    const { rows } = await database.pool.query<{ word: string; category: string }>(
      'SELECT word, catcode AS category FROM pg_get_keywords()',
    );
    const of = (category: string) =>
      rows
        .filter((row) => row.category === category)
        .map(({ word }) => word)
        .sort();
    expect([...reservedKeywords].sort()).toEqual(of('R'));
    expect([...typeFunctionKeywords].sort()).toEqual(of('T'));
    expect([...columnNameKeywords].sort()).toEqual(of('C'));
  });

  it('PG-10, PF-35, PF-36: quotes names exactly as quote_ident() does', async () => {
    const names = [
      'a',
      'A',
      'order',
      'between',
      'left',
      'year',
      'Total',
      'a"b',
      '1a',
      'a$b',
      '_a1',
      'größe',
      '索引一',
      ' ',
      '--',
    ];
    const { rows } = await database.pool.query<{ quoted: string }>(
      'SELECT quote_ident(name) AS quoted FROM unnest($1::text[]) WITH ORDINALITY AS n (name, at) ORDER BY at',
      [names],
    );
    expect(names.map(quoteIdentifier)).toEqual(rows.map(({ quoted }) => quoted));
  });

  it('PG-11, PF-3, PF-5: quotes strings so that they come back', async () => {
    const texts = ["it's fine", 'a\\b', "\\'", '', '$$', 'line\nline', '/* */ --', 'E', "''", '🐘'];
    const { rows } = await database.pool.query<Record<string, string>>(
      `SELECT ${texts.map((text, at) => `${quoteLiteral(text)} AS t${at}, quote_literal($${at + 1}::text) AS q${at}`).join(', ')}`,
      texts,
    );
    texts.forEach((text, at) => {
      expect(rows[0]?.[`t${at}`]).toBe(text);
      expect(rows[0]?.[`q${at}`]).toBe(quoteLiteral(text));
    });
  });
});
