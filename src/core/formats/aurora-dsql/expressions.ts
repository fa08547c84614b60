import type { DataType } from '../../schema/data-type';
import { printDataType, readDataType } from '../../schema/data-type';
import type { SqlToken } from '../../std/sql-tokens';
import { significantTokens } from '../../std/sql-tokens';

/** An expression or statement as Aurora DSQL can read it, or why it cannot be written for it. */
export type Rewritten =
  | { readonly kind: 'written'; readonly text: string; readonly changes: readonly string[] }
  | { readonly kind: 'unsupported'; readonly reason: string };

/** What the rewriting asks about the design. */
export type Vocabulary = {
  /** The type to name in place of this one; `same`; or null where there is none. */
  readonly typeFor: (type: DataType) => string | 'same' | null;
  /** Whether this names a type that is not there under that name; false for words that are no types at all. */
  readonly isTypeMissing: (type: DataType) => boolean;
  /** Whether a routine is not there: it is left out, or named with a schema and nothing makes it. */
  readonly isRoutineMissing: (namespace: string | null, name: string) => boolean;
};

/**
 * Replaces the types that casts and typed constants name, functions that have another name, and COLLATE (all
 * text is in the C collation). Told by tokens: a name that means nothing to us stays as it is.
 */
export function rewriteSql(text: string, vocabulary: Vocabulary): Rewritten {
  const walk: Walk = { text, tokens: significantTokens(text), vocabulary, edits: [], changes: new Set() };
  const casts: boolean[] = [];
  for (let at = 0; at < walk.tokens.length; ) {
    const token = walk.tokens[at];
    if (token === undefined) break;
    const trim = trimAt(walk, at);
    if (trim !== null) {
      casts.push(false);
      at = trim;
      continue;
    }
    if (isPunctuation(token, '(')) casts.push(isWord(walk.tokens[at - 1], 'cast'));
    if (isPunctuation(token, ')')) casts.pop();
    const isTypeNext =
      isPunctuation(token, '::') || (isWord(token, 'as') && casts.at(-1) === true && casts.length > 0);
    const step = isTypeNext ? typeAt(walk, at + 1) : wordAt(walk, at, token);
    if (typeof step === 'object') return { kind: 'unsupported', reason: step.reason };
    at = step;
  }
  return { kind: 'written', text: applied(text, walk.edits), changes: [...walk.changes] };
}

type Edit = { readonly start: number; readonly end: number; readonly text: string };
type Walk = {
  readonly text: string;
  readonly tokens: readonly SqlToken[];
  readonly vocabulary: Vocabulary;
  readonly edits: Edit[];
  readonly changes: Set<string>;
};
/** The next token to look at, or why there is no going on. */
type Step = number | { readonly reason: string };

const trimmers: ReadonlyMap<string, string> = new Map([
  ['both', 'btrim'],
  ['leading', 'ltrim'],
  ['trailing', 'rtrim'],
]);

/**
 * `TRIM(BOTH FROM x)`, which is how PostgreSQL prints `trim(x)`, as the function that it calls: AWS's linter
 * does not read the other. The token behind what is replaced, or null.
 */
function trimAt({ tokens, edits }: Walk, at: number): number | null {
  const [word, open, side, from] = tokens.slice(at, at + 4);
  const name = side?.kind === 'identifier' ? trimmers.get(side.value) : undefined;
  if (!word || !from || !isWord(word, 'trim') || !isPunctuation(open, '(') || !isWord(from, 'from'))
    return null;
  if (name === undefined) return null;
  edits.push({ start: word.start, end: tokens[at + 4]?.start ?? from.end, text: `${name}(` });
  return at + 4;
}

function typeAt(walk: Walk, at: number): Step {
  const cursor = { text: walk.text, tokens: walk.tokens, at };
  const type = readDataType(cursor);
  if (!type.ok || cursor.at === at) return at;
  return replaceTypeAt(walk, type.value, at, cursor.at);
}

function replaceTypeAt(walk: Walk, type: DataType, from: number, end: number): Step {
  const written = printDataType(type);
  const name = walk.vocabulary.typeFor(type);
  if (name === null) return { reason: `it uses the type ${written}, which Aurora DSQL does not have.` };
  const [first, last] = [walk.tokens[from], walk.tokens[end - 1]];
  if (name !== 'same' && first && last) {
    walk.edits.push({ start: first.start, end: last.end, text: name });
    walk.changes.add(`${written} is ${name}`);
  }
  return end;
}

