import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changesEventSchema } from '../../core/protocol/change';
import { presenceEventSchema } from '../../core/protocol/presence';
import type { Client, TestServer } from './test-server.fixture';
import { openTestServer, StreamReader } from './test-server.fixture';

let server: TestServer;

beforeAll(async () => {
  server = await openTestServer();
});

afterAll(() => server.close());

async function newProject(at: TestServer = server) {
  const owner = at.visitor();
  const { id } = await owner.ok<{ id: string }>('POST', '/projects', { json: { name: 'Shop' } });
  const { cursor } = await owner.ok<{ cursor: string }>('GET', `/projects/${id}/snapshot`);
  return { owner, id, path: `/projects/${id}`, cursor };
}

async function watch(client: Client, path: string, query = '', headers: Record<string, string> = {}) {
  const response = await client.send('GET', `${path}/live${query}`, { headers });
  expect(response.status).toBe(200);
  return new StreamReader(response);
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(5);
}

function notesOf(reader: StreamReader): readonly unknown[] {
  return reader
    .of('changes')
    .flatMap((data) => changesEventSchema.parse(data).changes)
    .flatMap(({ records }) => records)
    .map((record) => ('body' in record ? record.body.text : 'deleted'));
}

function namesOf(reader: StreamReader): readonly string[] {
  const last = reader.of('presence').at(-1);
  return last === undefined ? [] : presenceEventSchema.parse(last).people.map(({ clientId }) => clientId);
}

