import type { Pool } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { TestDatabase } from '../../../test/pg/database';
import { createTestDatabase } from '../../../test/pg/database';
import { openDeafPooler } from '../../../test/several/deaf-pooler';
import type { NotificationOptions, Notifications } from './notifications';
import { maxPayloadBytes, openNotifications } from './notifications';
import { createPool, endPool } from './pool';

const backends = `FROM pg_stat_activity
  WHERE application_name = 'versionzero notifications' AND datname = current_database()`;

let database: TestDatabase;
let opened: Notifications[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
});

afterEach(async () => {
  for (const one of opened) await one.close();
  opened = [];
});

afterAll(() => database.drop());

function open(options: NotificationOptions = {}, pool: Pick<Pool, 'options'> = database.pool): Notifications {
  const notifications = openNotifications(pool, { hereEveryMs: 200, ...options });
  opened.push(notifications);
  return notifications;
}

async function openTwo(): Promise<readonly [Notifications, Notifications]> {
  const [one, two] = [open(), open()];
  await eventually(() => expect([one.peers, two.peers]).toEqual([1, 1]));
  return [one, two];
}

function heardBy(notifications: Notifications): readonly string[] {
  const heard: string[] = [];
  notifications.listen('versionzero_changes', (payload) => heard.push(payload));
  return heard;
}

function eventually(check: () => void): Promise<void> {
  return vi.waitFor(check, { timeout: 20_000, interval: 5 });
}

async function connections(): Promise<number> {
  const { rows } = await database.pool.query<{ n: number }>(`SELECT count(*)::int AS n ${backends}`);
  return rows[0]?.n ?? 0;
}

describe('notifications', () => {
  it('SEV-2: what one tells the others hear, in order, equal messages once; nobody hears themselves', async () => {
    const [one, two] = await openTwo();
    const [own, heard] = [heardBy(one), heardBy(two)];
    for (const payload of ['a', 'b', 'a', 'c', 'a']) one.notify('versionzero_changes', payload);
    await eventually(() => expect(heard).toEqual(['b', 'c', 'a']));
    two.notify('versionzero_changes', 'back');
    await eventually(() => expect(own).toEqual(['back']));
  });

  it('SEV-2: the longest payload arrives, a longer one is dropped without harm', async () => {
    const [one, two] = await openTwo();
    const heard = heardBy(two);
    const longest = 'é'.repeat(maxPayloadBytes / 2);
    one.notify('versionzero_changes', `${longest}x`);
    one.notify('versionzero_changes', longest);
    await eventually(() => expect(heard).toEqual([longest]));
  });

  it('SEV-3: where notifications do not arrive it says so once, and sends nothing', async () => {
    const pooler = await openDeafPooler(database.url);
    const elsewhere = createPool({ kind: 'url', url: pooler.url });
    const lines: string[] = [];
    const deaf = open({ report: (line) => lines.push(line) }, elsewhere);
    const well = open();
    await eventually(() => expect(lines).toHaveLength(1));
    expect(deaf.isLive).toBe(false);
    expect(well).toMatchObject({ isLive: true, peers: 0 });
    deaf.notify('versionzero_changes', 'a');
    await deaf.close();
    await endPool(elsewhere);
    await pooler.close();
  });

  it('SEV-4: a connection that is cut is opened again, and all know each other again', async () => {
    const [one, two] = await openTwo();
    let arrivals = 0;
    one.onArrival(() => {
      arrivals += 1;
    });
    await database.pool.query(`SELECT pg_terminate_backend(pid) ${backends}`);
    await eventually(() => expect([one.isLive, two.isLive]).toContain(false));
    one.notify('versionzero_changes', 'lost');
    await eventually(() => expect([one.peers, two.peers]).toEqual([1, 1]));
    expect(arrivals).toBeGreaterThan(0);
    const heard = heardBy(two);
    await eventually(() => {
      one.notify('versionzero_changes', 'again');
      expect(heard).toContain('again');
    });
  });

  it('SEV-4: a connection that is open and silent is given up', async () => {
    const [one, two] = await openTwo();
    const { rows } = await database.pool.query<{ pid: number }>(`SELECT pid ${backends} LIMIT 1`);
    const pid = rows[0]?.pid ?? 0;
    process.kill(pid, 'SIGSTOP');
    try {
      await eventually(() => expect([one.isLive, two.isLive]).toContain(false));
      await eventually(() => expect([one.peers, two.peers]).toEqual([1, 1]));
    } finally {
      process.kill(pid, 'SIGCONT');
    }
  });

  it('SEV-6: who is alone sends nothing but signs of life, and who goes says so', async () => {
    const [one, two] = await openTwo();
    const heard = heardBy(two);
    await one.close();
    await eventually(() => expect(two.peers).toBe(0));
    two.notify('versionzero_changes', 'nobody');
    expect(heard).toEqual([]);
  });

  it('SEV-4: leaves no connection behind, whenever it ends', async () => {
    const [one, two] = await openTwo();
    const early = open();
    await Promise.all([one.close(), two.close(), early.close()]);
    await vi.waitFor(async () => expect(await connections()).toBe(0), { timeout: 20_000 });
    const pool = createPool({ kind: 'url', url: 'postgres://nobody@127.0.0.1:1/nothing' });
    const lost = open({}, pool);
    await lost.close();
    expect(lost.isLive).toBe(false);
    await endPool(pool);
  });
});