function wordAt(walk: Walk, at: number, token: SqlToken): Step {
  if (token.kind !== 'identifier' && token.kind !== 'quoted-identifier') {
    return token.kind === 'operator' && unsupportedOperators.has(token.value)
      ? { reason: `the operator ${token.value} is of full-text search, which Aurora DSQL does not have.` }
      : at + 1;
  }
  const next = walk.tokens[at + 1];
  if (isWord(token, 'collate') && next) return withoutCollation(walk, at);
  if (isWord(token, 'tablesample')) return { reason: 'Aurora DSQL has no TABLESAMPLE.' };
  if (isPunctuation(next, '(')) return callAt(walk, at, token);
  if (next && (next.kind === 'string' || isPunctuation(next, '.'))) {
    const cursor = { text: walk.text, tokens: walk.tokens, at };
    const type = readDataType(cursor);
    // `text 'x'`: a type with a string behind it is a constant of that type.
    if (type.ok && walk.tokens[cursor.at]?.kind === 'string' && !isConstantPrefix(token)) {
      return replaceTypeAt(walk, type.value, at, cursor.at);
    }
  }
  return at + 1;
}

/** Keywords that a string may follow without being its type. */
const beforeStrings: ReadonlySet<string> = new Set(
  'like ilike and or not in then else when case select as escape between similar to by zone default from where'.split(
    ' ',
  ),
);

function isConstantPrefix(token: SqlToken): boolean {
  return token.kind === 'identifier' && beforeStrings.has(token.value);
}

const unsupportedOperators: ReadonlySet<string> = new Set(['@@', '@@@']);

/** Random ids under the name that PostgreSQL 16 has for them. */
const uuidFunctions: ReadonlyMap<string, string> = new Map([
  ['uuid_generate_v4', 'gen_random_uuid'],
  ['uuidv4', 'gen_random_uuid'],
  ['uuid_generate_v1', 'gen_random_uuid'],
  ['uuid_generate_v1mc', 'gen_random_uuid'],
  ['uuidv7', 'gen_random_uuid'],
]);

/** Functions of PostgreSQL and of well-known extensions that cannot be there: what they work on is not. */
const absentFunctions: ReadonlySet<string> = new Set(
  `to_tsvector to_tsquery plainto_tsquery phraseto_tsquery websearch_to_tsquery ts_rank ts_rank_cd ts_headline
  setweight tsvector_to_array array_to_tsvector strip numnode querytree ts_rewrite ts_delete ts_filter
  point line lseg box path polygon circle inet_merge daterange tsrange tstzrange numrange int4range int8range
  xmlparse xmlserialize xmlelement xmlagg xpath xmlexists xmlforest xmlconcat xmlroot xmlpi query_to_xml
  similarity word_similarity unaccent crypt gen_salt digest hmac pgp_sym_encrypt pgp_sym_decrypt
  levenshtein soundex metaphone dmetaphone crosstab hstore akeys avals uuid_generate_v3 uuid_generate_v5
  st_makepoint st_setsrid st_geomfromtext st_astext st_dwithin st_distance pg_notify pg_advisory_lock
  pg_advisory_xact_lock lo_create lo_import dblink`.split(/\s+/),
);

function callAt(walk: Walk, at: number, token: SqlToken): Step {
  const { value } = token;
  const qualifier = isPunctuation(walk.tokens[at - 1], '.') ? walk.tokens[at - 2] : undefined;
  const uuid = uuidFunctions.get(value);
  if (isDefinition(walk.tokens[qualifier ? at - 3 : at - 1])) return at + 1;
  if (walk.vocabulary.isRoutineMissing(qualifier?.value ?? null, value)) {
    if (uuid === undefined) return { reason: `it calls ${value}(), which is not there.` };
  } else if (absentFunctions.has(value)) {
    return { reason: `it calls ${value}(), which Aurora DSQL does not have.` };
  }
  if (uuid !== undefined) {
    walk.edits.push({ start: qualifier?.start ?? token.start, end: token.end, text: uuid });
    walk.changes.add(`${value}() is ${uuid}()`);
  }
  return at + 1;
}

/** `CREATE VIEW v (a, b)`, `INSERT INTO t (a)`: a name before parentheses, but no call. */
function isDefinition(before: SqlToken | undefined): boolean {
  return before?.kind === 'identifier' && /^(?:view|function|domain|table|into)$/.test(before.value);
}

function withoutCollation(walk: Walk, at: number): Step {
  let end = at + 2;
  while (isPunctuation(walk.tokens[end], '.')) end += 2;
  const [first, last] = [walk.tokens[at], walk.tokens[end - 1]];
  if (first && last) walk.edits.push({ start: first.start, end: last.end, text: '' });
  walk.changes.add('COLLATE is left out, all text is in the C collation');
  return end;
}

function applied(text: string, edits: readonly Edit[]): string {
  let result = '';
  let at = 0;
  for (const edit of edits) {
    result += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return result + text.slice(at);
}

function isPunctuation(token: SqlToken | undefined, value: string): boolean {
  return token?.kind === 'punctuation' && token.value === value;
}

function isWord(token: SqlToken | undefined, word: string): boolean {
  return token?.kind === 'identifier' && token.value === word;
}
