import type { RecordId } from '../../core/schema/ids';
import { Listeners } from './listeners';

/** The ids of what is shown differently now, or all of it. */
export type ChangedRecords = ReadonlySet<RecordId> | 'all';

/** Who wants to know of changes: of all, or of a single record, which a component draws. */
export class RecordListeners {
  readonly #all = new Listeners<ChangedRecords>();
  readonly #single = new Map<RecordId, Listeners<undefined>>();

  add(listener: (changed: ChangedRecords) => void): () => void {
    return this.#all.add(listener);
  }

  addFor(id: RecordId, listener: () => void): () => void {
    const listeners = this.#single.get(id) ?? new Listeners<undefined>();
    this.#single.set(id, listeners);
    return listeners.add(listener);
  }

  tell(changed: ChangedRecords): void {
    if (changed !== 'all' && changed.size === 0) return;
    if (changed === 'all') for (const listeners of this.#single.values()) listeners.tell(undefined);
    else for (const id of changed) this.#single.get(id)?.tell(undefined);
    this.#all.tell(changed);
  }
}
