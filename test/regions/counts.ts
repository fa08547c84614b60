import { statements } from '../../src/server/storage/statements';
import type { Done } from '../dsql/gateway/crossing';
import { statementsOf } from '../dsql/gateway/statement';

/** How often each statement was executed, by name, and what became of COMMITs. */
export type Counted = {
  readonly statements: ReadonlyMap<string, number>;
  /** How long each COMMIT took that wrote something; milliseconds, ascending. */
  readonly commits: readonly number[];
  readonly conflicts: number;
};

/** Counts what passes a gateway. */
export class Counts {
  #statements = new Map<string, number>();
  #commits: number[] = [];
  #conflicts = 0;
  /** By the text that the gateway tells, once its parser is loaded. */
  #names: ReadonlyMap<string, string> | undefined;

  readonly note = (done: Done): void => {
    switch (done.kind) {
      case 'statement': {
        const name = this.#nameOf(done);
        this.#statements.set(name, (this.#statements.get(name) ?? 0) + 1);
        break;
      }
      case 'commit':
        this.#commits.push(done.ms);
        break;
      case 'conflict':
        this.#conflicts += 1;
    }
  };

  /** What was counted since the last time. */
  take(): Counted {
    const counted = {
      statements: this.#statements,
      commits: this.#commits.sort((a, b) => a - b),
      conflicts: this.#conflicts,
    };
    this.#statements = new Map();
    this.#commits = [];
    this.#conflicts = 0;
    return counted;
  }

  #nameOf({ text, effect }: Done & { readonly kind: 'statement' }): string {
    this.#names ??= new Map(
      Object.values(statements).map((one) => [statementsOf(one.text)[0]?.text ?? one.text, one.name]),
    );
    if (effect === 'begin' || effect === 'commit' || effect === 'rollback') return effect.toUpperCase();
    return this.#names.get(text) ?? 'accounts';
  }
}

/** Of several gateways as of one. */
export function sumOfCounts(all: readonly Counted[]): Counted {
  const sum = new Map<string, number>();
  for (const [name, count] of all.flatMap((one) => [...one.statements])) {
    sum.set(name, (sum.get(name) ?? 0) + count);
  }
  return {
    statements: sum,
    commits: all.flatMap(({ commits }) => commits).sort((a, b) => a - b),
    conflicts: all.reduce((conflicts, one) => conflicts + one.conflicts, 0),
  };
}
