import { closed } from '../formats/postgresql/expression-text';
import type { BodyOf } from '../schema/bodies';
import { objectName } from '../schema/generated-names';
import type { RecordId } from '../schema/ids';
import type { RecordKind } from '../schema/kinds';
import { multirangeNameOf } from '../schema/names';
import type { SequenceNumbers } from '../schema/sequence-defaults';
import { withoutSequenceDefaults } from '../schema/sequence-defaults';
import { sqlTokens } from '../std/sql-tokens';
import type { Names } from './names';
import {
  columnOf,
  columnsOf,
  defaultIn,
  expressionIn,
  namespaceOf,
  objectNameIn,
  tableOf,
  typeIn,
} from './names';

/** What a field says, without ids and in one spelling; undefined: what PostgreSQL does anyway. */
export type Fact = string | boolean | readonly string[] | undefined;

/**
 * How a field is compared.
 * - a function: by the fact that it gives.
 * - `key`: it is part of what the two sides are matched by.
 * - `derived`: it only says what another field means.
 * - `order`: the order of a table's columns is compared as a whole.
 */
type Rule<Kind extends RecordKind> =
  | ((body: BodyOf<Kind>, names: Names) => Fact)
  | 'key'
  | 'derived'
  | 'order';

type Rules<Kind extends RecordKind> = { readonly [Field in keyof Required<BodyOf<Kind>>]: Rule<Kind> };

/** Kinds that are objects of a database, with structure: all but kept statements and what is only drawn. */
export type ComparedKind = Exclude<RecordKind, 'verbatim' | 'note' | 'area' | 'layout' | 'review-setting'>;

const flag = (value: boolean | undefined): Fact => (value ? true : undefined);
const named = (value: string | undefined): Fact => (value === undefined ? undefined : objectNameIn(value));
const unless = (value: string | undefined, usual: string): Fact => (value === usual ? undefined : value);

/** Storage parameters in the order of their names: `fillfactor=70`. */
function parameters(value: string | undefined): Fact {
  if (value === undefined) return undefined;
  let written = '';
  for (const token of sqlTokens(value)) {
    if (token.kind === 'comment') continue;
    const own = value.slice(token.start, token.end);
    if (token.value === ',') written += '\n';
    else if (token.kind === 'string') written += own.replace(/^'([\w.+-]*)'$/, '$1');
    else written += token.kind === 'identifier' ? token.value : own;
  }
  const found = written.split('\n').filter((one) => one !== '');
  return found.length === 0 ? undefined : found.sort();
}

function ownerOf(owner: string | undefined, { currentUser }: Names): Fact {
  return owner === currentUser ? undefined : owner;
}

type Deferrable = {
  readonly deferrable?: boolean | undefined;
  readonly initiallyDeferred?: boolean | undefined;
};
const deferrability = {
  deferrable: (body: Deferrable) => flag(body.deferrable || body.initiallyDeferred),
  initiallyDeferred: (body: Deferrable) => flag(body.initiallyDeferred),
};

/** A constraint that is not enforced is never validated: then NOT VALID says nothing. */
const validity = {
  notEnforced: (body: { readonly notEnforced?: boolean | undefined }) => flag(body.notEnforced),
  notValid: (body: { readonly notEnforced?: boolean | undefined; readonly notValid?: boolean | undefined }) =>
    flag(body.notValid && !body.notEnforced),
};

const common = {
  owner: (body: { readonly owner?: string | undefined }, names: Names) => ownerOf(body.owner, names),
  comment: (body: { readonly comment?: string | undefined }) => unless(body.comment, ''),
};

type Element = {
  readonly columnId?: RecordId;
  readonly expression?: string;
  readonly operator?: string;
  readonly direction?: 'asc' | 'desc' | undefined;
  readonly nulls?: 'first' | 'last' | undefined;
  readonly opclass?: string | undefined;
  readonly collation?: string | undefined;
};
type Listed = { readonly tableId?: RecordId; readonly columnRefs?: Record<string, RecordId> | undefined };

