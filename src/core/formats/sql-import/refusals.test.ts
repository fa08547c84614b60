import { describe, expect, it } from 'vitest';
import { must } from '../../std/assert';
import { importPostgresql } from './import-postgresql';
import { countingIds } from './outline.fixture';

async function imported(sql: string) {
  const result = await importPostgresql(sql, { mintId: countingIds() });
  return must(result.ok ? result.value : null, 'an import');
}

async function problem(sql: string) {
  const result = await importPostgresql(sql, { mintId: countingIds() });
  return must(result.ok ? null : result.problem, 'a problem');
}

describe('IMP-3: what only reads or changes rows may be unknown to the parser', () => {
  it.each([
    ['UPDATE t FOR PORTION OF during FROM 1 TO 2 SET a = 1;'],
    ['DELETE FROM t FOR PORTION OF during FROM 1 TO 2;'],
    ['SELECT a b c FROM t;'],
    ['WITH x AS (SELECT 1) SELECTED * FROM x;'],
  ])('%.50s is left out with a warning', async (statement) => {
    const { records, diagnostics, ledger } = await imported(
      `CREATE TABLE a (id int);\n ${statement}\nCREATE TABLE b (id int);`,
    );
    expect(records.filter(({ kind }) => kind === 'table')).toHaveLength(2);
    expect(diagnostics).toMatchObject([{ severity: 'warning', code: 'data-not-read', line: 2 }]);
    expect(diagnostics[0]?.column).toBeGreaterThan(1);
    expect(ledger).toMatchObject([{ kind: 'data', reason: expect.stringContaining('1 statement') }]);
  });

  it.each([
    ['a parenthesis that swallows a table', 'SELECT 1 (2;\nCREATE TABLE a (id int);', 1, 10],
    ['a string that swallows a table', "SELECT 'abc;\nCREATE TABLE a (id int);", 1, 8],
    ['a missing semicolon before a table', 'SELECT 1\nCREATE TABLE a (id int);', 2, 1],
    ['rows that make a table', 'SELECT 1 INTO made FROM FROM t;', 1, 25],
    ['a statement that makes something', 'CREATE TABLE a (id int,,);', 1, 24],
  ])('%s refuses the script', async (_name, sql, line, column) => {
    expect(await problem(sql)).toMatchObject({ code: 'syntax-error', line, column });
  });
});

describe('IMP-3: SQL of another database is recognised', () => {
  it.each([
    ['CREATE TABLE IF NOT EXISTS `t` (id int);', 'MySQL'],
    ['INSERT INTO `t` VALUES (1);', 'MySQL'],
    ['CREATE TABLE t (id INT AUTO_INCREMENT PRIMARY KEY);', 'MySQL'],
    ['CREATE TABLE t (id INT, PRIMARY KEY CLUSTERED (id));', 'SQL Server'],
    ['CREATE TABLE t (id INT NOT NULL IDENTITY(1,1));', 'SQL Server'],
    ['CREATE TABLE t (id NUMBER(10) ENABLE, name VARCHAR2(20 BYTE));', 'Oracle'],
    ['PRAGMA foreign_keys=OFF;', 'SQLite'],
    ['CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT);', 'SQLite'],
  ])('%s says %s', async (sql, name) => {
    const { detail } = await problem(`CREATE TABLE good (id int);\n${sql}`);
    expect(detail).toContain(`This looks like ${name}`);
    expect(detail).toContain('Nothing was imported.');
  });

  it('where only its types tell', async () => {
    expect(await problem('CREATE TABLE t (\n  a VARCHAR2(20), b varchar2(30), c NUMBER(10));')).toMatchObject(
      {
        code: 'unknown-type',
        line: 2,
        column: 5,
        detail: expect.stringContaining('This looks like Oracle'),
      },
    );
  });

  it('a type of the script’s own may be called like one', async () => {
    const { diagnostics } = await imported(
      "CREATE TYPE datetime AS ENUM ('a'); CREATE TABLE t (a datetime);",
    );
    expect(diagnostics).toEqual([]);
  });
});

describe('IMP-3: what is too much for the parser', () => {
  const view = (expression: string) => `CREATE VIEW v AS SELECT ${expression}`;

  it.each([
    ['parentheses', view(`${'('.repeat(20_000)}1${')'.repeat(20_000)}`)],
    ['rows, too', `SELECT ${'1+'.repeat(20_000)}1`],
    ['a chain of operators', view(`${'1+'.repeat(20_000)}1`)],
  ])('%s: nested too deeply', async (_name, sql) => {
    expect(await problem(sql)).toMatchObject({
      code: 'syntax-error',
      line: 1,
      detail: expect.stringContaining('nested too deeply'),
    });
  });

  it('a long statement that is not deep is read', async () => {
    const body = 'select 1;\n'.repeat(100_000);
    const { records } = await imported(
      `CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $x$ ${body} $x$; CREATE TABLE t (id int);`,
    );
    expect(records.some(({ kind }) => kind === 'table')).toBe(true);
  });
});
