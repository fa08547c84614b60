import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { significantTokens, sqlTokens } from './sql-tokens';

function shape(text: string): readonly string[] {
  return sqlTokens(text).map((token) => `${token.kind} ${text.slice(token.start, token.end)}`);
}

describe('sqlTokens', () => {
  it('folds unquoted words in ASCII only and keeps quoted names', () => {
    const values = sqlTokens('Größe ÄB "Total" "a""b" tab$1 _x').map((token) => token.value);
    expect(values).toEqual(['größe', 'Äb', 'Total', 'a"b', 'tab$1', '_x']);
  });

  it('knows every way to write a string', () => {
    expect(shape(`'it''s' E'a\\'b' B'01' x'FF' n'k' U&'\\0061'`)).toEqual([
      `string 'it''s'`,
      `string E'a\\'b'`,
      `bit-string B'01'`,
      `bit-string x'FF'`,
      `string n'k'`,
      `string U&'\\0061'`,
    ]);
  });

  it('joins strings over line breaks, and only over them', () => {
    expect(shape(`'a'\n  'b'`)).toEqual([`string 'a'\n  'b'`]);
    expect(shape(`E'a' -- no\n 'b\\''`)).toHaveLength(3);
    expect(shape(`E'a'\n-- yes\n 'b\\''`)).toHaveLength(1);
    expect(shape(`'a' 'b'`)).toHaveLength(2);
  });

  it('decodes U&"" with its own and with another escape character', () => {
    expect(sqlTokens(`U&"d\\0061t\\+000061" x`).map((token) => token.value)).toEqual(['data', 'x']);
    expect(sqlTokens(`U&"d!0061ta!!" UESCAPE '!' x`).map((token) => token.value)).toEqual(['data!', 'x']);
  });

  it('knows dollar quotes, parameters and words with dollars', () => {
    expect(shape('$$a$b$$ $f_1$ $$ $f_1$ $1 a$b$c')).toEqual([
      'dollar-string $$a$b$$',
      'dollar-string $f_1$ $$ $f_1$',
      'parameter $1',
      'identifier a$b$c',
    ]);
  });

  it('nests comments and ends line comments at the line', () => {
    expect(shape('a /* x /* y */ z */ b -- c\nd')).toEqual([
      'identifier a',
      'comment /* x /* y */ z */',
      'identifier b',
      'comment -- c',
      'identifier d',
    ]);
    expect(significantTokens('a /* b */ c')).toHaveLength(2);
  });

  it('reads numbers without eating ranges', () => {
    expect(shape('1 1.5 .5 1e-3 0x1F 1_000 1..10 7.')).toEqual([
      'number 1',
      'number 1.5',
      'number .5',
      'number 1e-3',
      'number 0x1F',
      'number 1_000',
      'number 1',
      'punctuation ..',
      'number 10',
      'number 7.',
    ]);
  });

  it('cuts operators as PostgreSQL does', () => {
    expect(shape('a<-1')).toEqual(['identifier a', 'operator <', 'operator -', 'number 1']);
    expect(shape('a@-1')).toEqual(['identifier a', 'operator @-', 'number 1']);
    expect(shape('a+/*c*/b')).toEqual(['identifier a', 'operator +', 'comment /*c*/', 'identifier b']);
    expect(shape('a::text->>b')).toEqual([
      'identifier a',
      'punctuation ::',
      'identifier text',
      'operator ->>',
      'identifier b',
    ]);
  });

  it.each([`'abc`, `"abc`, '/* a /* b */', '$x$ abc', `E'a\\'`, `U&"a`])('does not throw at %s', (text) => {
    expect(sqlTokens(text)).toEqual([{ kind: 'unterminated', start: 0, end: text.length, value: '' }]);
  });

  it('covers any text in order, with nothing but whitespace between tokens', () => {
    const piece = fc.constantFrom(
      ...[
        "'",
        '"',
        '$$',
        '$a$',
        '--',
        '/*',
        '*/',
        '\\',
        'E',
        'U&',
        'é',
        '1',
        '.',
        ' ',
        '\n',
        '::',
        '<-',
        ';',
        'ab',
      ],
    );
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: piece }), fc.string()), (text) => {
        let at = 0;
        for (const token of sqlTokens(text)) {
          expect(text.slice(at, token.start)).toMatch(/^[ \t\n\r\f\v]*$/);
          expect(token.end).toBeGreaterThan(token.start);
          at = token.end;
        }
        expect(text.slice(at)).toMatch(/^[ \t\n\r\f\v]*$/);
      }),
    );
  });
});
