import type { RecordId } from './ids';
import { InverseIndex } from './inverse-index';
import type { RecordKind } from './kinds';
import type { Claim } from './names';
import { claimsOf } from './names';
import type { FieldVersions, StateReader } from './reader';
import type { RecordState, SchemaRecord } from './record';
import { isKind, isLive } from './record';
import { isKeyRecord, referencesOf, uniqueColumns } from './references';

/** How columns of a table sort: by fractional index, then by id, the same everywhere. */
export function compareColumns(a: SchemaRecord<'column'>, b: SchemaRecord<'column'>): number {
  if (a.body.order !== b.body.order) return a.body.order < b.body.order ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}

const noVersions: FieldVersions = {};

/**
 * A whole project in memory, indexed: what the browser mirrors, what importers build and exporters
 * read. Mutable on purpose, in one place: `put` keeps the higher version, so repeated and reordered
 * states do no harm.
 */
export class MemoryState implements StateReader {
  readonly #states = new Map<RecordId, RecordState>();
  readonly #children = new Map<RecordId, Map<RecordId, SchemaRecord>>();
  readonly #byKind = new Map<RecordKind, Map<RecordId, SchemaRecord>>();
  /** Lists in their order, made when they are first asked for, thrown away when what is in them changes. */
  readonly #childLists = new Map<RecordId, ReadonlyMap<RecordKind, readonly SchemaRecord[]>>();
  readonly #kindLists = new Map<RecordKind, readonly SchemaRecord[]>();
  /** Made when they are first asked for, kept up from then on: importers never ask, a mirror always does. */
  readonly #names = new InverseIndex<string>();
  readonly #referrers = new InverseIndex<RecordId>();

  static from(states: Iterable<RecordState>): MemoryState {
    const memory = new MemoryState();
    for (const state of states) memory.put(state);
    return memory;
  }

  /** Takes a state unless a newer one is known. Says whether it was taken. */
  put(state: RecordState): boolean {
    const known = this.#states.get(state.id);
    if (known && known.version >= state.version) return false;
    this.replace(state);
    return true;
  }

  /** Takes a state whatever its version: for showing unconfirmed edits and taking them back. */
  replace(state: RecordState): void {
    const known = this.#states.get(state.id);
    if (isLive(known)) this.#unindex(known);
    this.#states.set(state.id, state);
    if (isLive(state)) this.#index(state);
    this.#follow(state.id, known, state);
  }

  /** Removes every trace, as if the record had never been. */
  forget(id: RecordId): void {
    const known = this.#states.get(id);
    if (isLive(known)) this.#unindex(known);
    this.#states.delete(id);
    this.#follow(id, known, undefined);
  }

  get(id: RecordId): RecordState | undefined {
    return this.#states.get(id);
  }

  /** The live record of this kind, or undefined. */
  live<Kind extends RecordKind>(id: RecordId, kind: Kind): SchemaRecord<Kind> | undefined {
    const state = this.#states.get(id);
    return isKind(state, kind) ? state : undefined;
  }