/** Elements of an index, an exclusion constraint or a partition key, each as one would write it. */
export function elementsIn(names: Names, body: Listed, elements: readonly Element[]): readonly string[] {
  return elements.map((one) => {
    const usualNulls = one.direction === 'desc' ? 'first' : 'last';
    const words = [
      one.columnId === undefined
        ? parenthesised(expressionIn(names, body, one.expression ?? ''))
        : columnOf(names, one.columnId),
      one.collation === undefined ? '' : `COLLATE ${objectNameIn(one.collation)}`,
      one.opclass === undefined ? '' : objectClass(one.opclass),
      one.direction === 'desc' ? 'DESC' : '',
      one.nulls === undefined || one.nulls === usualNulls ? '' : `NULLS ${one.nulls.toUpperCase()}`,
      one.operator === undefined ? '' : `WITH ${closed(one.operator).replace(/\s+/g, ' ')}`,
    ];
    return words.filter((word) => word !== '').join(' ');
  });
}

/** In parentheses, which a comment at the end must not swallow. */
export function parenthesised(expression: string): string {
  return `(${expression}${expression.includes('--') ? '\n' : ''})`;
}

/** An operator class may have parameters: `gist_trgm_ops(siglen=32)`. */
function objectClass(written: string): string {
  const at = written.indexOf('(');
  return at < 0
    ? objectNameIn(written)
    : objectNameIn(written.slice(0, at)) + written.slice(at).replace(/\s/g, '');
}

function numbersOf(
  numbers: SequenceNumbers | undefined,
  type: BodyOf<'sequence'>['type'],
): { readonly [Option in keyof SequenceNumbers]: string | boolean | undefined } {
  return numbers === undefined ? {} : withoutSequenceDefaults(numbers, type);
}

const integerTypes = { smallint: 'smallint', integer: 'integer' } as const;

function identityOptionsIn({ identityOptions, type }: BodyOf<'column'>): Fact {
  const integer = type in integerTypes ? integerTypes[type as keyof typeof integerTypes] : undefined;
  const entries = Object.entries(numbersOf(identityOptions, integer));
  return entries.length === 0 ? undefined : entries.map(([name, value]) => `${name} ${value}`).sort();
}

function numberRule(option: keyof SequenceNumbers) {
  return (body: BodyOf<'sequence'>): Fact => {
    const value = numbersOf(body, body.type)[option];
    return typeof value === 'boolean' ? flag(value) : value;
  };
}

/** PGlite marks every column with an option of its own, which no other server would take. */
function withoutMarks(options: Fact): Fact {
  if (!Array.isArray(options)) return options;
  const own = options.filter((one) => !one.startsWith('pg_attver='));
  return own.length === 0 ? undefined : own;
}

/** PostgreSQL's own name for the constraint says nothing, nor the one with a number, where that is taken. */
function notNullNameIn(body: BodyOf<'column'>, { state }: Names): Fact {
  const table = state.live(body.tableId, 'table')?.body.name ?? '';
  const label = /not_null\d*$/.exec(body.notNullName ?? '')?.[0] ?? 'not_null';
  return unless(body.notNullName, objectName(table, body.name, label));
}

const acts = (action: BodyOf<'foreign-key'>['onDelete']) => unless(action, 'no action');

