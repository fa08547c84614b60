import { describe, expect, it } from 'vitest';
import { bindColumns, renderExpression } from './expression';

/** Every word of the list is a column; what is bound is what the text mentions. */
const columns = new Set(
  `a b c total created name type date time zone at year day escape by first unknown json value keys text lower
  double precision between operator now state tags Total Größe x"y interval int extract from`
    .split(/\s+/)
    .concat('two words', '__proto__'),
);

function bound(text: string): readonly string[] {
  return Object.keys(bindColumns(text, (name) => (columns.has(name) ? `id:${name}` : undefined))).sort();
}

describe('bindColumns', () => {
  it.each<[string, string]>([
    ['a > 0 AND b <> c', 'a b c'],
    ['Total > 0 OR "Total" > 0', 'Total total'],
    [`lower(name) = 'name'`, 'name'],
    ['lower (name) || lower', 'lower name'],
    ['GRÖßE > 1', ''],
    ['größe > 1 or "Größe" > 1', 'Größe'],
    ['"x""y" is not null', 'x"y'],
    [`state = 'a'::type`, 'state'],
    [`state = 'a'::app.type and a = 1`, 'a state'],
    [`'2020-01-01'::timestamp(3) with time zone < created`, 'created'],
    ['a::double precision > b::numeric(10,2)', 'a b'],
    ['CAST(a AS text) = b', 'a b'],
    ['CAST(a AS app.type[]) = b', 'a b'],
    [`date '2020-01-01' < date`, 'date'],
    [`created > timestamp with time zone '2020-01-01' + interval '1' day + b`, 'b created'],
    [`interval(3) '1 day' > a`, 'a'],
    ['extract(year from created) > year', 'created year'],
    [`created at time zone 'utc' > a at time zone zone`, 'a created zone'],
    ['a like b escape c', 'a b c'],
    ['a not between b and c', 'a b c'],
    ['a is not distinct from b', 'a b'],
    ['a is unknown or b is not json with unique keys or c is null', 'a b c'],
    ['a collate "C" > b collate pg_catalog.text', 'a b'],
    ['t.a > public.t.b', 'a b'],
    ['(address).total > 1 and (t.a).b = 1', 'a'],
    ['app.lower(a) > 0', 'a'],
    ['make_interval(year => a, day := b) > c', 'a b c'],
    ['case when a then b else c end > total', 'a b c total'],
    ['a operator(pg_catalog.+) b > 1', 'a b'],
    ['array_agg(a order by b desc nulls first)', 'a b'],
    ['tags[a] = any (array[b, c])', 'a b c tags'],
    ['coalesce(a, b, now()) > current_date', 'a b'],
    [`substring(name from 1 for 2) = trim(both ' ' from text)`, 'name text'],
    [`overlay(name placing text from 2) like 'a' /* b */ -- c`, 'name text'],
    ['position(a in b) > 0', 'a b'],
    ["$$ a $$ = E'b\\'c' and \"two words\" > 1", 'two words'],
    ['__proto__ > 0', '__proto__'],
    ['a is null and not b', 'a b'],
    ['not a and b isnull', 'a b'],
    ["to_tsvector('english', coalesce(name,'') || ' ' || text)", 'name text'],
    ["(a ->> 'b')::int > 0", 'a'],
    ["a in (select1, 'x', b)", 'a b'],
    ["xmlparse(content 'a') is document and a", 'a'],
    ["a similar to b and c ilike 'd'", 'a b c'],
    ["'a", ''],
  ])('EXP-1: in %s binds %s', (text, names) => {
    expect(bound(text)).toEqual(
      names
        .split(/ (?!words)/)
        .filter((name) => name !== '')
        .sort(),
    );
  });
});

describe('renderExpression', () => {
  const refs = { a: '1', total: '2', 'two words': '3' };
  const names = (changed: Readonly<Record<string, string>>) => (id: string) =>
    ({ '1': 'a', '2': 'total', '3': 'two words', ...changed })[id];

  it('EXP-2: leaves the text alone while the names are the same', () => {
    const text = `A  > "total"/* a */ AND t."a" = 'total' -- a`;
    expect(renderExpression(text, refs, names({}))).toBe(text);
    expect(renderExpression(text, undefined, names({ '1': 'b' }))).toBe(text);
  });

  it('EXP-3: writes new names quoted where they have to be, and touches no string or comment', () => {
    const text = `A > 0 AND total <> 'a' AND a.total > 1 /* a */ AND "two words" = a(total)`;
    expect(renderExpression(text, refs, names({ '1': 'Order', '2': 'end', '3': 'plain' }))).toBe(
      `"Order" > 0 AND "end" <> 'a' AND a."end" > 1 /* a */ AND plain = a("end")`,
    );
  });

  it('EXP-3: exchanged names are exchanged', () => {
    expect(renderExpression('a > total', refs, names({ '1': 'total', '2': 'a' }))).toBe('total > a');
  });

  it('EXP-4: follows the name of the table, too, when told', () => {
    expect(renderExpression('t.a > 0 and T.total > a', refs, names({}), 'new table')).toBe(
      '"new table".a > 0 and "new table".total > a',
    );
    expect(renderExpression('T.a > 0', refs, names({}), 't')).toBe('T.a > 0');
  });

  it('keeps the written name of a column that is gone', () => {
    expect(renderExpression('a > total', refs, (id) => (id === '1' ? undefined : 'sum'))).toBe('a > sum');
  });
});
