import { sameJson } from '../std/canonical-json';
import type { RecordId } from './ids';
import { InverseIndex } from './inverse-index';
import type { RecordKind } from './kinds';
import type { Claim } from './names';
import { claimsOf } from './names';
import type { FieldVersions, StateReader } from './reader';
import type { RecordState, SchemaRecord } from './record';
import { isKind, isLive } from './record';
import { referencesOf } from './references';

/** One record before and after; `before` undefined means that it never was. */
export type Write = { readonly before: RecordState | undefined; readonly after: RecordState };

/** A live record to be written, before it is known which version that makes. */
export type Unversioned = {
  readonly id: RecordId;
  readonly kind: RecordKind;
  readonly parentId: RecordId | null;
  readonly body: object;
};

/**
 * A state with unwritten changes on top. Reads see the changes; the state underneath stays as it is.
 * Every record goes up by one version at most, however many operations touch it.
 */
export class Draft implements StateReader {
  readonly #base: StateReader;
  readonly #written = new Map<RecordId, RecordState>();
  readonly #children = new Map<RecordId, Set<RecordId>>();
  /** Over the written records only, and as they were when `#dirty` was last emptied. */
  readonly #names = new InverseIndex<string>();
  readonly #referrers = new InverseIndex<RecordId>();
  readonly #dirty = new Set<RecordId>();
  /** Written foreign keys by the table they refer to: they stand on whichever of its keys there is. */
  readonly #foreignKeysTo = new Map<RecordId, Set<RecordId>>();

  constructor(base: StateReader) {
    this.#base = base;
    this.#names.make([], () => []);
    this.#referrers.make([], () => []);
  }

  get(id: RecordId): RecordState | undefined {
    return this.#written.get(id) ?? this.#base.get(id);
  }

  children(id: RecordId): readonly SchemaRecord[] {
    const found = this.#base.children(id).filter((child) => !this.#written.has(child.id));
    for (const childId of this.#children.get(id) ?? []) {
      const child = this.#written.get(childId);
      if (isLive(child) && child.parentId === id) found.push(child);
    }
    return found;
  }

  referrers(id: RecordId): readonly SchemaRecord[] {
    const found = this.#base.referrers(id).filter((referrer) => !this.#written.has(referrer.id));
    this.#refresh();
    for (const referrerId of this.#referrers.holdersOf(id) ?? []) {
      const referrer = this.#written.get(referrerId);
      if (isLive(referrer)) found.push(referrer);
    }
    return found;
  }

  holder(scope: string, name: string): RecordId | undefined {
    this.#refresh();
    // A written record holds just the names it claims now.
    const written = [...(this.#names.holdersOf(`${scope}\0${name}`) ?? [])].at(-1);
    return written ?? this.unwrittenHolder(scope, name);
  }

  fieldVersions(id: RecordId): FieldVersions {
    return this.#base.fieldVersions(id);
  }

  /** The state of a record before anything here was written. */
  before(id: RecordId): RecordState | undefined {
    return this.#base.get(id);
  }

  /** Puts a live record in place of what was there; its version is one more than the stored one. */
  put({ id, kind, parentId, body }: Unversioned): void {
    // The body is of its kind: wire schemas saw to it, and the rules keep it so.
    this.#write({ id, kind, parentId, body, version: this.#nextVersion(id) } as SchemaRecord);
  }

  /** Deletes a live record, leaving its tombstone. */
  bury(record: SchemaRecord): void {
    const { id, kind, parentId } = record;
    this.#write({ id, kind, parentId, version: this.#nextVersion(id), deleted: true });
  }

  /** Who else holds a name: a record that is not written here. Written ones are asked by `claimsNow`. */
  unwrittenHolder(scope: string, name: string): RecordId | undefined {
    const holder = this.#base.holder(scope, name);
    return holder !== undefined && this.#written.has(holder) ? undefined : holder;
  }

  /** What a record relied on before anything here was written. */
  referencesBefore(record: SchemaRecord): readonly RecordId[] {
    return referencesOf(record, this.#base);
  }

  /** Ids of everything that was written, deleted or not, changed or put back as it was. */
  writtenIds(): Iterable<RecordId> {
    return this.#written.keys();
  }

  /** Live records that were written, in no particular order. */
  written(): readonly SchemaRecord[] {
    return [...this.#written.values()].filter(isLive);
  }

  /** Everything that differs from the state underneath, sorted by id. */
  writes(): readonly Write[] {
    const writes: Write[] = [];
    for (const [id, after] of this.#written) {
      const before = this.#base.get(id);
      if (before === undefined && !isLive(after)) continue;
      if (isLive(before) && isLive(after) && sameJson(before.body, after.body)) continue;
      writes.push({ before, after });
    }
    return writes.sort((a, b) => (a.after.id < b.after.id ? -1 : 1));
  }

  /** The names that the record holds now; none when it is not live. */
  claimsNow(id: RecordId): readonly Claim[] {
    const state = this.get(id);
    return isLive(state) ? claimsOf(state, this) : [];
  }

  /** The names that the record held before anything here was written. */
  claimsBefore(id: RecordId): readonly Claim[] {
    const state = this.#base.get(id);
    return isLive(state) ? claimsOf(state, this.#base) : [];
  }

  #nextVersion(id: RecordId): number {
    return (this.#base.get(id)?.version ?? 0) + 1;
  }

  #write(state: RecordState): void {
    this.#written.set(state.id, state);
    if (isLive(state) && state.parentId) {
      addTo(this.#children, state.parentId, state.id);
    }
    if (isKind(state, 'foreign-key')) addTo(this.#foreignKeysTo, state.body.referencedTableId, state.id);
    this.#dirty.add(state.id);
    for (const id of this.#dependentsOf(state)) this.#dirty.add(id);
  }

  /** Written records whose names or references are others when this one is: see names.ts and references.ts. */
  #dependentsOf({ id, kind, parentId }: RecordState): Iterable<RecordId> {
    switch (kind) {
      case 'table':
        return this.#children.get(id) ?? [];
      case 'primary-key':
      case 'unique':
      case 'index':
        return this.#foreignKeysTo.get(parentId ?? '') ?? [];
      default:
        return [];
    }
  }

  /** Brings the indexes up to date with what was written since they were last asked. */
  #refresh(): void {
    for (const id of this.#dirty) {
      const state = this.#written.get(id);
      const record = isLive(state) ? state : undefined;
      this.#names.set(id, record ? claimsOf(record, this).map(({ scope, name }) => `${scope}\0${name}`) : []);
      this.#referrers.set(id, record ? referencesOf(record, this) : []);
    }
    this.#dirty.clear();
  }
}

function addTo(map: Map<RecordId, Set<RecordId>>, key: RecordId, id: RecordId): void {
  const set = map.get(key);
  if (set) set.add(id);
  else map.set(key, new Set([id]));
}
