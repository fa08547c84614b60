import type { RecordId } from '../../schema/ids';
import { parentTables } from '../../schema/inheritance';
import { MemoryState } from '../../schema/memory-state';
import { multirangeNameOf } from '../../schema/names';
import type { SchemaRecord } from '../../schema/record';
import { isKind, isLive } from '../../schema/record';
import { significantTokens } from '../../std/sql-tokens';
import { expressionTexts } from './dependencies';
import type { ExportContext } from './export-context';
import { namespaceName, plainName, warn } from './export-context';
import { grouped } from './grouped';
import { bareName, mentionedWords, nameParts, wordReader } from './verbatim-names';

/**
 * The part of the design that is wanted, and what it needs: the schemas, types, sequences and functions that it
 * uses, tables whose columns it inherits, partitions with their table, all extensions. Foreign keys to tables
 * that are not part of it are left out, and so is what is kept as text and names one; both are reported.
 * Everything when nothing is chosen.
 */
export function selectRecords(context: ExportContext): ExportContext {
  const { namespaces, selection } = context.options;
  if (namespaces === undefined && selection === undefined) return context;
  for (const id of [...(namespaces ?? []), ...(selection ?? [])]) {
    if (isLive(context.state.get(id))) continue;
    const message = 'Nothing in this project has this id, so nothing was chosen by it.';
    context.report.push({ severity: 'warning', name: id, message });
  }
  const chosen = new Selection(context, new Set(namespaces), new Set(selection));
  return { ...context, state: MemoryState.from(chosen.records()) };
}

/** Kept statements about something else that go with it: told by its name. */
const following = /^(?:comment|grant|revoke|alter|security label)\b/;

class Selection {
  readonly #context: ExportContext;
  readonly #state: MemoryState;
  readonly #taken = new Map<RecordId, SchemaRecord>();
  readonly #open: SchemaRecord[] = [];
  readonly #texts: ReadonlyMap<string, readonly SchemaRecord[]>;
  readonly #about: ReadonlyMap<RecordId, readonly SchemaRecord[]>;
  readonly #wordsOf = wordReader();

