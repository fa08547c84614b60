import { describe, expect, it } from 'vitest';
import { literalOfStored } from './literal-default';

const of = (type: string, castType = type, isUserDefined = false) => ({ type, castType, isUserDefined });

describe('a default that PostgreSQL has stored', () => {
  it.each([
    ['0', of('integer'), '0'],
    ['1.50', of('numeric(10,2)', 'numeric'), '1.50'],
    ["'-1'::integer", of('integer'), '-1'],
    ["'-1'::integer", of('bigint'), '-1'],
    ["'-1'::integer", of('numeric(10,2)', 'numeric'), '-1'],
    ['true', of('boolean'), 'true'],
    ["'it''s'::text", of('text'), "it's"],
    [String.raw`E'a\\b'::text`, of('text'), String.raw`a\b`],
    ["'abc'::bpchar", of('character(3)', 'bpchar'), 'abc'],
    ["'sad'::app.mood", of('app.mood'), 'sad'],
    ["'{}'::app.mood[]", of('app.mood[]'), '{}'],
  ])('IMP-6: %s is a literal', (expression, column, value) => {
    expect(literalOfStored(expression, column)).toBe(value);
  });

  it.each([
    ["'-1'::integer", of('text')],
    ["'-1'::bigint", of('integer')],
    ["'-2147483648'::integer", of('integer')],
    ['now()', of('timestamp with time zone')],
    ["'x'::text", of('character varying(3)', 'character varying')],
    ["('a'::text || 'b'::text)", of('text')],
    ["'a@b'::character varying", of('app.email', 'app.email', true)],
    ["'1 day'::interval", of('interval day to second(3)', 'interval')],
    ['\'101\'::"bit"', of('bit(3)', '"bit"')],
    ['NULL::character varying', of('character varying(3)', 'character varying')],
    ['NOT true', of('boolean')],
  ])('IMP-6: %s is an expression', (expression, column) => {
    expect(literalOfStored(expression, column)).toBeNull();
  });
});
