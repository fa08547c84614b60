import type { DataType } from '../../schema/data-type';
import { isBuiltInType } from '../../schema/data-type';
import type { Fidelity } from './draft';

/** What a column of some type becomes. */
export type Replacement =
  | { readonly kind: 'kept' }
  | {
      readonly kind: 'replaced';
      readonly type: string;
      readonly fidelity: Fidelity;
      /** What a person has to know, after “The type x is y here”; absent where nothing changes for anybody. */
      readonly loss?: string;
    }
  | { readonly kind: 'none'; readonly reason: string };

/** The types that Aurora DSQL takes for columns (user guide, supported data types), domains aside. */
const allowed: ReadonlySet<string> = new Set([
  ...['smallint', 'integer', 'bigint', 'real', 'double precision', 'numeric', 'boolean', 'uuid', 'bytea'],
  ...['character', 'character varying', 'text', 'date', 'interval', 'json', 'jsonb'],
  ...['time without time zone', 'time with time zone'],
  ...['timestamp without time zone', 'timestamp with time zone'],
]);

/** Of these no key and no index can be made; an index over an expression of them can. */
const unindexable: ReadonlySet<string> = new Set([
  'time with time zone',
  'interval',
  'bytea',
  'json',
  'jsonb',
]);

/** Whether a built-in type can stand in a key. */
export function isKeyType(type: string): boolean {
  return !unindexable.has(type.replace(/\(.*?\)/, '')) && !type.startsWith('interval');
}

/** Whether a value of the type can occur in an expression: arrays and inet exist while a query runs. */
export function isQueryType(type: DataType): boolean {
  if (!isBuiltInType(type)) return false;
  return allowed.has(type.name) || type.name === 'inet' || /^reg[a-z]+$/.test(type.name);
}

/** Declared lengths that Aurora DSQL takes (user guide, quotas), in bytes. */
const longestChar = 4_096;
const longestVarchar = 65_535;

const asText = 'its functions and operators are not there';

/** Types with a neighbour that behaves alike, built in or of a well-known extension. */
const neighbours: ReadonlyMap<string, readonly [type: string, loss?: string]> = new Map([
  ['name', ['text']],
  ['char', ['character(1)']],
  ['oid', ['bigint']],
  ['xid8', ['numeric(20,0)']],
  ['money', ['numeric(19,2)', 'amounts are read and shown without currency']],
  ['citext', ['text', 'comparisons tell upper from lower case']],
]);

/** Types whose values have a form in JSON. */
const asJson: ReadonlySet<string> = new Set(['hstore']);

/**
 * What becomes of a type that is no enum, domain, composite, range or kept statement of the design: built in, of an
 * extension, or unknown.
 */
export function replaceType(type: DataType): Replacement {
  if (type.dimensions > 0) return replaced('jsonb', 'other', 'arrays are JSON arrays');
  const neighbour = neighbours.get(type.name);
  if (neighbour) return replaced(neighbour[0], 'alike', neighbour[1]);
  if (isBuiltInType(type)) return replaceBuiltIn(type);
  if (asJson.has(type.name)) return replaced('jsonb', 'other', asText);
  return replaced('text', 'other', asText);
}

function replaceBuiltIn(type: DataType): Replacement {
  const [first] = type.modifiers;
  switch (type.name) {
    case 'numeric':
      if (first !== undefined) return { kind: 'kept' };
      return replaced(
        'numeric(18,6)',
        'alike',
        'that is what numeric without a precision means there: from the seventh digit after the point values are rounded, from 10^12 on refused; give the column a precision (up to 1000)',
      );
    case 'character':
      if (Number(first ?? 0) <= longestChar) return { kind: 'kept' };
      return replaced('text', 'alike', `lengths go to ${longestChar.toLocaleString('en')} bytes`);
    case 'character varying':
      if (Number(first ?? 0) <= longestVarchar) return { kind: 'kept' };
      return replaced('text', 'alike', `lengths go to ${longestVarchar.toLocaleString('en')} bytes`);
    case 'tsvector':
    case 'gtsvector':
      return { kind: 'none', reason: 'there is no full-text search' };
    default:
      return allowed.has(type.name) ? { kind: 'kept' } : replaced('text', 'other', asText);
  }
}

export function replaced(type: string, fidelity: Fidelity, loss?: string): Replacement {
  return { kind: 'replaced', type, fidelity, ...(loss !== undefined && { loss }) };
}
