import { isSelfContained, closed as withoutComments } from '../formats/postgresql/expression-text';
import type { BodyOf } from '../schema/bodies';
import type { MemoryState } from '../schema/memory-state';
import type { SchemaRecord } from '../schema/record';
import { isKind } from '../schema/record';
import { quoteIdentifier, quoteLiteral, quoteQualifiedName } from '../std/sql-identifier';
import type { Mismatch, SchemaObject } from './compare';
import type { Fact } from './facts';
import { elementsIn, keyOf, parenthesised } from './facts';
import type { Names } from './names';
import { expressionIn, namespaceOf, qualified, tableOf, typeIn } from './names';

/**
 * What the design's own texts mean to the server. A text as a person wrote it and the same as the server prints
 * it differ in casts, parentheses and qualification. So each is given to the server once more, in an object
 * beside the real one, written here from the record and not by the printers of the export; then the catalogue
 * is read again, and both have the server's spelling.
 */
export type Trial = {
  /** Makes the object, or gives a column its default anew. */
  readonly statement: string;
  /** See `trialKeyOf`. */
  readonly key: string;
  /** Where the catalogue has the answer. */
  readonly readKey: string;
};

/** Fields whose text the server spells in its own way. */
const spelledByServer: Readonly<Partial<Record<SchemaObject['kind'], ReadonlySet<string>>>> = {
  column: new Set(['default', 'generated']),
  check: new Set(['expression']),
  index: new Set(['elements', 'predicate', 'storage']),
  exclusion: new Set(['elements', 'predicate', 'storage']),
  table: new Set(['partitionBy', 'partitionOf']),
  domain: new Set(['default', 'checks']),
};

export function isSpelledByServer({ wanted, field }: Mismatch): boolean {
  return spelledByServer[wanted.kind]?.has(field) ?? false;
}

/**
 * Which trial answers for a field. One is enough for an object, but for a table: its partition key and its own
 * bound are tried in tables of their own.
 */
export function trialKeyOf({ wanted, field }: Mismatch): string {
  return wanted.kind === 'table' ? `${wanted.key}\0${field}` : wanted.key;
}

/** The trials for all fields that may only be spelled otherwise. */
export function trialsFor(mismatches: readonly Mismatch[], names: Names, prefix: string): readonly Trial[] {
  const trials = new Map<string, Trial>();
  for (const mismatch of mismatches) {
    const { wanted, field } = mismatch;
    // Of a column both fields can be in question, but it has only one of them.
    const key = trialKeyOf(mismatch);
    if (!isSpelledByServer(mismatch) || trials.has(key)) continue;
    const record = names.state.get(wanted.recordId);
    const trial =
      record && 'body' in record ? trialOf(record, field, names, `${prefix}${trials.size}`) : null;
    if (trial !== null) trials.set(key, { ...trial, key });
  }
  return [...trials.values()];
}

type Made = Pick<Trial, 'statement' | 'readKey'>;

function trialOf(record: SchemaRecord, field: string, names: Names, name: string): Made | null {
  switch (record.kind) {
    case 'column':
      return field === 'default'
        ? defaultTrial(record.body, names)
        : generatedTrial(record.body, names, name);
    case 'check':
      return ofTable(
        record,
        names,
        name,
        `ADD CONSTRAINT ${name} CHECK ${expressionOf(record.body, names)} NOT VALID`,
      );
    case 'index':
      return indexTrial(record.body, names, name);
    case 'exclusion':
      return exclusionTrial(record, names, name);
    case 'table':
      return field === 'partitionBy'
        ? partitionKeyTrial(record, names, name)
        : boundTrial(record.body, names, name);
    case 'domain':
      return domainTrial(record.body, names, name);
    default:
      return null;
  }
}

function expressionOf(body: BodyOf<'check'>, names: Names): string | null {
  return closed(expressionIn(names, body, body.expression));
}

/** Null for what would break out of its place. */
function closed(text: string): string | null {
  return isSelfContained(text) ? parenthesised(text) : null;
}