  children(id: RecordId): readonly SchemaRecord[] {
    return [...(this.#children.get(id)?.values() ?? [])];
  }

  /** Live children of one kind; columns in their order, others by id. */
  childrenOf<Kind extends RecordKind>(id: RecordId, kind: Kind): readonly SchemaRecord<Kind>[] {
    const known = this.#childLists.get(id);
    const lists = known ?? sortedByKind(this.children(id));
    if (!known) this.#childLists.set(id, lists);
    return (lists.get(kind) ?? none) as readonly SchemaRecord<Kind>[];
  }

  /** All live records of one kind, by id. */
  ofKind<Kind extends RecordKind>(kind: Kind): readonly SchemaRecord<Kind>[] {
    const known = this.#kindLists.get(kind);
    const list = known ?? [...(this.#byKind.get(kind)?.values() ?? [])].sort(compareRecords);
    if (!known) this.#kindLists.set(kind, list);
    return list as readonly SchemaRecord<Kind>[];
  }

  referrers(id: RecordId): readonly SchemaRecord[] {
    if (!this.#referrers.isMade) this.#referrers.make(this.records(), (record) => referencesOf(record, this));
    return this.#liveOf(this.#referrers.holdersOf(id));
  }

  holder(scope: string, name: string): RecordId | undefined {
    if (!this.#names.isMade) this.#names.make(this.records(), (record) => this.#namesOf(record));
    return first(this.#names.holdersOf(nameKey({ scope, name })));
  }

  fieldVersions(): FieldVersions {
    return noVersions;
  }

  /** Every live record. */
  *records(): IterableIterator<SchemaRecord> {
    for (const state of this.#states.values()) if (isLive(state)) yield state;
  }

  /** Every state, tombstones included. */
  states(): IterableIterator<RecordState> {
    return this.#states.values();
  }

  #index(record: SchemaRecord): void {
    this.#forgetLists(record);
    if (record.parentId) addTo(this.#children, record.parentId, record);
    addTo(this.#byKind, record.kind, record);
  }

  #unindex(record: SchemaRecord): void {
    this.#forgetLists(record);
    if (record.parentId) this.#children.get(record.parentId)?.delete(record.id);
    this.#byKind.get(record.kind)?.delete(record.id);
  }

  #forgetLists({ kind, parentId }: SchemaRecord): void {
    this.#kindLists.delete(kind);
    if (parentId) this.#childLists.delete(parentId);
  }

  #namesOf(record: SchemaRecord): readonly string[] {
    return claimsOf(record, this).map(nameKey);
  }

  /** Brings the inverse indexes up to date with one record, and with those whose entries depend on it. */
  #follow(id: RecordId, before: RecordState | undefined, after: RecordState | undefined): void {
    const now = isLive(after) ? after : undefined;
    if (this.#names.isMade) {
      this.#names.set(id, now ? this.#namesOf(now) : []);
      for (const child of this.#namedByTable(before, after)) this.#names.set(child.id, this.#namesOf(child));
    }
    if (this.#referrers.isMade) {
      this.#referrers.set(id, now ? referencesOf(now, this) : []);
      for (const foreignKey of this.#standingOn(before, after)) {
        this.#referrers.set(foreignKey.id, referencesOf(foreignKey, this));
      }
    }
  }

  /** Constraints and indexes have their names in the namespace of their table, wherever that goes. */
  #namedByTable(before: RecordState | undefined, after: RecordState | undefined): readonly SchemaRecord[] {
    const was = isKind(before, 'table') ? before : undefined;
    const is = isKind(after, 'table') ? after : undefined;
    if (was?.body.namespaceId === is?.body.namespaceId) return [];
    return this.children((is ?? was)?.id ?? '');
  }

  /** Foreign keys that may find, lose or change the key they stand on when one is written. */
  #standingOn(before: RecordState | undefined, after: RecordState | undefined): readonly SchemaRecord[] {
    const columns = new Set<RecordId>();
    for (const state of [before, after]) {
      if (!isLive(state) || !isKeyRecord(state)) continue;
      for (const column of uniqueColumns(state) ?? []) columns.add(column);
    }
    const found = new Set<RecordId>();
    for (const column of columns) {
      for (const id of this.#referrers.holdersOf(column) ?? []) found.add(id);
    }
    return this.#liveOf(found).filter((record) => record.kind === 'foreign-key');
  }

  #liveOf(ids: Iterable<RecordId> | undefined): readonly SchemaRecord[] {
    const found: SchemaRecord[] = [];
    for (const id of ids ?? []) {
      const state = this.#states.get(id);
      if (isLive(state)) found.push(state);
    }
    return found;
  }
}

const none: readonly SchemaRecord[] = [];

function sortedByKind(records: readonly SchemaRecord[]): ReadonlyMap<RecordKind, readonly SchemaRecord[]> {
  const lists = new Map<RecordKind, SchemaRecord[]>();
  for (const record of records) {
    const list = lists.get(record.kind);
    if (list) list.push(record);
    else lists.set(record.kind, [record]);
  }
  for (const list of lists.values()) list.sort(compareRecords);
  return lists;
}

function compareRecords(a: SchemaRecord, b: SchemaRecord): number {
  if (a.kind === 'column' && b.kind === 'column') return compareColumns(a, b);
  return a.id < b.id ? -1 : 1;
}

function nameKey({ scope, name }: Pick<Claim, 'scope' | 'name'>): string {
  return `${scope}\0${name}`;
}

function first<Item>(items: ReadonlySet<Item> | undefined): Item | undefined {
  for (const item of items ?? []) return item;
  return undefined;
}

function addTo<Key>(map: Map<Key, Map<RecordId, SchemaRecord>>, key: Key, record: SchemaRecord): void {
  const records = map.get(key);
  if (records) records.set(record.id, record);
  else map.set(key, new Map([[record.id, record]]));
}
