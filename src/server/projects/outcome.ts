import type { Merge } from '../../core/schema/change';
import type { RecordState } from '../../core/schema/record';
import type { Problem } from '../../core/std/problem';

/** What became of a mutation, as its receipt keeps it: two copies of one request get one answer. */
export type Outcome =
  | {
      readonly kind: 'applied';
      readonly retries: number;
      readonly elapsedMs: number;
      readonly merges: readonly Merge[];
      /** Records that the request named and that were as asked for already. */
      readonly unchanged: readonly RecordState[];
    }
  | { readonly kind: 'refused'; readonly problem: Problem };
