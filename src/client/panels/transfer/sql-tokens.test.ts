import { describe, expect, it } from 'vitest';
import { sourceLine } from './source-line';
import { sqlTokens } from './sql-tokens';

const piecesOf = (sql: string) => sqlTokens(sql).map(({ kind, text }) => `${kind}:${text}`);

describe('sqlTokens', () => {
  it('UI-60: tells keywords, strings, numbers and comments apart', () => {
    expect(piecesOf("CREATE TABLE t (n int DEFAULT 5); -- 'x'")).toEqual([
      'keyword:CREATE',
      'plain: ',
      'keyword:TABLE',
      'plain: t (n int ',
      'keyword:DEFAULT',
      'plain: ',
      'number:5',
      'plain:); ',
      "comment:-- 'x'",
    ]);
  });

  it('UI-60: quotes hide what is in them, dollar quotes too', () => {
    expect(piecesOf("'it''s TABLE'")).toEqual(["string:'it''s TABLE'"]);
    expect(piecesOf('"order" $f$ SELECT 1 $f$')).toEqual(['plain:"order" ', 'string:$f$ SELECT 1 $f$']);
  });

  it('UI-60: together the pieces are the text, each with its place', () => {
    const sql = 'SELECT \'a\', b /* c */ FROM "d"\n';
    const tokens = sqlTokens(sql);
    expect(tokens.map(({ text }) => text).join('')).toBe(sql);
    for (const { at, text } of tokens) expect(sql.startsWith(text, at)).toBe(true);
  });
});

describe('sourceLine', () => {
  it('UI-61: gives the line of a problem, cut at its column', () => {
    expect(sourceLine('a\nCREATE TABEL t;\r\nb', 2, 8)).toEqual({
      line: 2,
      before: 'CREATE ',
      after: 'TABEL t;',
    });
    expect(sourceLine('a', 3)).toBeNull();
  });

  it('UI-61: shows only the surroundings in a very long line', () => {
    const found = sourceLine(`${'x'.repeat(500)}!${'y'.repeat(500)}`, 1, 501);
    expect(found?.before).toBe(`…${'x'.repeat(50)}`);
    expect(found?.after.startsWith('!')).toBe(true);
    expect(found?.after.length).toBeLessThan(120);
  });
});
