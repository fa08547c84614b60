import type { RecordId } from './ids';
import type { SchemaRecord } from './record';

/**
 * Which records have a key, where each record has several. A key can have more than one holder for a moment,
 * while records are written one after the other.
 */
export class InverseIndex<Key> {
  #holders: Map<Key, Set<RecordId>> | null = null;
  readonly #keys = new Map<RecordId, readonly Key[]>();

  get isMade(): boolean {
    return this.#holders !== null;
  }

  /** Fills the index. Before that it knows nothing, and is not to be asked. */
  make(records: Iterable<SchemaRecord>, keysOf: (record: SchemaRecord) => readonly Key[]): void {
    this.#holders = new Map();
    for (const record of records) this.set(record.id, keysOf(record));
  }

  holdersOf(key: Key): ReadonlySet<RecordId> | undefined {
    return this.#holders?.get(key);
  }

  /** Replaces the keys of one record. */
  set(id: RecordId, keys: readonly Key[]): void {
    const holders = this.#holders;
    if (holders === null) return;
    for (const key of this.#keys.get(id) ?? []) holders.get(key)?.delete(id);
    if (keys.length === 0) this.#keys.delete(id);
    else this.#keys.set(id, keys);
    for (const key of keys) {
      const known = holders.get(key);
      if (known) known.add(id);
      else holders.set(key, new Set([id]));
    }
  }
}
