import type { Effect } from './statement';

/** One way between two Regions; settled on arrival. */
export type Trip = (way: 'there' | 'back') => Promise<unknown>;

/** What a gateway has let happen. */
export type Done =
  | { readonly kind: 'statement'; readonly text: string; readonly effect: Effect }
  /** What wrote something is committed, so many milliseconds behind the request. */
  | { readonly kind: 'commit'; readonly ms: number }
  /** OC000 for whoever came second. */
  | { readonly kind: 'conflict' };
