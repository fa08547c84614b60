import { describe, expect, it } from 'vitest';
import {
  domainBaseType,
  isBuiltInType,
  normalizeDataType,
  parseDataType,
  wellKnownExtensionTypes,
} from '../data-type';
import { catalogTypes, typeCompletions } from './catalog';

function normal(text: string): string {
  const result = normalizeDataType(text);
  return result.ok ? result.value : `refused: ${result.problem}`;
}

describe('data types', () => {
  it('PG-20: has one spelling for a type, and normalising twice changes nothing', () => {
    for (const name of [...catalogTypes.keys(), ...typeCompletions.map(({ label }) => label)]) {
      const once = normal(name === 'char' ? '"char"' : name);
      expect(once).not.toContain('refused');
      expect(normal(once)).toBe(once);
    }
  });

  it('PG-21: keeps the names of user-defined types, quoted where they have to be', () => {
    expect(normal('OrderStatus')).toBe('orderstatus');
    expect(normal('"OrderStatus"[]')).toBe('"OrderStatus"[]');
    expect(normal('App."order"')).toBe('app."order"');
    expect(normal('"integer"')).toBe('"integer"');
    expect(normal('geometry( Point , 4326 )')).toBe('geometry(Point,4326)');
    expect(parseDataType('"Quoted"."Type"(1)')).toEqual({
      ok: true,
      value: { namespace: 'Quoted', name: 'Type', modifiers: ['1'], dimensions: 0 },
    });
  });

  it('knows built-in types in every disguise', () => {
    for (const text of ['pg_catalog.int4', '"int4"', 'INTEGER', 'Int', '_int4', 'serial4']) {
      const parsed = parseDataType(text);
      expect(parsed.ok && isBuiltInType(parsed.value) && parsed.value.name).toBe('integer');
    }
    const user = parseDataType('public.int4');
    expect(user.ok && isBuiltInType(user.value)).toBe(false);
  });

  it('reports the serial family as what it is', () => {
    const parsed = parseDataType('BIGSERIAL');
    expect(parsed.ok && parsed.value).toMatchObject({ name: 'bigint', serial: 'bigserial' });
    expect(normal('serial[]')).toBe('refused: PostgreSQL has no array of serial.');
  });

  it('counts dimensions but prints one pair of brackets, as PostgreSQL does', () => {
    const parsed = parseDataType('text[3][]');
    expect(parsed.ok && parsed.value.dimensions).toBe(2);
    expect(normal('text[3][]')).toBe('text[]');
  });

  it.each([
    ['', 'A column needs a type.'],
    ['int(11)', 'The type int takes nothing in parentheses.'],
    ['varchar(0)', 'The length of character varying is one number from 1 to 10485760.'],
    [
      'numeric(1,2,3)',
      'The precision of numeric is a number from 1 to 1000, and one more number is its scale.',
    ],
    ['group', '“group” is a keyword; as the name of a type it needs double quotes.'],
    ['text not null', '“not null” does not belong to the type “text”.'],
    ['varchar(20', 'A closing parenthesis is missing in the type.'],
    ['"unclosed', 'A quote or comment in the type is never closed.'],
    ['a.b.c', 'A type has at most a schema before its name.'],
    ['app.', '“app.” is not complete: the name of a type is missing.'],
    ['record', 'record is a pseudo-type: functions use it, a column cannot.'],
    ['pg_catalog.nothing', 'PostgreSQL has no type pg_catalog.nothing.'],
    ['double', 'PostgreSQL has no type double; write double precision.'],
    ['interval month to day', 'PostgreSQL has no interval month to day.'],
    ['text[', 'Array brackets are written “[]”, or “[3]” with a size.'],
    ["text('a'; drop table x)", '“;” cannot stand in the parentheses of a type.'],
  ])('refuses %j with a sentence', (text, problem) => {
    expect(parseDataType(text)).toEqual({ ok: false, problem });
  });

  it('finds the type under a domain', () => {
    const type = domainBaseType(
      'CREATE DOMAIN app."E mail" AS character varying(20) COLLATE "C" CHECK (VALUE <> \'\')',
    );
    expect(type).toMatchObject({ name: 'character varying', modifiers: ['20'] });
    expect(domainBaseType('CREATE TYPE a AS (b int)')).toBeUndefined();
  });

  it('does not take object properties for extension types', () => {
    expect(wellKnownExtensionTypes.citext).toBe('citext');
    expect('constructor' in wellKnownExtensionTypes).toBe(false);
  });
});
