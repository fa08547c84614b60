import { describe, expect, it } from 'vitest';
import { createApi } from '../api/api';
import { ApiProblem } from '../api/api-problem';
import type { StreamEvent } from './event-source';
import { liveStream } from './event-source';

/** A server whose stream the test writes piece by piece. */
function openStream(answer?: Response) {
  const requests: Request[] = [];
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  const body = new ReadableStream<Uint8Array>({
    start: (given) => {
      controller = given;
    },
  });
  const api = createApi({
    origin: 'http://server.test',
    fetch: async (input, init) => {
      requests.push(new Request(input as string, init));
      return answer ?? new Response(body, { headers: { 'content-type': 'text/event-stream' } });
    },
  });
  const heard: StreamEvent[] = [];
  const log: string[] = [];
  let finish: (error: unknown) => void = () => undefined;
  const closed = new Promise<unknown>((resolve) => {
    finish = resolve;
  });
  const close = liveStream(api, 'p')('cursor-1', {
    opened: () => log.push('opened'),
    event: (event) => heard.push(event),
    closed: finish,
  });
  const write = (text: string) => controller?.enqueue(new TextEncoder().encode(text));
  return { requests, heard, log, closed, close, write, end: () => controller?.close() };
}

/** A server whose streams the test gives one by one, whole; the last one is refused. */
function openStreams(...streams: readonly string[]) {
  const left = [...streams];
  const cursors: (string | null)[] = [];
  const api = createApi({
    origin: 'http://server.test',
    fetch: async (input, init) => {
      cursors.push(new Request(input as string, init).headers.get('last-event-id'));
      const stream = left.shift();
      if (stream === undefined) throw new TypeError('no network');
      return new Response(stream, { headers: { 'content-type': 'text/event-stream' } });
    },
  });
  const log: string[] = [];
  const closed = new Promise<unknown>((resolve) => {
    liveStream(api, 'p')('c1', {
      opened: () => log.push('opened'),
      event: ({ kind }) => log.push(kind),
      closed: resolve,
    });
  });
  return { cursors, log, closed };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('event source', () => {
  it('SYNC-20: resumes after the cursor and hears events, heartbeats and the end', async () => {
    const stream = openStream();
    await settle();
    stream.write(': hello\n\nid: c2\nevent: changes\ndata: {"chan');
    stream.write('ges":[]}\n\nid: c2\nevent: fingerprint\ndata: {"fingerprint":"1:2:3","cursor":"c2"}\n\n');
    stream.write('event: presence\ndata: {"people":[]}\n\nevent: from-the-future\ndata: {}\n\n');
    stream.write('event: reload\ndata: {}\n\n');
    stream.end();
    expect(await stream.closed).toBeNull();
    expect(stream.requests[0]?.url).toContain('/projects/p/live?after=cursor-1');
    expect(stream.requests[0]?.headers.get('last-event-id')).toBe('cursor-1');
    expect(stream.log).toEqual(['opened']);
    expect(stream.heard.map((event) => [event.kind, event.lastEventId])).toEqual([
      ['heartbeat', null],
      ['changes', 'c2'],
      ['fingerprint', 'c2'],
      ['presence', null],
      ['reload', null],
    ]);
  });

  it('SYNC-20: says why it was refused', async () => {
    const document = { type: 'about:blank', title: 'No', status: 404, detail: 'Gone.', code: 'not-found' };
    const stream = openStream(Response.json(document, { status: 404 }));
    const error = await stream.closed;
    expect(error).toBeInstanceOf(ApiProblem);
    expect(stream.log).toEqual([]);
  });

  it('SYNC-21: a batch that cannot be read is never skipped', async () => {
    const stream = openStream();
    await settle();
    stream.write('id: c9\nevent: changes\ndata: {"changes":[{"id":1}]}\n\n');
    await settle();
    expect(stream.heard.map((event) => event.kind)).toEqual(['reload']);
    stream.close();
  });

  it('PRE-26: passes on what the server says about presence itself', async () => {
    const stream = openStream();
    await settle();
    stream.write('event: presence\ndata: {"people":[],"intervalMs":200,"isPartial":true}\n\n');
    await settle();
    expect(stream.heard).toEqual([
      { kind: 'presence', lastEventId: null, people: [], intervalMs: 200, isPartial: true },
    ]);
    stream.close();
  });

  it('SYNC-22: opens the next answer at the last cursor when the server asks for it, and says nothing of it', async () => {
    const stream = openStreams(
      ': hello\n\nid: c2\nevent: changes\ndata: {"changes":[]}\n\nid: c2\nevent: reconnect\ndata: {}\n\n',
      'event: reconnect\ndata: {}\n\n',
      'id: c3\nevent: changes\ndata: {"changes":[]}\n\n',
    );
    expect(await stream.closed).toBeNull();
    expect(stream.cursors).toEqual(['c1', 'c2', 'c2']);
    expect(stream.log).toEqual(['opened', 'heartbeat', 'changes', 'changes']);
  });

  it('SYNC-22: is closed when the next answer does not come', async () => {
    const stream = openStreams('event: reconnect\ndata: {}\n\n');
    expect(await stream.closed).toMatchObject({ kind: 'offline' });
    expect(stream.cursors).toEqual(['c1', 'c1']);
    expect(stream.log).toEqual(['opened']);
  });

  it('SYNC-20: is silent once closed', async () => {
    const stream = openStream();
    await settle();
    stream.close();
    stream.write('event: reload\ndata: {}\n\n');
    await settle();
    expect(stream.heard).toEqual([]);
    expect(stream.requests[0]?.signal.aborted).toBe(true);
  });
});