/** Every field of every kind; a field that is added to a body is missed here by the compiler. */
export const rules: { readonly [Kind in ComparedKind]: Rules<Kind> } = {
  namespace: { name: 'key', ...common },
  table: {
    namespaceId: 'key',
    name: 'key',
    unlogged: ({ unlogged }) => flag(unlogged),
    partitionBy: (body, names) =>
      body.partitionBy && [body.partitionBy.strategy, ...elementsIn(names, body, body.partitionBy.elements)],
    partitionOf: ({ partitionOf }, names) =>
      partitionOf && [tableOf(names, partitionOf.tableId), partitionOf.bound.trim()],
    inherits: ({ inherits }, names) => inherits?.map((id) => tableOf(names, id)),
    accessMethod: ({ accessMethod }) => unless(accessMethod, 'heap'),
    tablespace: ({ tablespace }) => unless(tablespace, 'pg_default'),
    storage: ({ storage }) => parameters(storage),
    rowSecurity: ({ rowSecurity }) => flag(rowSecurity),
    forceRowSecurity: ({ forceRowSecurity }) => flag(forceRowSecurity),
    columnRefs: 'derived',
    ...common,
  },
  column: {
    tableId: 'key',
    name: 'key',
    type: ({ type, typeId }, names) => typeIn(names, type, typeId),
    typeId: 'derived',
    // An identity column is NOT NULL without saying so.
    nullable: ({ nullable, identity }) => flag(nullable && identity === undefined),
    default: (body, names) => defaultIn(names, body.default),
    identity: ({ identity }) => identity,
    identityOptions: identityOptionsIn,
    generated: (body, names) =>
      body.generated && [
        body.generated.stored ? 'stored' : 'virtual',
        expressionIn(names, body, body.generated.expression),
      ],
    collation: ({ collation }) => named(collation),
    storage: ({ storage }) => storage,
    compression: ({ compression }) => compression,
    statistics: ({ statistics }) => statistics?.toString(),
    options: ({ options }) => withoutMarks(parameters(options)),
    notNullName: notNullNameIn,
    notNullNoInherit: ({ notNullNoInherit }) => flag(notNullNoInherit),
    comment: common.comment,
    order: 'order',
    columnRefs: 'derived',
  },
  'primary-key': {
    tableId: 'key',
    name: 'key',
    columnIds: ({ columnIds }, names) => columnsOf(names, columnIds),
    include: ({ include }, names) => columnsOf(names, include),
    withoutOverlaps: ({ withoutOverlaps }) => flag(withoutOverlaps),
    storage: ({ storage }) => parameters(storage),
    tablespace: ({ tablespace }) => unless(tablespace, 'pg_default'),
    ...deferrability,
    comment: common.comment,
  },
  unique: {
    tableId: 'key',
    name: 'key',
    columnIds: ({ columnIds }, names) => columnsOf(names, columnIds),
    include: ({ include }, names) => columnsOf(names, include),
    nullsNotDistinct: ({ nullsNotDistinct }) => flag(nullsNotDistinct),
    withoutOverlaps: ({ withoutOverlaps }) => flag(withoutOverlaps),
    storage: ({ storage }) => parameters(storage),
    tablespace: ({ tablespace }) => unless(tablespace, 'pg_default'),
    ...deferrability,
    comment: common.comment,
  },
  'foreign-key': {
    tableId: 'key',
    name: 'key',
    columnIds: ({ columnIds }, names) => columnsOf(names, columnIds),
    referencedTableId: ({ referencedTableId }, names) => tableOf(names, referencedTableId),
    referencedColumnIds: ({ referencedColumnIds }, names) => columnsOf(names, referencedColumnIds),
    onDelete: ({ onDelete }) => acts(onDelete),
    onUpdate: ({ onUpdate }) => acts(onUpdate),
    onDeleteColumnIds: ({ onDelete, onDeleteColumnIds }, names) =>
      onDelete === 'set null' || onDelete === 'set default' ? columnsOf(names, onDeleteColumnIds) : undefined,
    match: ({ match }) => unless(match, 'simple'),
    period: ({ period }) => flag(period),
    ...validity,
    ...deferrability,
    comment: common.comment,
  },
  check: {
    tableId: 'key',
    name: 'key',
    expression: (body, names) => expressionIn(names, body, body.expression),
    noInherit: ({ noInherit }) => flag(noInherit),
    ...validity,
    comment: common.comment,
    columnRefs: 'derived',
  },
  exclusion: {
    tableId: 'key',
    name: 'key',
    elements: (body, names) => elementsIn(names, body, body.elements),
    method: ({ method }) => unless(method, 'gist'),
    predicate: (body, names) => body.predicate && expressionIn(names, body, body.predicate),
    include: ({ include }, names) => columnsOf(names, include),
    storage: ({ storage }) => parameters(storage),
    tablespace: ({ tablespace }) => unless(tablespace, 'pg_default'),
    ...deferrability,
    comment: common.comment,
    columnRefs: 'derived',
  },
  index: {
    tableId: 'key',
    name: 'key',
    elements: (body, names) => elementsIn(names, body, body.elements),
    method: ({ method }) => unless(method, 'btree'),
    unique: ({ unique }) => flag(unique),
    predicate: (body, names) => body.predicate && expressionIn(names, body, body.predicate),
    include: ({ include }, names) => columnsOf(names, include),
    nullsNotDistinct: ({ nullsNotDistinct }) => flag(nullsNotDistinct),
    storage: ({ storage }) => parameters(storage),
    tablespace: ({ tablespace }) => unless(tablespace, 'pg_default'),
    comment: common.comment,
    columnRefs: 'derived',
  },
  enum: { namespaceId: 'key', name: 'key', labels: ({ labels }) => labels, ...common },
  domain: {
    namespaceId: 'key',
    name: 'key',
    type: ({ type, typeId }, names) => typeIn(names, type, typeId),
    typeId: 'derived',
    collation: ({ collation }) => named(collation),
    default: (body, names) => defaultIn(names, body.default),
    notNull: ({ notNull }) => flag(notNull),
    checks: ({ checks }) =>
      checks === undefined || checks.length === 0
        ? undefined
        : checks
            .map((one) => `${one.name}: ${one.expression.trim()}${one.notValid ? ' NOT VALID' : ''}`)
            .sort(),
    ...common,
  },
  composite: {
    namespaceId: 'key',
    name: 'key',
    attributes: ({ attributes }, names) =>
      attributes.map((one) =>
        [
          `${one.name} ${typeIn(names, one.type, one.typeId)}`,
          one.collation === undefined ? '' : ` COLLATE ${objectNameIn(one.collation)}`,
          one.comment ? ` (${one.comment})` : '',
        ].join(''),
      ),
    ...common,
  },
  range: {
    namespaceId: 'key',
    name: 'key',
    type: ({ type, typeId }, names) => typeIn(names, type, typeId),
    typeId: 'derived',
    opclass: ({ opclass }) => named(opclass),
    collation: ({ collation }) => named(collation),
    subtypeDiff: ({ subtypeDiff }) => named(subtypeDiff),
    multirangeName: multirangeNameOf,
    ...common,
  },
  sequence: {
    namespaceId: 'key',
    name: 'key',
    type: ({ type }) => unless(type, 'bigint'),
    start: numberRule('start'),
    increment: numberRule('increment'),
    minimum: numberRule('minimum'),
    maximum: numberRule('maximum'),
    cache: numberRule('cache'),
    cycle: numberRule('cycle'),
    ownedByColumnId: ({ ownedByColumnId }, names) => ownedBy(ownedByColumnId, names),
    unlogged: ({ unlogged }) => flag(unlogged),
    ...common,
  },
};

