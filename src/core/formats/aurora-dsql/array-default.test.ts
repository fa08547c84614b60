import { describe, expect, it } from 'vitest';
import { arrayAsJson } from './array-default';

describe('DSQL-13: defaults of arrays as JSON', () => {
  it.each([
    ['literal', '{}', false, '[]'],
    ['literal', '{a, b c}', false, '["a","b c"]'],
    ['literal', '{1,-2.5}', true, '[1, -2.5]'],
    ['expression', "'{a}'::text[]", false, '["a"]'],
    ['expression', 'ARRAY[]::integer[]', true, '[]'],
    ['expression', "ARRAY['it''s'::text, 'b']", false, '["it\'s","b"]'],
    ['expression', 'ARRAY[1, 2]::smallint[]', true, '[1, 2]'],
    ['expression', "(ARRAY['a'::character varying])::text[]", false, '["a"]'],
  ] as const)('%s %s', (kind, text, isNumeric, json) => {
    expect(arrayAsJson({ kind, text }, isNumeric)).toBe(json);
  });

  it.each([
    ['literal', '{"a,b"}', false],
    ['literal', '{a,NULL}', false],
    ['literal', '{{1},{2}}', true],
    ['literal', '{x}', true],
    ['literal', '[2:3]={1,2}', true],
    ['expression', 'ARRAY[now()]', false],
    ['expression', "string_to_array('a,b', ',')", false],
    ['expression', "E'{a}'::text[]", false],
    ['expression', "ARRAY['a' || 'b']", false],
    ['expression', 'ARRAY[1,,2]', true],
  ] as const)('what is no list of plain constants has none: %s %s', (kind, text, isNumeric) => {
    expect(arrayAsJson({ kind, text }, isNumeric)).toBeNull();
  });
});
