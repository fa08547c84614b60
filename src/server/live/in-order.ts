import type { LiveChange } from '../../core/protocol/change';
import { follows } from '../../core/schema/follows';
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

  /**
   * Takes what was found, each row once, and gives what may be shown now, in the order of the log. From the first
   * that does not follow on, all wait: a later one may build on what is missing without showing it, as one that
   * takes a name that was given and given up meanwhile.
   */
  add(found: readonly Found[]): readonly LiveChange[] {
    const inOrder = [...this.#waiting, ...found].sort(byPlace);
    const shown: LiveChange[] = [];
    const firstEarly = inOrder.findIndex((one) => !this.#show(one, shown));
    this.#waiting = firstEarly === -1 ? [] : inOrder.slice(firstEarly);
    return shown;
  }

  /** Forgets the rows that cannot be found again. */
  keep(ids: ReadonlySet<string>): void {
    this.#shown = new Set([...this.#shown].filter((id) => ids.has(id)));
  }

  #show({ id, changes }: Found, shown: LiveChange[]): boolean {
    if (this.#shown.has(id)) return true;
    const records = changes.flatMap((change) => change.records as readonly RecordState[]);
    if (!follows(this.#state, records)) return false;
    this.#shown.add(id);
    for (const record of records) this.#state.put(record);
    shown.push(...changes);
    return true;
  }
}

function byPlace(a: Found, b: Found): number {
  if (a.at !== b.at) return a.at < b.at ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}
