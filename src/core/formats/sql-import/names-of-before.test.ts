import { beforeAll, describe, expect, it } from 'vitest';
import { importPostgresql } from './import-postgresql';
import { quoteNamesOfBefore } from './names-of-before';
import { countingIds } from './outline.fixture';
import { loadParser } from './parse';

beforeAll(loadParser);

describe('names that are keywords now', () => {
  it.each([
    [
      'CREATE FUNCTION f(json json, normalize text) RETURNS json AS $$ SELECT json $$ LANGUAGE sql',
      'CREATE FUNCTION f("json" json, "normalize" text) RETURNS json AS $$ SELECT json $$ LANGUAGE sql',
    ],
    ['CREATE FUNCTION app.json_value(x int) RETURNS int RETURN x', null],
    [
      'CREATE FUNCTION json_value(x int) RETURNS int RETURN x',
      'CREATE FUNCTION "json_value"(x int) RETURNS int RETURN x',
    ],
    ['SELECT system_user.a FROM t system_user', 'SELECT "system_user".a FROM t "system_user"'],
  ])('IMP-13: are quoted in %s', (text, quoted) => {
    expect(quoteNamesOfBefore(text)).toBe(quoted ?? text);
  });

  it.each(['CREATE TABLE t (a select)', 'CREATE FUNCTION f(json json', 'json json', ''])(
    'IMP-13: do not help %j',
    (text) => {
      expect(quoteNamesOfBefore(text)).toBe(text);
    },
  );

  it('IMP-13: are quoted in a hundred arguments, and given up in thousands, which would take for ever', () => {
    const made = (count: number) =>
      `CREATE FUNCTION f(${'json json, '.repeat(count)}x int) RETURNS int RETURN 1`;
    expect(quoteNamesOfBefore(made(99))).toBe(made(99).replaceAll('json json', '"json" json'));
    expect(quoteNamesOfBefore(made(20_000))).toBe(made(20_000));
  });

  it('IMP-13: come in with the table that has them', async () => {
    const sql =
      'CREATE TABLE t (a int);\nCREATE FUNCTION f(json json) RETURNS json LANGUAGE sql AS $$ SELECT json $$;';
    const imported = await importPostgresql(sql, { mintId: countingIds() });
    const kept = imported.ok
      ? imported.value.records.flatMap(({ body }) => ('text' in body ? [body.text] : []))
      : [];
    expect(kept).toEqual(['CREATE FUNCTION f("json" json) RETURNS json LANGUAGE sql AS $$ SELECT json $$']);
  });
});
