import { describe, expect, it } from 'vitest';
import { preprocess } from './preprocess';

const texts = (sql: string) => preprocess(sql).statements.map(({ text }) => text);

describe('IMP-2: a psql script is taken apart as psql does', () => {
  it.each([
    ['plain statements', 'SELECT 1; SELECT 2', ['SELECT 1', 'SELECT 2']],
    ['empty ones', ';; SELECT 1 ;;', ['SELECT 1']],
    ['comments', '-- a; b\nSELECT /* ; /* ; */ ; */ 1; -- end', ['SELECT /* ; /* ; */ ; */ 1']],
    ['strings', "SELECT 'a;''b;', E'it\\';', U&'\\0061;'", ["SELECT 'a;''b;', E'it\\';', U&'\\0061;'"]],
    ['quoted names', 'SELECT "a;""b" ; x', ['SELECT "a;""b"', 'x']],
    ['dollar quotes', 'SELECT $$;$$, $a$ $$; $a$; x', ['SELECT $$;$$, $a$ $$; $a$', 'x']],
    ['parentheses', 'CREATE RULE r DO (a; b); c', ['CREATE RULE r DO (a; b)', 'c']],
    [
      'BEGIN ATOMIC bodies',
      'CREATE OR REPLACE FUNCTION f() BEGIN ATOMIC SELECT CASE WHEN a THEN b END; c; END; d',
      ['CREATE OR REPLACE FUNCTION f() BEGIN ATOMIC SELECT CASE WHEN a THEN b END; c; END', 'd'],
    ],
    ['transactions, which are no bodies', 'BEGIN; a; END; b', ['BEGIN', 'a', 'END', 'b']],
    ['a byte order mark', '\ufeffSELECT 1;', ['SELECT 1']],
    ['Windows line ends', 'SELECT\r\n1;\r\n\\c x\r\nb', ['SELECT\r\n1', 'b']],
  ])('%s', (_name, sql, wanted) => {
    expect(texts(sql)).toEqual(wanted);
  });

  it('PF-64: drops psql meta-commands and keeps offsets', () => {
    const sql = "\\restrict x'y\nSELECT 1\n\\echo ; '\n, 2;\n\\unrestrict x\nb";
    const { statements, asides } = preprocess(sql);
    expect(statements.map(({ text }) => text)).toEqual(['SELECT 1\n         \n, 2', 'b']);
    for (const { start, text } of statements) expect(sql.slice(start, start + 1)).toBe(text[0]);
    expect(asides.map(({ name }) => name)).toEqual(['restrict', 'echo', 'unrestrict']);
  });

  it('PF-65: leaves COPY data out, whatever is in it', () => {
    const data = '1\tit\'s; \\N \\. x\n$$\t"(\n/* \\.';
    const { statements, asides } = preprocess(
      `a;\nCOPY t (x) FROM stdin;\n${data}\n\\.\nb;\nCOPY u FROM STDIN;\n\\.\nc`,
    );
    expect(statements.map(({ text }) => text)).toEqual(['a', 'b', 'c']);
    expect(asides.filter(({ kind }) => kind === 'copy')).toHaveLength(2);
  });

  it('keeps COPY that brings no data of its own', () => {
    expect(texts("COPY t FROM 'file'; COPY t TO STDOUT; b")).toHaveLength(3);
  });

  it('passes over statements about the database itself', () => {
    const { statements, asides } = preprocess(
      'CREATE DATABASE a; ALTER DATABASE a SET x TO y; DROP DATABASE a; b',
    );
    expect(statements.map(({ text }) => text)).toEqual(['b']);
    expect(asides.map(({ name }) => name)).toEqual(['CREATE DATABASE', 'ALTER DATABASE', 'DROP DATABASE']);
  });

  it('takes \\g for the end of a statement', () => {
    expect(texts('SELECT 1 \\g\nSELECT 2')).toEqual(['SELECT 1', 'SELECT 2']);
  });
});