/** Null where a text of it cannot stand in a statement. */
function made(statement: string, parts: readonly (string | null)[], readKey: string): Made | null {
  return parts.includes(null) ? null : { statement, readKey };
}

function ofTable(
  { kind, body }: SchemaRecord<'check' | 'exclusion'>,
  names: Names,
  name: string,
  action: string,
): Made | null {
  const readKey = keyOf(kind, { ...body, name }, names);
  // A part that is null stands in the text as such, where no statement has it.
  return made(`ALTER TABLE ${tableOf(names, body.tableId)} ${action}`, textsOf(names, body), readKey);
}

type Listed = { readonly tableId?: string; readonly columnRefs?: Record<string, string> | undefined };

/** Every text of a body, as far as it can stand where it is put. */
function textsOf(
  names: Names,
  body: Listed & {
    readonly expression?: string;
    readonly predicate?: string | undefined;
    readonly storage?: string | undefined;
    readonly elements?: readonly object[];
  },
): readonly (string | null)[] {
  const expressions = (body.elements ?? []).flatMap((one) =>
    'expression' in one ? [String(one.expression)] : [],
  );
  const texts = [body.expression, body.predicate, body.storage, ...expressions];
  return texts.flatMap((text) => (text === undefined ? [] : [closed(expressionIn(names, body, text))]));
}

function defaultTrial(body: BodyOf<'column'>, names: Names): Made | null {
  const value = valueText(body.default);
  if (value === undefined) return null;
  const column = quoteIdentifier(body.name);
  const statement = `ALTER TABLE ${tableOf(names, body.tableId)} ALTER COLUMN ${column} SET DEFAULT ${value}`;
  return made(statement, [value], keyOf('column', body, names));
}

/** A sequence is compared by its name, and no value is no text. */
function valueText(
  value: BodyOf<'column'>['default'] | BodyOf<'domain'>['default'],
): string | null | undefined {
  if (value === undefined || value.kind === 'sequence') return undefined;
  return value.kind === 'literal' ? quoteLiteral(value.text) : closed(value.text);
}

function generatedTrial(body: BodyOf<'column'>, names: Names, name: string): Made | null {
  if (body.generated === undefined) return null;
  const expression = closed(expressionIn(names, body, body.generated.expression));
  const type = typeIn(names, body.type, body.typeId);
  const how = body.generated.stored ? 'STORED' : 'VIRTUAL';
  const column = `${name} ${type} GENERATED ALWAYS AS ${expression} ${how}`;
  const statement = `ALTER TABLE ${tableOf(names, body.tableId)} ADD COLUMN ${column}`;
  return made(statement, [expression], keyOf('column', { ...body, name }, names));
}

function indexTrial(body: BodyOf<'index'>, names: Names, name: string): Made | null {
  const parts = [
    `CREATE INDEX ${name} ON ONLY ${tableOf(names, body.tableId)} USING ${quoteIdentifier(body.method ?? 'btree')}`,
    `(${elementsIn(names, body, body.elements).join(', ')})`,
    body.storage === undefined ? '' : `WITH (${withoutComments(body.storage)})`,
    predicateOf(body, names),
  ];
  return made(parts.join(' '), textsOf(names, body), keyOf('index', { ...body, name }, names));
}

function predicateOf(body: Listed & { readonly predicate?: string | undefined }, names: Names): string {
  return body.predicate === undefined
    ? ''
    : `WHERE ${parenthesised(expressionIn(names, body, body.predicate))}`;
}

function exclusionTrial(record: SchemaRecord<'exclusion'>, names: Names, name: string): Made | null {
  const { body } = record;
  const parts = [
    `ADD CONSTRAINT ${name} EXCLUDE USING ${quoteIdentifier(body.method ?? 'gist')}`,
    `(${elementsIn(names, body, body.elements).join(', ')})`,
    body.storage === undefined ? '' : `WITH (${withoutComments(body.storage)})`,
    predicateOf(body, names),
  ];
  return ofTable(record, names, name, parts.join(' '));
}

