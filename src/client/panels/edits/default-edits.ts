/** Defaults of columns: what to begin with, and what PostgreSQL would refuse. Pure. */
import { isSelfContained } from '../../../core/formats/postgresql/expression-text';
import type { DefaultValue } from '../../../core/schema/body-parts';
import { parseDataType } from '../../../core/schema/data-type';

type Family = 'integer' | 'number' | 'boolean' | 'time' | 'uuid' | 'json' | 'other';

const families: Readonly<Record<string, Family>> = {
  smallint: 'integer',
  integer: 'integer',
  bigint: 'integer',
  numeric: 'number',
  real: 'number',
  'double precision': 'number',
  boolean: 'boolean',
  date: 'time',
  'timestamp with time zone': 'time',
  'timestamp without time zone': 'time',
  uuid: 'uuid',
  json: 'json',
  jsonb: 'json',
};

function familyOf(type: string): Family {
  const parsed = parseDataType(type);
  return parsed.ok && parsed.value.dimensions === 0 ? (families[parsed.value.name] ?? 'other') : 'other';
}

/** A value that the type takes, to begin with. */
const firstValues: Readonly<Record<Family, string>> = {
  integer: '0',
  number: '0',
  boolean: 'false',
  time: 'today',
  uuid: '00000000-0000-0000-0000-000000000000',
  json: '{}',
  other: '',
};

/** The default that a column begins with when somebody chooses a kind; what stood there is kept where it fits. */
export function firstDefault(
  kind: 'literal' | 'expression',
  type: string,
  before: DefaultValue | undefined,
): DefaultValue {
  const text = before && before.kind !== 'sequence' ? before.text : '';
  if (kind === 'expression') {
    const usual =
      familyOf(type) === 'uuid' ? 'gen_random_uuid()' : familyOf(type) === 'time' ? 'now()' : 'NULL';
    return { kind, text: text.trim() === '' || text === firstValues[familyOf(type)] ? usual : text };
  }
  const fits = text !== '' && literalProblem(type, text) === null;
  return { kind, text: fits ? text : firstValues[familyOf(type)] };
}

const patterns: Readonly<Partial<Record<Family, readonly [pattern: RegExp, problem: string]>>> = {
  integer: [/^\s*[+-]?\d+(\.\d*)?\s*$/, 'is not a whole number, like 42'],
  number: [
    /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$|^\s*(nan|[+-]?inf(inity)?)\s*$/i,
    'is not a number, like 0.5',
  ],
  boolean: [/^\s*(t(r(ue?)?)?|f(a(l(se?)?)?)?|y(es?)?|no?|on|off?|1|0)\s*$/i, 'is neither true nor false'],
  uuid: [/^\s*\{?([0-9a-f]{4}-?){7}[0-9a-f]{4}\}?\s*$/i, 'is not a UUID of 32 hexadecimal digits'],
};

/**
 * What is wrong with a value as the default of a type, or null. Types whose input only PostgreSQL can judge
 * (dates, ranges, types of extensions) are left to it, except that none of them takes an empty text.
 */
export function literalProblem(type: string, text: string): string | null {
  const family = familyOf(type);
  const [pattern, problem] = patterns[family] ?? [];
  if (pattern && !pattern.test(text)) {
    return text === ''
      ? `A value for ${type} cannot be empty. Choose “None” to have no default.`
      : `“${text}” ${problem}. For something that PostgreSQL computes choose “Expression”.`;
  }
  if (text === '' && (family === 'time' || family === 'json')) {
    return `A value for ${type} cannot be empty. Choose “None” to have no default.`;
  }
  return family === 'json' ? jsonProblem(text) : null;
}

function jsonProblem(text: string): string | null {
  try {
    JSON.parse(text);
    return null;
  } catch {
    return 'This is not JSON. An empty object is {}, a text stands in double quotes.';
  }
}

/** What speaks against giving a column another type: a default that the type does not take. */
export function retypingProblem(type: string, value: DefaultValue | undefined): string | null {
  if (value?.kind !== 'literal') return null;
  const problem = literalProblem(type, value.text);
  return problem === null
    ? null
    : `The default does not go with ${type}: ${problem} Change or remove it first.`;
}

/** What is wrong with an expression, or null: it has to be whole, so that nothing after it changes its meaning. */
export function expressionProblem(text: string): string | null {
  if (text.trim() === '') return 'An expression cannot be empty. Choose “None” to have no default.';
  return isSelfContained(text)
    ? null
    : 'This expression is not complete: look for a bracket, a quote or a comment that is not closed, or a semicolon.';
}
