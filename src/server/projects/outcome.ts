import type { Merge } from '../../core/schema/change';
import type { RecordState } from '../../core/schema/record';
import type { Problem } from '../../core/std/problem';

/**
 * A restore as the log tells of it: back to which change, of when, and how many records that wrote. An undo by
 * the server is kept likewise: of which change.
 */
export type Restored = {
  readonly id: string;
  readonly at: string;
  readonly records: number;
  readonly kind?: 'restore' | 'undo';
};

/** What became of a mutation, as its receipt keeps it: two copies of one request get one answer. */
export type Outcome =
  | {
      readonly kind: 'applied';
      readonly retries: number;
      readonly elapsedMs: number;
      readonly merges: readonly Merge[];
      /** Records that the request named and that were as asked for already. */
      readonly unchanged: readonly RecordState[];
      /** This change brought the project back to how another had left it. */
      readonly restored?: Restored | undefined;
    }
  | { readonly kind: 'refused'; readonly problem: Problem };

/** What a row of the log says beside its entries: of what it is a part, and what it restored. */
export function toldBeside(
  outcome: Extract<Outcome, { kind: 'applied' }>,
  segment: string | null,
): { readonly partOf?: string; readonly restored?: { readonly id: string; readonly at: string } } {
  const { restored } = outcome;
  return {
    ...(segment === null ? {} : { partOf: segment }),
    ...(restored === undefined || restored.kind === 'undo'
      ? {}
      : { restored: { id: restored.id, at: restored.at } }),
  };
}