describe('live', () => {
  it('LIVE-1: greets at once and brings what is committed', async () => {
    const { owner, path, cursor } = await newProject();
    const reader = await watch(owner, path, `?after=${encodeURIComponent(cursor)}`);
    await until(() => reader.comments.length > 0 && reader.of('presence').length > 0);
    await owner.ok('POST', `${path}/notes`, { json: { text: 'one' } });
    await until(() => notesOf(reader).length === 1);
    expect(reader.events.every(({ id }) => id !== undefined && id !== '')).toBe(true);
    await reader.leave();
  });

  it('LIVE-2: goes on where it was, by the header rather than the address', async () => {
    const { owner, path, cursor } = await newProject();
    const after = `?after=${encodeURIComponent(cursor)}`;
    const first = await watch(owner, path, after);
    await owner.ok('POST', `${path}/notes`, { json: { text: 'one' } });
    await until(() => notesOf(first).length === 1);
    await first.leave();
    await owner.ok('POST', `${path}/notes`, { json: { text: 'two' } });
    const id = first.events.filter(({ event }) => event === 'changes').at(-1)?.id ?? '';
    const second = await watch(owner, path, after, { 'last-event-id': id });
    await until(() => notesOf(second).length === 1);
    expect(notesOf(second)).toEqual(['two']);
    await second.leave();
  });

  it('LIVE-10, PRE-16: a stream whose time is over asks for the next one, which goes on from there', async () => {
    const at = await openTestServer({ limits: { streamMs: 400 } });
    const { owner, path, cursor } = await newProject(at);
    const first = await watch(owner, path, `?after=${encodeURIComponent(cursor)}&clientId=tab`);
    const watcher = await watch(owner, path, `?after=${encodeURIComponent(cursor)}`);
    await owner.ok('POST', `${path}/notes`, { json: { text: 'one' } });
    await until(() => notesOf(first).length === 1);
    await first.ended;
    const last = first.events.at(-1);
    expect([last?.event, last?.id]).toEqual([
      'reconnect',
      first.events.filter(({ event }) => event === 'changes').at(-1)?.id,
    ]);
    await owner.ok('POST', `${path}/notes`, { json: { text: 'two' } });
    const second = await watch(owner, path, `?after=${last?.id}&clientId=tab`);
    await until(() => notesOf(second).length === 1);
    expect(notesOf(second)).toEqual(['two']);
    // In between nobody was told that the tab had gone.
    await watcher.ended;
    const told = watcher.of('presence').map((data) => presenceEventSchema.parse(data).people.length);
    expect(told.slice(told.indexOf(1))).not.toContain(0);
    await second.leave();
    await at.close();
  });

  it('LIVE-3: a cursor that means nothing is answered with reload, and the end', async () => {
    const { owner, path } = await newProject();
    const reader = await watch(owner, path, '?after=nonsense');
    await reader.ended;
    expect(reader.events.map(({ event }) => event)).toEqual(['reload']);
  });

  it('PRE-3: a tab is here while its stream is open, and as long as one of two is', async () => {
    const { owner, path, cursor } = await newProject();
    const query = `?after=${encodeURIComponent(cursor)}`;
    const watcher = await watch(owner, path, query);
    const first = await watch(owner, path, `${query}&clientId=tab-1`);
    const second = await watch(owner, path, `${query}&clientId=tab-1`);
    await until(() => namesOf(watcher).join() === 'tab-1');
    await first.leave();
    await owner.ok('PUT', `${path}/presence`, { json: { clientId: 'tab-2', cursor: { x: 1, y: 2 } } });
    await until(() => namesOf(watcher).join() === 'tab-1,tab-2');
    await second.leave();
    await until(() => namesOf(watcher).join() === 'tab-2');
    await watcher.leave();
  });

  it('PRE-2: a name in an update is the name of the account from then on', async () => {
    const { owner, path } = await newProject();
    const reader = await watch(owner, path);
    await owner.ok('PUT', `${path}/presence`, { json: { name: 'Ada' } });
    await until(() => reader.of('presence').length > 1);
    expect(await owner.ok('GET', '/me')).toMatchObject({ name: 'Ada' });
    await reader.leave();
  });

  it('PRE-12: what is no view, no account and no yes or no is refused', async () => {
    const { owner, path } = await newProject();
    const area = { x: 0, y: 0, width: 10, height: 10 };
    for (const json of [
      { viewport: { ...area, width: 0 } },
      { viewport: { ...area, zoom: 1 } },
      { following: 'x'.repeat(65) },
      { away: 'yes' },
    ]) {
      const { status } = await owner.send('PUT', `${path}/presence`, { json });
      expect(status, JSON.stringify(json)).toBe(400);
    }
    await owner.ok('PUT', `${path}/presence`, { json: { viewport: area, following: null, away: true } });
  });

  it('LIVE-4: nothing is left of a stream that ended', async () => {
    const { owner, path, id } = await newProject();
    const reader = await watch(owner, path, '?clientId=tab-1');
    await until(() => namesOf(reader).length === 1);
    await reader.leave();
    expect(server.services.presence.people(id)).toEqual([]);
    expect((await owner.send('HEAD', `${path}/live?clientId=tab-2`)).status).toBe(200);
    expect(server.services.presence.people(id)).toEqual([]);
  });

  it('LIVE-6: has a limit of streams per account', async () => {
    const limited = await openTestServer({ limits: { streams: 1 } });
    const { owner, path } = await newProject(limited);
    const reader = await watch(owner, path);
    expect((await owner.send('GET', `${path}/live`)).status).toBe(429);
    await reader.leave();
    await (await watch(owner, path)).leave();
    await limited.close();
  });

  it('LIVE-8: signs of life come, until the project may not be seen any more', async () => {
    const quick = await openTestServer({ limits: { heartbeatMs: 30 } });
    const { owner, path } = await newProject(quick);
    const reader = await watch(owner, path);
    await until(() => reader.comments.length > 2);
    await owner.ok('DELETE', path);
    await reader.ended;
    expect(reader.events.at(-1)?.event).toBe('reload');
    expect((await owner.send('GET', `${path}/live`)).status).toBe(404);
    await quick.close();
  });

  it('LIVE-7: all streams end when the server stops, and none begins', async () => {
    const stopping = await openTestServer();
    const { owner, path } = await newProject(stopping);
    const readers = await Promise.all([watch(owner, path), watch(owner, path)]);
    stopping.stop();
    await Promise.all(readers.map((reader) => reader.ended));
    expect((await owner.send('GET', `${path}/live`)).status).toBe(503);
    await stopping.close();
  });
});
