import type { RecordId } from './ids';
import type { RecordKind } from './kinds';
import type { Claim } from './names';
import { claimsOf } from './names';
import type { FieldVersions, StateReader } from './reader';
import type { RecordState, SchemaRecord } from './record';
import { isKind, isLive } from './record';
import { referencesOf } from './references';

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
  readonly #children = new Map<RecordId, Set<RecordId>>();
  readonly #byKind = new Map<RecordKind, Set<RecordId>>();
  #names: Map<string, RecordId> | null = null;
  #referrers: Map<RecordId, Set<RecordId>> | null = null;

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
    this.#forget();
  }

  /** Removes every trace, as if the record had never been. */
  forget(id: RecordId): void {
    const known = this.#states.get(id);
    if (isLive(known)) this.#unindex(known);
    this.#states.delete(id);
    this.#forget();
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
    return this.#liveOf(this.#children.get(id));
  }

  /** Live children of one kind; columns in their order, others by id. */
  childrenOf<Kind extends RecordKind>(id: RecordId, kind: Kind): readonly SchemaRecord<Kind>[] {
    return sorted(this.children(id).filter((child) => isKind(child, kind)));
  }

  /** All live records of one kind, by id. */
  ofKind<Kind extends RecordKind>(kind: Kind): readonly SchemaRecord<Kind>[] {
    return sorted(this.#liveOf(this.#byKind.get(kind)).filter((record) => isKind(record, kind)));
  }

  referrers(id: RecordId): readonly SchemaRecord[] {
    this.#referrers ??= this.#indexReferrers();
    return this.#liveOf(this.#referrers.get(id));
  }

  holder(scope: string, name: string): RecordId | undefined {
    this.#names ??= this.#indexNames();
    return this.#names.get(nameKey({ scope, name }));
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
    if (record.parentId) addTo(this.#children, record.parentId, record.id);
    addTo(this.#byKind, record.kind, record.id);
  }

  #unindex(record: SchemaRecord): void {
    if (record.parentId) this.#children.get(record.parentId)?.delete(record.id);
    this.#byKind.get(record.kind)?.delete(record.id);
  }

  #forget(): void {
    this.#names = null;
    this.#referrers = null;
  }

  #indexNames(): Map<string, RecordId> {
    const names = new Map<string, RecordId>();
    for (const record of this.records()) {
      for (const claim of claimsOf(record, this)) names.set(nameKey(claim), record.id);
    }
    return names;
  }

  #indexReferrers(): Map<RecordId, Set<RecordId>> {
    const referrers = new Map<RecordId, Set<RecordId>>();
    for (const record of this.records()) {
      for (const id of referencesOf(record, this)) addTo(referrers, id, record.id);
    }
    return referrers;
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

function sorted<Kind extends RecordKind>(records: SchemaRecord<Kind>[]): SchemaRecord<Kind>[] {
  return records.sort(compareRecords);
}

function compareRecords(a: SchemaRecord, b: SchemaRecord): number {
  if (a.kind === 'column' && b.kind === 'column') return compareColumns(a, b);
  return a.id < b.id ? -1 : 1;
}

function nameKey({ scope, name }: Pick<Claim, 'scope' | 'name'>): string {
  return `${scope}\0${name}`;
}

function addTo<Key>(map: Map<Key, Set<RecordId>>, key: Key, id: RecordId): void {
  const set = map.get(key);
  if (set) set.add(id);
  else map.set(key, new Set([id]));
}
