import { mutationRequestSchema, mutationResponseSchema } from '../../src/core/protocol/mutation';
import { fromWire } from '../../src/core/schema/operation';
import { problemDocumentSchema } from '../../src/core/std/problem';
import type { Event } from './history';

/** What an event says beside who it is about. */
type Outcome = Event extends infer One
  ? One extends Event
    ? Omit<One, 'time' | 'client' | 'mutation'>
    : never
  : never;

/** Sends requests as `fetch` does. */
export type Send = (address: string, init?: RequestInit) => Promise<Response>;

/**
 * Writes down every mutation that goes through, and what it was answered, where the client cannot meddle: on the
 * wire.
 */
export function recording(client: string, events: Event[], send: Send): Send {
  return async (address, init) => {
    if (init?.method !== 'POST' || !address.endsWith('/mutations')) return send(address, init);
    const request = mutationRequestSchema.parse(JSON.parse(String(init.body)));
    const note = (outcome: Outcome) =>
      events.push({ time: performance.now(), client, mutation: request.id, ...outcome });
    note({ kind: 'invoke', operations: request.operations.map(fromWire) });
    try {
      const response = await send(address, init);
      const text = await response.text();
      note(outcomeOf(response.status, text));
      return new Response(text, response);
    } catch (error) {
      note({ kind: 'unknown', why: error instanceof Error ? error.message : String(error) });
      throw error;
    }
  };
}

/** A fault of the server's and "not now" decide nothing. */
function outcomeOf(status: number, text: string): Outcome {
  if (status === 200) {
    const { at, records, merges, retries } = mutationResponseSchema.parse(JSON.parse(text));
    return { kind: 'ok', answer: { at, records, merges }, retries };
  }
  if (status >= 500 || status === 429 || status === 408) return { kind: 'unknown', why: `${status} ${text}` };
  const { code, detail } = problemDocumentSchema.parse(JSON.parse(text));
  return { kind: 'refused', code, detail };
}