  constructor(context: ExportContext, namespaces: ReadonlySet<RecordId>, selection: ReadonlySet<RecordId>) {
    this.#context = context;
    this.#state = context.state;
    this.#texts = namedObjects(context.state);
    this.#about = recordsAbout(context.state);
    const kept = this.#state.ofKind('verbatim');
    for (const record of this.#state.records()) {
      if (selection.has(record.id) || isIn(record, namespaces, this.#state)) this.#take(record);
    }
    for (const record of kept) if (record.body.tag === 'extension') this.#take(record);
    this.#takeNeeds();
    const names = new Set([...this.#taken.values()].map((record) => this.#nameOf(record)));
    for (const record of kept) {
      if (following.test(record.body.tag) && names.has(this.#nameOf(record))) this.#take(record);
    }
    this.#takeNeeds();
  }

  /** A name to tell what a kept statement is about: with its namespace, whether that is written or not. */
  #nameOf(record: SchemaRecord): string {
    const parts = isKind(record, 'verbatim') ? nameParts(record) : partsOf(this.#context, record);
    return JSON.stringify(parts.length === 1 ? ['public', ...parts] : parts);
  }

  /** What is taken, without what would refer to something that is not. */
  records(): readonly SchemaRecord[] {
    const isOutside = ({ id }: SchemaRecord) => !this.#taken.has(id);
    const tables = this.#state.ofKind('table').filter(isOutside);
    const outside = grouped(tables.map((table) => [table.body.name, table] as const));
    return [...this.#taken.values()].flatMap((record): readonly SchemaRecord[] => {
      if (isKind(record, 'foreign-key') && !this.#taken.has(record.body.referencedTableId)) {
        return this.#leaveOut(record, this.#state.live(record.body.referencedTableId, 'table'));
      }
      if (isKind(record, 'verbatim')) {
        const named = namedTable(record, outside, this.#state);
        if (named) return this.#leaveOut(record, named);
      }
      if (isKind(record, 'sequence') && !this.#taken.has(record.body.ownedByColumnId ?? '')) {
        const { ownedByColumnId: _owner, ...body } = record.body;
        return [{ ...record, body }];
      }
      return [record];
    });
  }

  #leaveOut(record: SchemaRecord, table: SchemaRecord<'table'> | undefined): readonly SchemaRecord[] {
    const name = table ? plainName(this.#context, table) : 'a table';
    const what = record.kind === 'verbatim' ? `The ${record.body.tag}` : 'The foreign key';
    const message = `${what} is left out: ${name} is not part of what was chosen.`;
    warn(this.#context, record.id, plainName(this.#context, record), message);
    return [];
  }

  #take(record: SchemaRecord | undefined): void {
    if (!record || this.#taken.has(record.id)) return;
    this.#taken.set(record.id, record);
    this.#open.push(record);
  }

  #takeId(id: RecordId | null | undefined): void {
    const record = id === null || id === undefined ? undefined : this.#state.get(id);
    if (record && 'body' in record) this.#take(record);
  }

  #takeNeeds(): void {
    for (let record = this.#open.pop(); record; record = this.#open.pop()) {
      if ('namespaceId' in record.body) this.#takeId(record.body.namespaceId);
      if ('typeId' in record.body) this.#takeId(record.body.typeId);
      if ('tableId' in record.body) this.#takeId(record.body.tableId);
      for (const one of this.#about.get(record.id) ?? []) this.#take(one);
      this.#takeOwnNeeds(record);
    }
  }

  #takeOwnNeeds(record: SchemaRecord): void {
    switch (record.kind) {
      case 'table':
        for (const id of parentTables(record.body)) this.#takeId(id);
        for (const child of this.#state.children(record.id)) if (isPart(child)) this.#take(child);
        break;
      case 'column':
        if (record.body.default?.kind === 'sequence') this.#takeId(record.body.default.sequenceId);
        break;
      case 'composite':
        for (const { typeId } of record.body.attributes) this.#takeId(typeId);
        break;
      case 'verbatim':
        this.#takeId(record.body.definesType?.namespaceId);
        this.#takeId(record.body.definesRelation?.namespaceId);
        this.#takeNamed(this.#wordsOf(record));
        break;
      default:
        break;
    }
    const texts = textsOf(record);
    if (texts.length > 0) this.#takeNamed(new Set(texts.flatMap((text) => [...mentionedWords(text)])));
  }

  #takeNamed(words: ReadonlySet<string>): void {
    for (const word of words) for (const record of this.#texts.get(word) ?? []) this.#take(record);
  }
}

function partsOf(context: ExportContext, { body }: SchemaRecord): readonly string[] {
  const name = 'name' in body ? body.name : '';
  return 'namespaceId' in body ? [namespaceName(context, body.namespaceId), name] : [name];
}

function isPart({ kind }: SchemaRecord): boolean {
  return kind !== 'layout' && kind !== 'review-setting';
}

function isIn(record: SchemaRecord, namespaces: ReadonlySet<RecordId>, state: MemoryState): boolean {
  if (namespaces.has(record.id)) return true;
  if ('namespaceId' in record.body) return namespaces.has(record.body.namespaceId);
  if (record.kind !== 'verbatim') return false;
  const { definesType, definesRelation } = record.body;
  const defined = definesRelation ?? definesType;
  if (defined) return namespaces.has(defined.namespaceId);
  const written = nameParts(record).at(-2) ?? 'public';
  return [...namespaces].some((id) => state.live(id, 'namespace')?.body.name === written);
}

function textsOf(record: SchemaRecord): readonly string[] {
  if (record.kind === 'domain') {
    const { default: value, checks = [] } = record.body;
    return [
      ...(value?.kind === 'expression' ? [value.text] : []),
      ...checks.map(({ expression }) => expression),
    ];
  }
  return expressionTexts(record);
}

/** Schemas, types and kept statements by the name that a text would have for them. */
function namedObjects(state: MemoryState): ReadonlyMap<string, readonly SchemaRecord[]> {
  return grouped(
    [...state.records()].flatMap((record) => objectNames(record).map((name) => [name, record] as const)),
  );
}

function objectNames(record: SchemaRecord): readonly string[] {
  switch (record.kind) {
    case 'namespace':
    case 'enum':
    case 'domain':
    case 'composite':
      return [record.body.name];
    case 'range':
      return [record.body.name, multirangeNameOf(record.body)];
    case 'verbatim': {
      const { tag, recordId, name } = record.body;
      return following.test(tag) || recordId !== undefined || name === '' ? [] : [bareName(record)];
    }
    default:
      return [];
  }
}

/** What goes with a record although it is no part of it: partitions, owned sequences, kept statements. */
function recordsAbout(state: MemoryState): ReadonlyMap<RecordId, readonly SchemaRecord[]> {
  const pairs: readonly (readonly [RecordId | undefined, SchemaRecord])[] = [
    ...state.ofKind('table').map((table) => [table.body.partitionOf?.tableId, table] as const),
    ...state.ofKind('sequence').map((sequence) => [sequence.body.ownedByColumnId, sequence] as const),
    ...state.ofKind('verbatim').map((kept) => [kept.body.recordId, kept] as const),
  ];
  return grouped(pairs.flatMap(([id, record]) => (id === undefined ? [] : [[id, record] as const])));
}

const beforeTables: ReadonlySet<string> = new Set(['from', 'join', 'on', 'table', 'into', 'update', 'only']);

/** One of these tables that a statement names: qualified, or where only a relation can stand. */
function namedTable(
  { body }: SchemaRecord<'verbatim'>,
  tables: ReadonlyMap<string, readonly SchemaRecord<'table'>[]>,
  state: MemoryState,
): SchemaRecord<'table'> | undefined {
  const tokens = significantTokens(body.text);
  for (const [at, token] of tokens.entries()) {
    const isName = token.kind === 'identifier' || token.kind === 'quoted-identifier';
    if (!isName) continue;
    const before = tokens[at - 1]?.value ?? '';
    const written = before === '.' ? tokens[at - 2]?.value : beforeTables.has(before) ? 'public' : undefined;
    const found = tables
      .get(token.value)
      ?.find((table) => state.live(table.body.namespaceId, 'namespace')?.body.name === written);
    if (found) return found;
  }
  return undefined;
}
