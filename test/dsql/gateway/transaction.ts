import type { Refusal } from './messages';
import type { Statement } from './statement';
import { controls } from './statement';

const maxRows = 3_000;
const maxBytes = 10 * 1024 * 1024;
const tooOld: Refusal = { sqlstate: '54000', message: 'transaction age limit of 300s exceeded' };

/** What one transaction has done so far, and what Aurora DSQL would not let it do besides. */
export class Transaction {
  readonly #beganAt = performance.now();
  readonly #maxAgeMs: number;
  #hasDdl = false;
  #hasQueries = false;
  #isWriting = false;
  #rows = 0;
  #bytes = 0;

  constructor(maxAgeMs: number) {
    this.#maxAgeMs = maxAgeMs;
  }

  /** Whether there is something to commit. */
  get isWriting(): boolean {
    return this.#isWriting;
  }

  /** Takes a statement in, or says why it cannot stand beside those before it. */
  add({ effect }: Statement): Refusal | undefined {
    if (!controls.has(effect) && this.#isTooOld()) return tooOld;
    const isDdl = effect === 'ddl';
    const isQuery = effect === 'read' || effect === 'write';
    if (isDdl && this.#hasDdl) return refused('multiple ddl statements not supported in a transaction');
    if ((isDdl && this.#hasQueries) || (isQuery && this.#hasDdl)) {
      return refused('ddl and dml are not supported in the same transaction');
    }
    this.#hasDdl ||= isDdl;
    this.#hasQueries ||= isQuery;
    this.#isWriting ||= isDdl || effect === 'write';
    return undefined;
  }

  /** Counts what a statement sends: the size of what is changed is not known here, this is about as much. */
  addBytes(bytes: number): void {
    this.#bytes += bytes;
  }

  /** @param tag as the server says it: `UPDATE 3`; rows that a foreign key changes are not in it */
  addRows(tag: string): Refusal | undefined {
    const rows = /^(?:INSERT \d+|UPDATE|DELETE) (\d+)$/.exec(tag)?.[1];
    if (rows === undefined) return undefined;
    this.#rows += Number(rows);
    return this.#rows > maxRows ? limit('transaction row limit exceeded') : undefined;
  }

  /** What is found out only then. */
  objectionAtCommit(): Refusal | undefined {
    if (this.#isTooOld()) return tooOld;
    return this.#bytes > maxBytes ? limit('transaction size limit 10mb exceeded') : undefined;
  }

  #isTooOld(): boolean {
    return performance.now() - this.#beganAt > this.#maxAgeMs;
  }
}

function refused(message: string): Refusal {
  return { sqlstate: '0A000', message };
}

function limit(message: string): Refusal {
  return { sqlstate: '54000', message };
}
