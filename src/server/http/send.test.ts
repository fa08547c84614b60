import type { Server } from 'node:http';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { Answer } from './answer';
import { empty, json, zipArchive } from './answer';
import { EventStream, maxUnsentBytes } from './event-stream';
import type { MoreHeaders } from './send';
import { send, toResponse } from './send';

let server: Server | undefined;
afterEach(() => server?.closeAllConnections());

/** Answers one request with what is given, and reads what comes of it. */
async function answerOver(answer: () => Answer, more: MoreHeaders = {}) {
  server = createServer((_, outgoing) => void send(answer(), more, outgoing));
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return new Promise<{ status: number | undefined; headers: object; text: string }>((resolve, reject) => {
    const sent = request({ port, host: '127.0.0.1' }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, text }));
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end();
  });
}

const presence = (json: string) => ({ kind: 'presence', json }) as const;

describe('an answer written straight to the socket', () => {
  it.each([
    ['JSON', json({ name: 'Zoë' }, 201, { location: '/there' })],
    ['an archive', zipArchive(new Uint8Array([80, 75, 5, 6]), 'a.zip')],
    ['nothing', empty()],
  ])('HTTP-16: is the one that the app gives, with its cookies: %s', async (_, given) => {
    const more = { 'x-request-id': 'r-1', 'set-cookie': ['a=1', 'b=2'] };
    const { status, headers, text } = await answerOver(() => given, more);
    const same = toResponse(given, more);
    expect([status, text]).toEqual([same.status, await same.text()]);
    const { 'set-cookie': _last, ...others } = Object.fromEntries(same.headers);
    expect(headers).toMatchObject({ ...others, 'set-cookie': ['a=1', 'b=2'] });
  });

  it('HTTP-16: is given to the app where there is no socket', async () => {
    const response = send(json({ name: 'Zoë' }), { 'set-cookie': ['a=1', 'b=2'] }, undefined);
    expect(await response.json()).toEqual({ name: 'Zoë' });
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
  });

  it('LIVE-9: a stream has all of its events, also those from before it was known where they go', async () => {
    const large = JSON.stringify('x'.repeat(3 * maxUnsentBytes));
    const { headers, text } = await answerOver(() => {
      const stream = new EventStream(null, () => undefined);
      stream.send(presence('1'));
      setTimeout(() => {
        stream.send(presence(large));
        stream.send(presence('2'));
        stream.end();
      });
      return stream.answer;
    });
    expect(headers).toMatchObject({ 'content-type': 'text/event-stream; charset=utf-8' });
    expect(text.match(/^data: .{1,3}/gm)).toEqual(['data: 1', 'data: "xx', 'data: 2']);
    expect(text).toContain(large);
  });

  it('LIVE-9: a stream that was over before ends with what it had', async () => {
    const ends: string[] = [];
    const { text } = await answerOver(() => {
      const stream = new EventStream(null, () => ends.push('end'));
      stream.send({ kind: 'reload' });
      return stream.answer;
    });
    expect(text).toContain('event: reload');
    expect(ends).toEqual(['end']);
  });
});
