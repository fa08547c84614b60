import type { Server } from 'node:http';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { json } from './answer';
import type { MoreHeaders } from './direct';
import { sendDirectly } from './direct';
import { EventStream, maxUnsentBytes } from './event-stream';

let server: Server | undefined;
afterEach(() => server?.closeAllConnections());

/** Answers one request with what is given, and reads what comes of it. */
async function answerOver(answer: () => Response, more: MoreHeaders = {}) {
  server = createServer((_, outgoing) => void sendDirectly(answer(), more, outgoing));
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
  it('HTTP-16: is the one that the app gives, with its cookies', async () => {
    const given = json({ name: 'Zoë' }, 201, { location: '/there' });
    const { status, headers, text } = await answerOver(() => given, {
      'x-request-id': 'r-1',
      'set-cookie': ['a=1', 'b=2'],
    });
    expect([status, text]).toEqual([201, await given.text()]);
    expect(headers).toMatchObject({
      ...Object.fromEntries(given.headers),
      'x-request-id': 'r-1',
      'content-length': String(Buffer.byteLength(text)),
      'set-cookie': ['a=1', 'b=2'],
    });
  });

  it('HTTP-16: is left to the app where nothing is known of it', () => {
    const unknown = new Response('text');
    expect(sendDirectly(unknown, { 'set-cookie': ['a=1', 'b=2'] }, undefined)).toBe(unknown);
    expect(unknown.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
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
      return stream.response;
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
      return stream.response;
    });
    expect(text).toContain('event: reload');
    expect(ends).toEqual(['end']);
  });
});
