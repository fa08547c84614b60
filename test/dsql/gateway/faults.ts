/** What goes wrong at a COMMIT, or when a statement that is a transaction of its own ends. */
type CommitFault =
  /** 40001 with OC000. With `isExecuted`, everything was committed all the same. */
  | { readonly kind: 'conflict-at-commit'; readonly isExecuted: boolean }
  /** XX000: nobody knows whether it happened; the connection stays. */
  | { readonly kind: 'unavailable-at-commit'; readonly isExecuted: boolean }
  /** The connection ends instead of an answer. */
  | { readonly kind: 'cut-at-commit'; readonly isExecuted: boolean }
  /** Rolled back, and answered by the tag ROLLBACK, without an error; only for a COMMIT that was sent. */
  | { readonly kind: 'rollback-at-commit' }
  /** The COMMIT begins only then. */
  | { readonly kind: 'hold-commit'; readonly until: Promise<unknown> };

/** OC000 (another transaction was quicker) or OC001 (the schema was changed) at a statement, also one that reads. */
type StatementFault = {
  readonly kind: 'conflict-at-statement';
  readonly code: 'OC000' | 'OC001';
  /** Which statement; every one when it is left out. */
  readonly matching?: RegExp;
};

/** An idle cluster: the next connection is refused. */
type ConnectFault = { readonly kind: 'waking-up' };

/** Something that goes wrong once. */
export type Fault = CommitFault | StatementFault | ConnectFault;

/** What is to go wrong, in the order in which it was ordered; each is taken by the first that it fits. */
export class Faults {
  readonly #queue: Fault[] = [];

  /** How many have not come about yet. */
  get pending(): number {
    return this.#queue.length;
  }

  add(fault: Fault): void {
    this.#queue.push(fault);
  }

  takeAtConnect(): ConnectFault | undefined {
    return this.#take((fault): fault is ConnectFault => fault.kind === 'waking-up');
  }

  takeAtStatement(text: string): StatementFault | undefined {
    return this.#take(
      (fault): fault is StatementFault =>
        fault.kind === 'conflict-at-statement' && (fault.matching === undefined || fault.matching.test(text)),
    );
  }

  /** @param isExplicit whether the word COMMIT was sent */
  takeAtCommit(isExplicit: boolean): CommitFault | undefined {
    return this.#take(
      (fault): fault is CommitFault =>
        fault.kind.includes('commit') && (isExplicit || fault.kind !== 'rollback-at-commit'),
    );
  }

  #take<Taken extends Fault>(fits: (fault: Fault) => fault is Taken): Taken | undefined {
    const found = this.#queue.find(fits);
    if (found !== undefined) this.#queue.splice(this.#queue.indexOf(found), 1);
    return found;
  }
}
