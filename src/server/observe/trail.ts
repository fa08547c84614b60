import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import type { Span } from '@opentelemetry/api';

/** What one request did on its way through the server: for its line in the log, and for its answer. */
export type Trail = {
  readonly requestId: string;
  /** Known once the address is read. */
  projectId: string | undefined;
  /** Transactions that wrote, and their milliseconds together. */
  transactions: number;
  transactionMs: number;
  /** Tries of them beyond the first. */
  retries: number;
  /** The SQLSTATEs for which they were tried again. */
  readonly conflicts: string[];
  /** Its span, where it is traced: whatever is done in its course hangs on it. */
  span: Span | undefined;
  /** The request is answered: what goes on, such as a timer that was set meanwhile, is no part of it. */
  isOver: boolean;
};

export function newTrail(requestId: string): Trail {
  return {
    requestId,
    projectId: undefined,
    transactions: 0,
    transactionMs: 0,
    retries: 0,
    conflicts: [],
    span: undefined,
    isOver: false,
  };
}

const trails = new AsyncLocalStorage<Trail>();

/** Does the work of a request: `currentTrail` is its trail, wherever that leads. */
export function onTrail<Value>(trail: Trail, work: () => Value): Value {
  return trails.run(trail, work);
}

/** That of the request in whose course this is called; undefined outside of one, and when it is answered. */
export function currentTrail(): Trail | undefined {
  const trail = trails.getStore();
  return trail?.isOver === true ? undefined : trail;
}

/** Nothing that a line of the log or a header could be broken with. */
const wellFormed = /^[A-Za-z0-9][A-Za-z0-9._:-]{3,199}$/;

/** The id that the caller, or Vercel, gave the request, where that is one; else a new one. */
export function requestIdOf(headers: Headers): string {
  for (const name of ['x-request-id', 'x-vercel-id']) {
    const given = headers.get(name);
    if (given !== null && wellFormed.test(given)) return given;
  }
  return randomUUID();
}
