import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Link } from '../../../test/chaos/proxy';
import { openLink } from '../../../test/chaos/proxy';
import type { TestDatabase } from '../../../test/pg/database';
import { createTestDatabase } from '../../../test/pg/database';
import { migrate } from './migrate';
import { migrations } from './migrations/index';
import { createPool } from './pool';
import { postgresCapabilities as capabilities } from './postgres';
import { createReadiness } from './readiness';

let database: TestDatabase;
let link: Link;

beforeAll(async () => {
  database = await createTestDatabase();
  link = await openLink('postgres');
  link.lead(Number(new URL(database.url).port));
});

afterAll(async () => {
  link.close();
  await database.drop();
});

describe('readiness', () => {
  it('OBS-2: gives up a connection that stays silent, and is back with the database', async () => {
    const url = Object.assign(new URL(database.url), { host: `127.0.0.1:${link.port}` }).href;
    const pool = createPool({ kind: 'url', url });
    await migrate(pool, migrations);
    expect(await createReadiness({ pool, capabilities }, 10_000)()).toBe('ready');
    const ask = createReadiness({ pool, capabilities }, 50);
    const goOn = link.stall();
    expect(await Promise.all([ask(), ask()])).toEqual(['no answer', 'no answer']);
    while (pool.totalCount > 0) await sleep(5);
    goOn();
    while ((await ask()) !== 'ready');
    await pool.end();
  });
});
