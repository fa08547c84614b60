import type { DataType } from '../schema/data-type';
import { isBuiltInType, parseDataType } from '../schema/data-type';
import type { RecordId } from '../schema/ids';
import { columnOwners, columnsOf, parentTables } from '../schema/inheritance';
import type { RecordKind } from '../schema/kinds';
import { compareColumns } from '../schema/memory-state';
import { claimsOf } from '../schema/names';
import type { SchemaRecord } from '../schema/record';
import { isKind } from '../schema/record';
import { nameOf } from './names';

export type Column = SchemaRecord<'column'>;
export type ForeignKey = SchemaRecord<'foreign-key'>;
export type Index = SchemaRecord<'index'>;

/** A table with what belongs to it. */
export type TableFacts = {
  readonly id: RecordId;
  readonly table: SchemaRecord<'table'>;
  /** As people say it: `orders`, `sales.orders`. */
  readonly name: string;
  /** All of its columns, inherited ones included, in their order. */
  readonly columns: readonly Column[];
  /** The ones that are declared here: none in a partition. */
  readonly ownColumns: readonly Column[];
  /** A partition's is the one of its partitioned table. */
  readonly primaryKey: SchemaRecord<'primary-key'> | undefined;
  readonly uniques: readonly SchemaRecord<'unique'>[];
  readonly foreignKeys: readonly ForeignKey[];
  readonly checks: readonly SchemaRecord<'check'>[];
  readonly indexes: readonly Index[];
  /** A partition of another table: what it lacks it has from there. */
  readonly isPartition: boolean;
};

type Children = {
  readonly columns: Column[];
  readonly primaryKeys: SchemaRecord<'primary-key'>[];
  readonly uniques: SchemaRecord<'unique'>[];
  readonly foreignKeys: ForeignKey[];
  readonly checks: SchemaRecord<'check'>[];
  readonly indexes: Index[];
};

/**
 * The design as the rules see it: a picture of all records at one moment, with what many rules ask for worked
 * out once. Edits made afterwards do not show in it, so a review can be done in pieces.
 */
export class ReviewContext {
  readonly #records = new Map<RecordId, SchemaRecord>();
  readonly #byKind = new Map<RecordKind, SchemaRecord[]>();
  readonly #children = new Map<RecordId, Children>();
  readonly #tables = new Map<RecordId, TableFacts>();
  readonly #foreignKeysTo = new Map<RecordId, ForeignKey[]>();
  readonly #foreignKeysFrom = new Map<RecordId, ForeignKey[]>();
  readonly #types = new Map<string, DataType | null>();
  #words: ReadonlySet<string> | undefined;
  #statements: readonly string[] | undefined;
  #inExpressions: ReadonlySet<RecordId> | undefined;
  #typesInUse: ReadonlySet<RecordId> | undefined;
  #relatives: ReadonlySet<RecordId> | undefined;
  #taken: ReadonlySet<string> | undefined;
  #sorted: readonly TableFacts[] = [];

  private constructor() {}

  static of(records: Iterable<SchemaRecord>): ReviewContext {
    const steps = ReviewContext.inSteps(records);
    for (;;) {
      const step = steps.next();
      if (step.done) return step.value;
    }
  }

  /** The same in steps of about a millisecond; the records are those of the first one. */
  static *inSteps(records: Iterable<SchemaRecord>): Generator<undefined, ReviewContext> {
    const all = [...records];
    const context = new ReviewContext();
    for (const [place, record] of all.entries()) {
      context.#take(record);
      if (place % 1_000 === 999) yield;
    }
    for (const children of context.#children.values()) {
      children.columns.sort(compareColumns);
      for (const list of [children.uniques, children.foreignKeys, children.checks, children.indexes]) {
        list.sort((a, b) => (a.id < b.id ? -1 : 1));
      }
    }
    yield;
    for (const [place, table] of context.ofKind('table').entries()) {
      context.#tables.set(table.id, context.#factsOf(table));
      if (place % 250 === 249) yield;
    }
    context.#sorted = [...context.#tables.values()].sort((a, b) => compareText(a.name, b.name));
    return context;
  }

  /** All tables, by name. */
  get tables(): readonly TableFacts[] {
    return this.#sorted;
  }

