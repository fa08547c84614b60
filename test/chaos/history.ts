import type { MutationResponse } from '../../src/core/protocol/mutation';
import type { Operation } from '../../src/core/schema/operation';

/** The part of an answer that every copy of a request has to be given alike. */
export type Answer = Pick<MutationResponse, 'at' | 'records' | 'merges'>;

/**
 * What a client did and was told, with the moment (milliseconds of one clock that all clients share). An
 * `invoke` is one copy of a request on its way. `unknown`: no answer came, or one that decides nothing.
 */
export type Event = { readonly time: number; readonly client: string; readonly mutation: string } & (
  | { readonly kind: 'invoke'; readonly operations: readonly Operation[] }
  | { readonly kind: 'ok'; readonly answer: Answer; readonly retries: number }
  | { readonly kind: 'refused'; readonly code: string; readonly detail: string }
  | { readonly kind: 'unknown'; readonly why: string }
);
