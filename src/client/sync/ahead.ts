import type { RecordId } from '../../core/schema/ids';
import type { RecordState } from '../../core/schema/record';
import { isLive } from '../../core/schema/record';

type Acknowledged = { readonly records: readonly RecordState[]; readonly at: number };

/** An own edit that the stream has not brought this long after its answer got lost on the way. */
const lostAfterMs = 60_000;

/**
 * By what the mirror may be ahead of the stream's cursor. Own edits that were answered before the stream brought
 * them: as long as there is one, fingerprints cannot be compared. And what was read beside the stream.
 */
export class AheadOfStream {
  readonly #acknowledged = new Map<string, Acknowledged>();
  #isUnsure = false;

  get isEmpty(): boolean {
    return this.#acknowledged.size === 0;
  }

  /**
   * An answer has come. When the mirror had all of it already (a repeat, after a snapshot that held it),
   * the stream will not bring it again.
   */
  add(
    mutationId: string,
    records: readonly RecordState[],
    stateOf: (id: RecordId) => RecordState | undefined,
    now: number,
  ): void {
    if (!records.some((record) => lacks(stateOf(record.id), record))) return;
    this.#acknowledged.set(mutationId, { records, at: now });
  }

  /** The stream has brought it; so it has come at least as far. */
  arrived(mutationId: string): void {
    if (this.#acknowledged.delete(mutationId)) this.#isUnsure = false;
  }

  /**
   * Whether a fingerprint may be of a moment before what was read beside the stream: then one that differs says
   * nothing. Cursors are opaque and cannot be compared, but what the server reads is ordered, each time all that
   * was read before and more. So a stream that brings something the mirror lacks is as far. One that agrees
   * need not be: what was created and deleted again since leaves the same fingerprint.
   */
  get isUnsure(): boolean {
    return this.#isUnsure;
  }

  /** The stream comes from somewhere else now. */
  from({ mayLag }: { readonly mayLag: boolean }): void {
    this.#isUnsure = mayLag;
  }

  /** The stream brings these; to be called before the mirror takes them in. */
  brings(records: readonly RecordState[], stateOf: (id: RecordId) => RecordState | undefined): void {
    if (this.#isUnsure && records.some((record) => lacks(stateOf(record.id), record))) this.#isUnsure = false;
  }

  hasLost(now: number): boolean {
    return [...this.#acknowledged.values()].some(({ at }) => now - at > lostAfterMs);
  }

  /**
   * A snapshot was asked for at `since` and has come: what was answered before is in it; what was answered
   * later may not be. Gives the records that it lacks.
   */
  settle(since: number, stateOf: (id: RecordId) => RecordState | undefined): readonly RecordState[] {
    const missing: RecordState[] = [];
    for (const [mutationId, { records, at }] of this.#acknowledged) {
      const lacking = records.filter((record) => lacks(stateOf(record.id), record));
      if (at < since || lacking.length === 0) this.#acknowledged.delete(mutationId);
      else missing.push(...lacking);
    }
    return missing;
  }
}

/** Old tombstones are not in a snapshot: a deleted record may be missing from it altogether. */
function lacks(inSnapshot: RecordState | undefined, record: RecordState): boolean {
  if (!inSnapshot) return isLive(record);
  return inSnapshot.version < record.version;
}
