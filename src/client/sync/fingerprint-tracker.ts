import type { Digest, Fingerprint } from '../../core/schema/fingerprint';
import {
  addDigest,
  digestOf,
  emptyFingerprint,
  printFingerprint,
  subtractDigest,
} from '../../core/schema/fingerprint';
import type { MemoryState } from '../../core/schema/memory-state';
import type { RecordState, SchemaRecord } from '../../core/schema/record';
import { isLive } from '../../core/schema/record';
import type { Mirror } from './mirror';
import type { Scheduler } from './scheduler';

/** Digests per slice of the first count: a few milliseconds, so that the page stays quick meanwhile. */
const sliceSize = 200;
/** Every count takes a fresh digest of one record in so many: an object changed in place comes out in time. */
const freshShare = 16;

/** A fingerprint that differs again and again must not reload again and again. */
const reloadPauseMs = 25_000;

/**
 * The fingerprint of what is shown, kept up with every change. Digests are remembered per record object:
 * a record that is replaced is a new object and is digested anew.
 */
export class FingerprintTracker {
  #digests = new WeakMap<SchemaRecord, Digest>();
  #sum: Fingerprint | null = null;
  #counts = 0;
  #reloadedAt = Number.NEGATIVE_INFINITY;
  #cancel: () => void = () => undefined;
  readonly #scheduler: Scheduler;

  constructor(scheduler: Scheduler) {
    this.#scheduler = scheduler;
  }

  /** `count:high:low`, or null while the first count is under way. */
  get shown(): string | null {
    return this.#sum === null ? null : printFingerprint(this.#sum);
  }

  /** Counts a new state in the background; `done` follows when `shown` is there. */
  begin(state: MemoryState, done: () => void): void {
    this.#cancel();
    this.#sum = null;
    const records = [...state.records()];
    const slice = (from: number): void => {
      for (const record of records.slice(from, from + sliceSize)) this.#digest(record);
      if (from + sliceSize < records.length) {
        this.#cancel = this.#scheduler.after(0, () => slice(from + sliceSize));
        return;
      }
      this.#sum = this.#total(state.records());
      done();
    };
    this.#cancel = this.#scheduler.after(0, () => slice(0));
  }

  stop(): void {
    this.#cancel();
  }

  /** A record that is shown became another. */
  change(before: RecordState | undefined, after: RecordState | undefined): void {
    if (this.#sum === null) return;
    if (isLive(before)) this.#sum = subtractDigest(this.#sum, this.#digest(before));
    if (isLive(after)) this.#sum = addDigest(this.#sum, this.#digest(after));
  }

  /**
   * Whether the server's fingerprint is that of the records that are shown, with the confirmed ones in place
   * of the overlay. Before the answer is no, every one of them is digested anew.
   */
  agrees(server: string, mirror: Pick<Mirror, 'shown' | 'confirmed' | 'overlay'>): boolean {
    if (this.#confirmed(mirror) === server) return true;
    this.#digests = new WeakMap();
    return this.#confirmed(mirror) === server;
  }

  #confirmed({ shown, confirmed, overlay }: Pick<Mirror, 'shown' | 'confirmed' | 'overlay'>): string {
    this.#counts += 1;
    const records: SchemaRecord[] = [];
    let place = this.#counts;
    for (const record of shown.records()) {
      place += 1;
      if (place % freshShare === 0) this.#digests.delete(record);
      if (!overlay.has(record.id)) records.push(record);
    }
    for (const id of overlay) {
      const record = confirmed.get(id);
      if (isLive(record)) records.push(record);
    }
    const sum = this.#total(records);
    if (overlay.size === 0 && this.#sum !== null) this.#sum = sum;
    return printFingerprint(sum);
  }

  #total(records: Iterable<SchemaRecord>): Fingerprint {
    let sum = emptyFingerprint;
    for (const record of records) sum = addDigest(sum, this.#digest(record));
    return sum;
  }

  #digest(record: SchemaRecord): Digest {
    const known = this.#digests.get(record);
    if (known) return known;
    const digest = digestOf(record);
    this.#digests.set(record, digest);
    return digest;
  }

  /** Whether everything may be read anew because of a difference; asked once for each. */
  mayReload(): boolean {
    const now = this.#scheduler.now();
    if (now - this.#reloadedAt < reloadPauseMs) return false;
    this.#reloadedAt = now;
    return true;
  }
}
