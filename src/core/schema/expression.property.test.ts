import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quoteIdentifier } from '../std/sql-identifier';
import { sqlTokens } from '../std/sql-tokens';
import { bindColumns, renderExpression } from './expression';

const plainName = fc.constantFrom(
  'a',
  'b',
  'Total',
  'order',
  'x"y',
  'größe',
  '索引',
  'two words',
  'year',
  'type',
);
const anyName = fc.oneof(
  plainName,
  fc.string({ minLength: 1, maxLength: 12 }).filter((name) => !name.includes('\0')),
);

/** Expressions over the three columns 0, 1, 2, written with the names they are given. */
const shape = fc.letrec<{ expression: (names: readonly string[]) => string }>((tie) => {
  const column = fc
    .nat({ max: 2 })
    .map((index) => (names: readonly string[]) => quoteIdentifier(names[index] ?? ''));
  const constant = fc
    .constantFrom(
      `'a "b" Total'`,
      '1.5',
      'NULL',
      "E'a\\'b'",
      '$$ a b $$',
      "date '2020-01-01'",
      'now()',
      '/* a */ 1',
    )
    .map((text) => () => text);
  const pair = (join: (left: string, right: string) => string) =>
    fc.tuple(tie('expression'), tie('expression')).map(
      ([left, right]) =>
        (names: readonly string[]) =>
          join(left(names), right(names)),
    );
  return {
    expression: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      column,
      constant,
      pair((left, right) => `(${left}) + ${right}`),
      pair((left, right) => `coalesce(${left}, ${right})`),
      pair((left, right) => `CASE WHEN ${left} THEN ${right} END`),
      pair((left, right) => `a.f(${left})::"Total"[] -- b\n AND ${right}`),
      pair((left, right) => `${left} LIKE ${right} ESCAPE 'a'`),
      pair((left, right) => `${left} IS DISTINCT FROM CAST(${right} AS app.a)`),
    ),
  };
}).expression;

const names = fc.uniqueArray(anyName, { minLength: 3, maxLength: 3 });
const idOf = (list: readonly string[]) => (name: string) =>
  list.includes(name) ? String(list.indexOf(name)) : undefined;
const nameOf = (list: readonly string[]) => (id: string) => list[Number(id)];

describe('expressions', () => {
  it('EXP-2: rendering with unchanged names changes nothing, in any text', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          shape.map((write) => write(['a', 'b', 'Total'])),
          fc.string(),
        ),
        (text) => {
          const columns = ['a', 'b', 'Total'];
          const refs = bindColumns(text, idOf(columns));
          expect(renderExpression(text, refs, nameOf(columns))).toBe(text);
        },
      ),
    );
  });

  it('EXP-3: after a rename the same columns are bound, and nothing else has changed', () => {
    fc.assert(
      fc.property(shape, names, names, (write, before, after) => {
        const refs = bindColumns(write(before), idOf(before));
        const rendered = renderExpression(write(before), refs, nameOf(after));
        expect(rendered).toBe(write(after));
        const again = bindColumns(rendered, idOf(after));
        expect(Object.values(again).sort()).toEqual(Object.values(refs).sort());
      }),
    );
  });

  it('strings and comments are never touched', () => {
    const opaque = (text: string) =>
      sqlTokens(text)
        .filter(({ kind }) => kind === 'string' || kind === 'comment' || kind === 'dollar-string')
        .map(({ start, end }) => text.slice(start, end));
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', 'b', "'", '"', ' ', '/*', '*/', '--', '\n', '$$', '(') }),
        (text) => {
          const rendered = renderExpression(text, { a: '0', b: '1' }, () => 'new name');
          expect(opaque(rendered)).toEqual(opaque(text));
        },
      ),
    );
  });
});