  get(id: RecordId): SchemaRecord | undefined {
    return this.#records.get(id);
  }

  ofKind<Kind extends RecordKind>(kind: Kind): readonly SchemaRecord<Kind>[] {
    return (this.#byKind.get(kind) ?? []) as readonly SchemaRecord[] as readonly SchemaRecord<Kind>[];
  }

  table(id: RecordId): TableFacts | undefined {
    return this.#tables.get(id);
  }

  column(id: RecordId): Column | undefined {
    const record = this.#records.get(id);
    return isKind(record, 'column') ? record : undefined;
  }

  /** The record as people say it; see `names.ts`. */
  nameOf(record: SchemaRecord): string {
    return nameOf(record, this);
  }

  /** `a, b` for columns by their ids. */
  columnNames(ids: readonly RecordId[]): string {
    return ids.map((id) => this.column(id)?.body.name ?? '?').join(', ');
  }

  /** Foreign keys that refer to a table. */
  foreignKeysTo(tableId: RecordId): readonly ForeignKey[] {
    return this.#foreignKeysTo.get(tableId) ?? [];
  }

  /** Foreign keys in which a column refers to something. */
  foreignKeysFrom(columnId: RecordId): readonly ForeignKey[] {
    return this.#foreignKeysFrom.get(columnId) ?? [];
  }

  /** Whether a column takes part in a foreign key, on either side. */
  isInForeignKey(column: Column): boolean {
    if (this.foreignKeysFrom(column.id).length > 0) return true;
    return this.foreignKeysTo(column.body.tableId).some((one) =>
      one.body.referencedColumnIds.includes(column.id),
    );
  }

  /** The column's type taken apart; undefined when it cannot be read. */
  typeOf(column: Column): DataType | undefined {
    const { type } = column.body;
    let known = this.#types.get(type);
    if (known === undefined) {
      const parsed = parseDataType(type);
      known = parsed.ok ? parsed.value : null;
      this.#types.set(type, known);
    }
    return known ?? undefined;
  }

  /** The name of the column's type when PostgreSQL itself brings it and it is no array; else undefined. */
  builtIn(column: Column): string | undefined {
    const type = this.typeOf(column);
    return type && type.dimensions === 0 && isBuiltInType(type) ? type.name : undefined;
  }

  /** Whether an expression, or the text of a kept statement, may mention the column: then its type is not changed lightly. */
  isInExpression(column: Column): boolean {
    this.#inExpressions ??= idsInExpressions(this.#records.values());
    return this.#inExpressions.has(column.id);
  }

  /** Whether a type of the project is the type of anything. */
  isTypeInUse(id: RecordId): boolean {
    this.#typesInUse ??= typesInUse(this.#records.values());
    return this.#typesInUse.has(id);
  }

  /** Whether a name occurs anywhere in what is kept as text: statements, defaults and other expressions. */
  isMentioned(name: string): boolean {
    this.#words ??= wordsOf(this.#records.values());
    return this.isInStatements(name) || this.#words.has(name.toLowerCase());
  }

  /** Whether a kept statement mentions a name: those do not follow when it changes. */
  isInStatements(name: string): boolean {
    this.#statements ??= this.ofKind('verbatim').map(({ body }) => body.text.toLowerCase());
    const folded = name.toLowerCase();
    return this.#statements.some((text) => text.includes(folded));
  }

  /** A table that others inherit from, or that inherits: a column of one is then a column of several. */
  isInherited(tableId: RecordId): boolean {
    this.#relatives ??= relativesOf(this.ofKind('table'));
    return this.#relatives.has(tableId);
  }
  /** Whether a relation or a type of the namespace has this name; kept statements count where they say so. */
  isNameTaken(namespaceId: RecordId, name: string): boolean {
    this.#taken ??= takenNames(this.#records.values(), this);
    return this.#taken.has(`${namespaceId} ${name}`);
  }

  #take(record: SchemaRecord): void {
    this.#records.set(record.id, record);
    addTo(this.#byKind, record.kind, record);
    switch (record.kind) {
      case 'column':
        this.#childrenOf(record.body.tableId).columns.push(record);
        break;
      case 'primary-key':
        this.#childrenOf(record.body.tableId).primaryKeys.push(record);
        break;
      case 'unique':
        this.#childrenOf(record.body.tableId).uniques.push(record);
        break;
      case 'check':
        this.#childrenOf(record.body.tableId).checks.push(record);
        break;
      case 'index':
        this.#childrenOf(record.body.tableId).indexes.push(record);
        break;
      case 'foreign-key':
        this.#childrenOf(record.body.tableId).foreignKeys.push(record);
        addTo(this.#foreignKeysTo, record.body.referencedTableId, record);
        for (const id of record.body.columnIds) addTo(this.#foreignKeysFrom, id, record);
        break;
      default:
        break;
    }
  }

  #childrenOf(tableId: RecordId): Children {
    let children = this.#children.get(tableId);
    if (!children) {
      children = { columns: [], primaryKeys: [], uniques: [], foreignKeys: [], checks: [], indexes: [] };
      this.#children.set(tableId, children);
    }
    return children;
  }

  #factsOf(table: SchemaRecord<'table'>): TableFacts {
    const own = this.#childrenOf(table.id);
    const isPartition = table.body.partitionOf !== undefined;
    const sources = isPartition ? columnOwners(table.id, this).map((id) => this.#childrenOf(id)) : [own];
    const columns =
      parentTables(table.body).length === 0
        ? own.columns
        : columnsOf(table.id, {
            get: (id) => this.get(id),
            childrenOf: (id) => this.#childrenOf(id).columns,
          });
    return {
      id: table.id,
      table,
      name: nameOf(table, this),
      columns,
      ownColumns: own.columns,
      primaryKey: sources.flatMap(({ primaryKeys }) => primaryKeys)[0],
      uniques: sources.flatMap(({ uniques }) => uniques),
      foreignKeys: own.foreignKeys,
      checks: own.checks,
      indexes: sources.flatMap(({ indexes }) => indexes),
      isPartition,
    };
  }
}

/** Sorts texts the same everywhere. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function takenNames(
  records: Iterable<SchemaRecord>,
  reader: { readonly get: (id: RecordId) => SchemaRecord | undefined },
): ReadonlySet<string> {
  const found = new Set<string>();
  for (const record of records) {
    for (const { scope, name } of claimsOf(record, reader)) {
      const [what, namespaceId] = scope.split(':');
      if (what === 'relations' || what === 'types') found.add(`${namespaceId} ${name}`);
    }
  }
  return found;
}

function idsInExpressions(records: Iterable<SchemaRecord>): ReadonlySet<RecordId> {
  const found = new Set<RecordId>();
  for (const record of records) {
    if (!('columnRefs' in record.body)) continue;
    for (const id of Object.values(record.body.columnRefs ?? {})) found.add(id);
  }
  return found;
}

function typesInUse(records: Iterable<SchemaRecord>): ReadonlySet<RecordId> {
  const found = new Set<RecordId>();
  for (const record of records) {
    if ('typeId' in record.body && record.body.typeId !== undefined) found.add(record.body.typeId);
    if (record.kind !== 'composite') continue;
    for (const { typeId } of record.body.attributes) if (typeId !== undefined) found.add(typeId);
  }
  return found;
}

const wordPattern = /[\p{L}\p{N}_$]+/gu;

function wordsOf(records: Iterable<SchemaRecord>): ReadonlySet<string> {
  const words = new Set<string>();
  const add = (text: string) => {
    for (const word of text.toLowerCase().match(wordPattern) ?? []) words.add(word);
  };
  for (const record of records) {
    if (record.kind === 'check') add(record.body.expression);
    if (record.kind !== 'column') continue;
    if (record.body.default?.kind === 'expression') add(record.body.default.text);
    if (record.body.generated) add(record.body.generated.expression);
  }
  return words;
}

function relativesOf(tables: readonly SchemaRecord<'table'>[]): ReadonlySet<RecordId> {
  const found = new Set<RecordId>();
  for (const table of tables) {
    for (const parent of table.body.inherits ?? []) found.add(parent).add(table.id);
  }
  return found;
}

function addTo<Key, Item>(map: Map<Key, Item[]>, key: Key, item: Item): void {
  const list = map.get(key);
  if (list) list.push(item);
  else map.set(key, [item]);
}
