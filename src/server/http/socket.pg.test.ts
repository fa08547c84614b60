import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { getRequestListener } from '@hono/node-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changesEventSchema } from '../../core/protocol/change';
import { apiBase } from '../../core/protocol/version';
import type { Client, TestServer } from './test-server.fixture';
import { openTestServer, StreamReader } from './test-server.fixture';

let server: TestServer;
let http: Server;
let port: number;

beforeAll(async () => {
  server = await openTestServer();
  const listener = getRequestListener(server.app.fetch, { overrideGlobalObjects: false });
  http = createServer((request, response) => void listener(request, response));
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  port = (http.address() as AddressInfo).port;
});

afterAll(async () => {
  server.stop();
  await new Promise((resolve) => {
    http.close(resolve);
    http.closeAllConnections();
  });
  await server.close();
});

async function newProject() {
  const owner = server.visitor();
  const { id } = await owner.ok<{ id: string }>('POST', '/projects', { json: { name: 'Shop' } });
  return { owner, id, path: `/projects/${id}` };
}

/** Sends the head of a request and leaves the rest to the test. */
function send(client: Client, method: string, path: string, headers: readonly string[] = []): Socket {
  const socket = connect(port, '127.0.0.1');
  const lines = [`${method} ${apiBase}${path} HTTP/1.1`, 'Host: localhost', `Cookie: ${client.cookie}`];
  socket.write([...lines, ...headers, '', ''].join('\r\n'));
  // The server may hang up: that is what some of the tests are about.
  socket.on('error', () => undefined);
  return socket;
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(5);
}

async function answerOn(socket: Socket): Promise<string> {
  let text = '';
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  await until(() => text.includes('\r\n\r\n'));
  return text;
}

function changesIn(reader: StreamReader): number {
  return reader.of('changes').flatMap((data) => changesEventSchema.parse(data).changes).length;
}

describe('over a socket', () => {
  it('LIVE-4: a tab whose connection breaks is not here any more', async () => {
    const { owner, id, path } = await newProject();
    const socket = send(owner, 'GET', `${path}/live?clientId=tab-1`);
    await until(() => server.services.presence.people(id).length === 1);
    socket.destroy();
    await until(() => server.services.presence.people(id).length === 0);
  });

  it('LIVE-5: a client that does not read is dropped, and the others get everything', async () => {
    const { owner, id, path } = await newProject();
    const slow = send(owner, 'GET', `${path}/live?clientId=slow`);
    slow.pause();
    await until(() => server.services.presence.people(id).length === 1);
    const reader = new StreamReader(await owner.send('GET', `${path}/live`));
    // The kernel keeps some megabytes before ours begin to wait.
    const text = 'x'.repeat(20_000);
    let sent = 0;
    for (; server.services.presence.people(id).length === 1; sent += 1) {
      const operations = Array.from({ length: 40 }, () => ({
        type: 'note.create',
        id: randomUUID(),
        body: { text },
      }));
      await owner.ok('POST', `${path}/mutations`, { json: { id: randomUUID(), operations } });
    }
    await until(() => changesIn(reader) === sent);
    await reader.leave();
    slow.destroy();
  });

  it('HTTP-5: a body that is announced too large is refused before it is read', async () => {
    const { owner, path } = await newProject();
    const length = 5 * 1024 * 1024;
    for (const [method, to, type] of [
      ['POST', `${path}/mutations`, 'application/json'],
      ['POST', `${path}/import`, 'text/plain'],
    ] as const) {
      const socket = send(owner, method, to, [`Content-Type: ${type}`, `Content-Length: ${length}`]);
      expect(await answerOn(socket)).toMatch(/^HTTP\/1\.1 413 /);
      socket.destroy();
    }
  });

  it('HTTP-15: a body that breaks off leaves nothing, not even a report', async () => {
    const { owner, path } = await newProject();
    const headers = ['Content-Type: application/json', 'Content-Length: 100'];
    const socket = send(owner, 'POST', `${path}/notes`, headers);
    socket.write('{"text": "half');
    await sleep(50);
    socket.destroy();
    const { records } = await owner.ok<{ records: { kind: string }[] }>('GET', `${path}/snapshot`);
    expect(records.map(({ kind }) => kind)).toEqual(['namespace']);
    expect(server.faults).toEqual([]);
  });
});