function ownedBy(columnId: RecordId | undefined, names: Names): Fact {
  const column = columnId === undefined ? undefined : names.state.live(columnId, 'column');
  return column && `${tableOf(names, column.body.tableId)}.${columnOf(names, column.id)}`;
}

/** A field that is compared, and what it says. */
export type NamedFact = { readonly field: string; readonly fact: Fact };

/** The facts of a record in the order of its fields. */
export function factsOf<Kind extends ComparedKind>(
  kind: Kind,
  body: BodyOf<Kind>,
  names: Names,
): readonly NamedFact[] {
  const table: Readonly<Record<string, Rule<Kind>>> = rules[kind];
  return Object.entries(table).flatMap(([field, rule]) =>
    typeof rule === 'string' ? [] : [{ field, fact: rule(body, names) }],
  );
}

/** What a record is matched by: its kind, and its name with those of its table and namespace. */
export function keyOf(kind: ComparedKind, body: Readonly<Record<string, unknown>>, names: Names): string {
  const { tableId, namespaceId, name } = body;
  if (typeof tableId === 'string') return JSON.stringify([kind, tableOf(names, tableId), name]);
  if (typeof namespaceId === 'string') return JSON.stringify([kind, namespaceOf(names, namespaceId), name]);
  return JSON.stringify([kind, name]);
}
