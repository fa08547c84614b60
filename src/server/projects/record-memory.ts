import type { RecordId } from '../../core/schema/ids';
import type { StoredRecord } from './stored-record';
import type { WriteRow } from './write-rows';

const capacity = 20_000;
/** What nobody edited for that long is read again. */
const ttlMs = 60_000;

type Entry = { readonly stored: StoredRecord; readonly until: number };

/**
 * What this process wrote last, by project and record. It may be out of date at any time: another process
 * may have written since. So nothing is ever answered from it; it only lets an edit be tried without
 * reading first, by a statement that does nothing unless all of it still holds. The oldest go first.
 */
export class RecordMemory {
  readonly #entries = new Map<string, Entry>();
  readonly #now: () => number;

  /** @param now milliseconds of any clock that does not go back */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** All of them, or undefined when one is not known. */
  recall(projectId: string, ids: readonly RecordId[]): readonly StoredRecord[] | undefined {
    const found: StoredRecord[] = [];
    for (const id of ids) {
      const entry = this.#entries.get(keyOf(projectId, id));
      if (entry === undefined || entry.until < this.#now()) return undefined;
      found.push(entry.stored);
    }
    return found;
  }

  /** Takes rows that were committed. */
  remember(projectId: string, rows: readonly WriteRow[]): void {
    for (const { id, state, face, parentFace, fields } of rows) {
      const key = keyOf(projectId, id);
      const known = this.#entries.get(key);
      // Two commits may be answered in another order than they were made in.
      if (known !== undefined && known.stored.state.version > state.version) continue;
      this.#entries.delete(key);
      if (face !== null) {
        const until = this.#now() + ttlMs;
        this.#entries.set(key, { stored: { state, face, parentFace, fields }, until });
      }
    }
    for (const key of this.#entries.keys()) {
      if (this.#entries.size <= capacity) return;
      this.#entries.delete(key);
    }
  }

  /** What turned out not to hold any more. */
  forget(projectId: string, ids: readonly RecordId[]): void {
    for (const id of ids) this.#entries.delete(keyOf(projectId, id));
  }
}

function keyOf(projectId: string, id: RecordId): string {
  return `${projectId} ${id}`;
}
