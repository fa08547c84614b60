import { createParser } from 'eventsource-parser';
import type { LiveChange } from '../../core/protocol/change';
import { changesEventSchema, fingerprintEventSchema } from '../../core/protocol/change';
import type { PresenceEvent } from '../../core/protocol/presence';
import { presenceEventSchema } from '../../core/protocol/presence';
import type { Api } from '../api/api';

/** What the stream says. `lastEventId` is the cursor to resume from once this event is taken in. */
export type StreamEvent = { readonly lastEventId: string | null } & (
  | { readonly kind: 'changes'; readonly changes: readonly LiveChange[] }
  | ({ readonly kind: 'presence' } & Readonly<PresenceEvent>)
  | { readonly kind: 'fingerprint'; readonly fingerprint: string; readonly cursor: string }
  | { readonly kind: 'reload' }
  | { readonly kind: 'heartbeat' }
  /** Never from a server: somebody else passes on from here. `mayLag`: what was said before may be ahead of it. */
  | { readonly kind: 'source'; readonly mayLag: boolean }
);

export type StreamHandlers = {
  opened(): void;
  event(event: StreamEvent): void;
  /** Once, at the end. Null: the server ended it in good order. Otherwise usually an ApiProblem. */
  closed(error: unknown): void;
};

/** Opens a live stream after a cursor. The answer closes it; from then on no handler is called. */
export type OpenStream = (after: string, handlers: StreamHandlers) => () => void;

/**
 * `clientId` names this tab, so that the stream shows that it is here.
 *
 * Reads Server-Sent Events by fetch instead of EventSource: that one retries by itself, hides the status of
 * a refusal and the heartbeats, and cannot be asked for another cursor
 * (https://html.spec.whatwg.org/multipage/server-sent-events.html).
 *
 * A server that may not keep an answer open for longer asks for the next one (`reconnect`): it is opened at the
 * last cursor, and to whoever listens both are one stream.
 */
export function liveStream(api: Pick<Api, 'live'>, projectId: string, clientId?: string): OpenStream {
  return (after, handlers) => {
    const abort = new AbortController();
    const alive = (run: () => void): void => {
      if (!abort.signal.aborted) run();
    };
    const open = (cursor: string) => api.live(projectId, { after: cursor, clientId, signal: abort.signal });
    readStreams(open, after, {
      opened: () => alive(handlers.opened),
      event: (event) => alive(() => handlers.event(event)),
      closed: (error) => alive(() => handlers.closed(error)),
    }).catch((error: unknown) => alive(() => handlers.closed(error)));
    return () => abort.abort();
  };
}

/** One answer after the other, as long as each ends by asking for the next. */
async function readStreams(
  open: (after: string) => Promise<Response>,
  after: string,
  handlers: StreamHandlers,
): Promise<void> {
  let cursor = after;
  const event = (heard: StreamEvent): void => {
    if (heard.lastEventId) cursor = heard.lastEventId;
    handlers.event(heard);
  };
  const first = await open(cursor);
  handlers.opened();
  let end = await readStream(first, event);
  while (end === 'reconnect') end = await readStream(await open(cursor), event);
  handlers.closed(null);
}

/** Reads one answer to its end, and says how it ended. */
async function readStream(
  response: Response,
  hear: (event: StreamEvent) => void,
): Promise<'over' | 'reconnect'> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let isAskedBack = false;
  const parser = createParser({
    onEvent: ({ event, id, data }) => {
      if (event === 'reconnect') isAskedBack = true;
      const parsed = parseEvent(event ?? 'message', data, id ?? null);
      if (parsed) hear(parsed);
    },
    onComment: () => hear({ kind: 'heartbeat', lastEventId: null }),
  });
  for (;;) {
    const chunk = await reader?.read();
    if (!chunk || chunk.done) return isAskedBack ? 'reconnect' : 'over';
    parser.feed(chunk.value);
    if (!isAskedBack) continue;
    // Its end is on the way, and nobody has to wait for it.
    reader?.cancel().catch(() => undefined);
    return 'reconnect';
  }
}

/**
 * What an event means; null for a name that this version does not know, which is skipped. Data that is not
 * what its name promises cannot be taken in, and must not be skipped either: the mirror is read anew.
 */
export function parseEvent(name: string, data: string, lastEventId: string | null): StreamEvent | null {
  const spoiled: StreamEvent = { kind: 'reload', lastEventId };
  switch (name) {
    case 'changes': {
      const parsed = changesEventSchema.safeParse(parseJson(data));
      return parsed.success ? { kind: 'changes', lastEventId, changes: parsed.data.changes } : spoiled;
    }
    case 'fingerprint': {
      const parsed = fingerprintEventSchema.safeParse(parseJson(data));
      return parsed.success ? { kind: 'fingerprint', lastEventId, ...parsed.data } : spoiled;
    }
    case 'presence': {
      const parsed = presenceEventSchema.safeParse(parseJson(data));
      return parsed.success ? { kind: 'presence', lastEventId, ...parsed.data } : null;
    }
    case 'reload':
      return spoiled;
    default:
      return null;
  }
}

function parseJson(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}
