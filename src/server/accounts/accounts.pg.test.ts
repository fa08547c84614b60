import type { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestDatabase } from '../../../test/pg/database';
import { createTestDatabase } from '../../../test/pg/database';
import { migrate } from '../storage/migrate';
import { accountTables } from '../storage/migrations/0002-accounts';
import { createPool } from '../storage/pool';
import { createAccounts } from './accounts';
import { createAuthentication } from './authentication';

const secret = 'a secret of a test, long enough for anyone';
let database: TestDatabase;
let pool: Pool;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool({ kind: 'url', url: database.url });
  await migrate(pool, [accountTables]);
});

afterAll(async () => {
  await pool.end();
  await database.drop();
});

/** Accounts of one server process; each call is a process of its own. */
function startAccounts(publicOrigin?: string) {
  return createAccounts(createAuthentication({ pool, secret, publicOrigin }));
}

function requestWith(cookies: readonly string[] = []): Request {
  const cookie = cookies.map((line) => line.split(';')[0]).join('; ');
  return new Request('http://127.0.0.1/', { headers: cookie === '' ? {} : { cookie } });
}

describe('accounts', () => {
  it('ACC-1: makes a newcomer a guest, whom the cookie brings back in any process', async () => {
    const accounts = startAccounts();
    expect(await accounts.actorOf(requestWith())).toBeNull();
    const guest = await accounts.ensureActor(requestWith());
    expect(guest.actor.name).toMatch(/^[A-Z][a-z]+ [A-Z][a-z]+$/);
    expect(guest.color).toMatch(/^#[0-9a-f]{6}$/);
    const request = requestWith(guest.setCookie);
    for (const process of [accounts, startAccounts()]) {
      expect((await process.actorOf(request))?.actor).toEqual(guest.actor);
      expect((await process.ensureActor(request)).actor).toEqual(guest.actor);
    }
    const { rows } = await pool.query('SELECT ip_address, user_agent, is_anonymous FROM sessions, users');
    expect(rows).toEqual([{ ip_address: '', user_agent: '', is_anonymous: true }]);
  });

  it('ACC-2: keeps the cookie from scripts and other sites, and from http where there is https', async () => {
    const [local] = (await startAccounts().ensureActor(requestWith())).setCookie;
    expect(local).toMatch(/^versionzero\.session_token=.*HttpOnly; SameSite=Lax$/);
    expect(local).toContain('Max-Age=34560000; Path=/;');
    expect(local).not.toContain('Secure');
    const [remote] = (await startAccounts('https://schema.example').ensureActor(requestWith())).setCookie;
    expect(remote).toMatch(/^__Secure-versionzero\.session_token=.*; HttpOnly; Secure; SameSite=Lax$/);
  });

  it('ACC-1: a forged, foreign or ended session is nobody', async () => {
    const guest = await startAccounts().ensureActor(requestWith());
    const [cookie = ''] = guest.setCookie;
    const other = createAccounts(
      createAuthentication({ pool, secret: secret.toUpperCase(), publicOrigin: undefined }),
    );
    const forged = cookie.replace(/=(.)/, (_, first) => (first === 'x' ? '=y' : '=x'));
    expect(await startAccounts().actorOf(requestWith([forged]))).toBeNull();
    expect(await other.actorOf(requestWith([cookie]))).toBeNull();
    await pool.query('UPDATE sessions SET expires_at = now() WHERE user_id = $1', [guest.actor.id]);
    expect(await startAccounts().actorOf(requestWith([cookie]))).toBeNull();
    const again = await startAccounts().ensureActor(requestWith([cookie]));
    expect(again.actor.id).not.toBe(guest.actor.id);
  });

  it('ACC-3: asks the database once per session, not once per request', async () => {
    const accounts = startAccounts();
    const guest = await accounts.ensureActor(requestWith());
    const request = requestWith(guest.setCookie);
    await accounts.actorOf(request);
    await pool.query('DELETE FROM sessions WHERE user_id = $1', [guest.actor.id]);
    expect((await accounts.actorOf(request))?.actor).toEqual(guest.actor);
    expect(await startAccounts().actorOf(request)).toBeNull();
  });

  it('ACC-5: a rename shows at once, and in other processes when they look', async () => {
    const accounts = startAccounts();
    const guest = await accounts.ensureActor(requestWith());
    const request = requestWith(guest.setCookie);
    await accounts.actorOf(request);
    expect(await accounts.rename(guest.actor, 'Ada')).toEqual({ id: guest.actor.id, name: 'Ada' });
    for (const process of [accounts, startAccounts()]) {
      expect((await process.actorOf(request))?.actor.name).toBe('Ada');
    }
  });

  it('ACC-6: our tables are the ones that the library expects', async () => {
    const { storedColumns } = createAuthentication({ pool, secret, publicOrigin: undefined });
    const { rows } = await pool.query<{ name: string }>(
      `SELECT table_name || '.' || column_name AS name FROM information_schema.columns
        WHERE table_schema = 'public' AND table_name <> 'migrations' ORDER BY 1`,
    );
    expect(rows.map(({ name }) => name)).toEqual([...(await storedColumns())].sort());
  });
});
