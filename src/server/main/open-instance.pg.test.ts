import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TestDatabase } from '../../../test/pg/database';
import { createTestDatabase } from '../../../test/pg/database';
import { crons } from '../../../vercel.json';
import { migrate } from '../storage/migrate';
import { migrations } from '../storage/migrations/index';
import { createPool } from '../storage/pool';
import type { OpenInstance } from './instance';
import { keepAwake, openInstance } from './open-instance';
import { SetupError } from './setup-error';

let database: TestDatabase;
let opened: OpenInstance[] = [];

beforeEach(async () => {
  database = await createTestDatabase();
});

afterEach(async () => {
  for (const instance of opened) await instance.close();
  opened = [];
  await database.drop();
});

const secret = 'c'.repeat(16);

async function open(environment: Readonly<Record<string, string>> = {}): Promise<OpenInstance> {
  const given = {
    DATABASE_URL: database.url,
    SESSION_SECRET: 's'.repeat(32),
    LOG_LEVEL: 'silent',
    ...environment,
  };
  const instance = await openInstance(given, new AbortController().signal);
  opened.push(instance);
  return instance;
}

function ask(instance: OpenInstance, path: string, headers: Record<string, string> = {}): Promise<Response> {
  return instance.handle(
    new Request(`http://localhost${path}`, { headers: { host: 'localhost', ...headers } }),
  );
}

describe('opening an instance', () => {
  it('VER-6: changes no tables, and says which migration is missing', async () => {
    await expect(open()).rejects.toThrow(
      new SetupError('The database has no tables of VersionZero yet: run npm run migrate.'),
    );
    await migrate(database.pool, migrations.slice(0, -1));
    const last = migrations.at(-1)?.id;
    await expect(open()).rejects.toThrow(
      new SetupError(`The database is not up to date (${last}): run npm run migrate.`),
    );
    await migrate(database.pool, migrations);
    expect((await ask(await open(), '/api/v1/health')).status).toBe(200);
  });

  it('VER-2: what is wrong with a variable is a matter of setting up', async () => {
    await expect(open({ PRESENCE_TTL_SECONDS: 'soon' })).rejects.toThrow(SetupError);
  });

  it('VER-9: by the clock the trash is emptied, for whoever has the secret', async () => {
    await migrate(database.pool, migrations);
    const [cron] = crons;
    const path = cron?.path ?? '';
    const headers = { authorization: `Bearer ${secret}` };
    const instance = await open({ CRON_SECRET: secret });
    expect((await ask(instance, path)).status).toBe(404);
    expect((await ask(instance, path, { authorization: `Bearer ${secret}x` })).status).toBe(404);
    expect((await ask(await open(), path, headers)).status).toBe(404);
    await database.pool.query(
      `INSERT INTO projects (id, name, epoch, state, created_by, deleted_at)
       VALUES (gen_random_uuid(), 'old', 1, 'deleted', 'ada', now() - interval '31 days'),
              (gen_random_uuid(), 'new', 1, 'deleted', 'ada', now())`,
    );
    const answer = await ask(instance, path, headers);
    expect([answer.status, await answer.json()]).toEqual([200, { purgedProjects: 1 }]);
    const { rows } = await database.pool.query('SELECT name FROM projects');
    expect(rows).toEqual([{ name: 'new' }]);
  });

  it('VER-15: idle connections are given up soon, and the platform is asked to wait for that', async () => {
    const pool = createPool({ kind: 'url', url: database.url });
    const before = pool.listenerCount('release');
    keepAwake(pool);
    await pool.query('SELECT 1');
    expect([pool.options.idleTimeoutMillis, pool.listenerCount('release') - before]).toEqual([5_000, 1]);
    await pool.end();
  });
});
