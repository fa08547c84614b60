import type { LiveChange } from '../../core/protocol/change';
import { fitOf } from '../../core/schema/follows';
import { MemoryState } from '../../core/schema/memory-state';
import type { RecordState } from '../../core/schema/record';

/** A row of the log: one change, or all the pieces of an import and the change that published them. */
export type Found = {
  readonly id: string;
  readonly at: string;
  readonly changes: readonly LiveChange[];
};

/**
 * What was shown of a project, and what was found of its log and cannot be shown yet, because something that it
 * builds on was not found so far.
 */
export class InOrder {
  readonly #state: MemoryState;
  #shown: Set<string>;
  #waiting: readonly Found[] = [];

  /** @param shown the rows of the log that are known to be in these states, as far as they may be found again */
  constructor(states: Iterable<RecordState>, shown: Iterable<string>) {
    this.#state = MemoryState.from(states);
    this.#shown = new Set(shown);
  }

  /** Something is held back. */
  get isWaiting(): boolean {
    return this.#waiting.length > 0;
  }

  /** Whether this row need not be read. */
  has(id: string): boolean {
    return this.#shown.has(id) || this.#waiting.some((one) => one.id === id);
  }

  /** Takes what was found, each row once, and gives what may be shown now, in the order in which it may. */
  add(found: readonly Found[]): readonly LiveChange[] {
    const shown: LiveChange[] = [];
    let left = [...this.#waiting, ...found].sort(byPlace);
    for (let before = -1; left.length !== before; ) {
      before = left.length;
      left = left.filter((one) => !this.#show(one, shown));
    }
    this.#waiting = left;
    return shown;
  }

  /** Forgets the rows that cannot be found again. */
  keep(ids: ReadonlySet<string>): void {
    this.#shown = new Set([...this.#shown].filter((id) => ids.has(id)));
  }

  #show({ id, changes }: Found, shown: LiveChange[]): boolean {
    const records = changes.flatMap((change) => change.records as readonly RecordState[]);
    const fit = fitOf(this.#state, records);
    if (fit === 'early') return false;
    this.#shown.add(id);
    for (const record of records) this.#state.put(record);
    if (fit === 'next' || records.length === 0) shown.push(...changes);
    return true;
  }
}

function byPlace(a: Found, b: Found): number {
  if (a.at !== b.at) return a.at < b.at ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}