/** A table with the same columns and the partition key of the record. */
function likeTable(record: SchemaRecord<'table'>, names: Names, name: string): string | null {
  const { partitionBy, namespaceId } = record.body;
  if (partitionBy === undefined || textsOf(names, { ...record.body, ...partitionBy }).includes(null))
    return null;
  const elements = elementsIn(names, { ...record.body, tableId: record.id }, partitionBy.elements);
  const target = quoteQualifiedName(namespaceOf(names, namespaceId), name);
  const key = `${partitionBy.strategy.toUpperCase()} (${elements.join(', ')})`;
  return `CREATE TABLE ${target} (LIKE ${qualified(names, record.body)}) PARTITION BY ${key}`;
}

function partitionKeyTrial(record: SchemaRecord<'table'>, names: Names, name: string): Made | null {
  const statement = likeTable(record, names, name);
  return statement === null ? null : made(statement, [], keyOf('table', { ...record.body, name }, names));
}

/** A partition with the same bound, of a table of its own: its bound would overlap with the real one's. */
function boundTrial(body: BodyOf<'table'>, names: Names, name: string): Made | null {
  const parent = names.state.get(body.partitionOf?.tableId ?? '');
  if (!isKind(parent, 'table') || body.partitionOf === undefined) return null;
  const table = likeTable(parent, names, `${name}p`);
  if (table === null || !isSelfContained(body.partitionOf.bound)) return null;
  const of = quoteQualifiedName(namespaceOf(names, parent.body.namespaceId), `${name}p`);
  const target = quoteQualifiedName(namespaceOf(names, body.namespaceId), name);
  const statement = `${table};\nCREATE TABLE ${target} PARTITION OF ${of} ${withoutComments(body.partitionOf.bound)}`;
  return made(statement, [], keyOf('table', { ...body, name }, names));
}

function domainTrial(body: BodyOf<'domain'>, names: Names, name: string): Made | null {
  const value = valueText(body.default);
  const checks = (body.checks ?? []).map((check) => ({ ...check, text: closed(check.expression.trim()) }));
  const target = quoteQualifiedName(namespaceOf(names, body.namespaceId), name);
  const statements = [
    [
      `CREATE DOMAIN ${target} AS ${typeIn(names, body.type, body.typeId)}`,
      value === undefined ? '' : `DEFAULT ${value}`,
    ].join(' '),
    ...checks.map(
      (check) =>
        `ALTER DOMAIN ${target} ADD CONSTRAINT ${quoteIdentifier(check.name)} CHECK ${check.text}${check.notValid ? ' NOT VALID' : ''}`,
    ),
  ];
  const parts = [value ?? '', ...checks.map(({ text }) => text)];
  return made(
    statements.join(';\n'),
    value === null ? [null] : parts,
    keyOf('domain', { ...body, name }, names),
  );
}

/** A beginning of names that nothing on either side has. */
export function freePrefix(...states: readonly MemoryState[]): string {
  const taken = new Set<string>();
  for (const state of states) {
    for (const { body } of state.records()) if ('name' in body) taken.add(body.name);
  }
  for (let attempt = 0; ; attempt++) {
    const prefix = `scratch${attempt}_`;
    if (![...taken].some((name) => name.startsWith(prefix))) return prefix;
  }
}

/** Whether the server reads the design's text as it reads what the script has made of it. */
export function isReadAlike(
  { wanted, field, foundFact }: Mismatch,
  reading: SchemaObject | undefined,
): boolean {
  const fact = reading?.facts.find((one) => one.field === field)?.fact;
  // A bound is tried under another table.
  const comparable = (one: Fact) =>
    wanted.kind === 'table' && field === 'partitionOf' && Array.isArray(one) ? one.slice(1) : one;
  return reading !== undefined && JSON.stringify(comparable(fact)) === JSON.stringify(comparable(foundFact));
}
