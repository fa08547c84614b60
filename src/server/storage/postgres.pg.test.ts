import { describe, expect, it } from 'vitest';
import { createTestDatabase } from '../../../test/pg/database';
import { openPostgres } from './postgres';

describe('openPostgres', () => {
  it('ENG-3: opens a server and says what it is', async () => {
    const database = await createTestDatabase();
    const engine = await openPostgres(database.url);
    expect(engine).toMatchObject({ kind: 'postgres', serverVersion: expect.stringMatching(/^18\./) });
    expect((await engine.pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    await engine.close();
    await database.drop();
  });

  it('ENG-4: lets options in the address have the last word', async () => {
    const database = await createTestDatabase();
    const engine = await openPostgres(`${database.url}?options=-c%20lock_timeout%3D7ms`);
    const { rows } = await engine.pool.query<{ name: string; setting: string }>(
      `SELECT name, setting FROM pg_settings WHERE name IN ('lock_timeout', 'statement_timeout')`,
    );
    expect(rows).toEqual([
      { name: 'lock_timeout', setting: '7' },
      { name: 'statement_timeout', setting: '10000' },
    ]);
    await engine.close();
    await database.drop();
  });

  it('ENG-9: says which database is not there', async () => {
    const database = await createTestDatabase();
    const url = Object.assign(new URL(database.url), { pathname: '/nowhere' }).href;
    await expect(openPostgres(url)).rejects.toThrow(/\/nowhere cannot be used: .*does not exist/);
    await database.drop();
  });
});
