import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findDsqlLint, lintDsql } from '../../scripts/corpus/dsql';
import { createAccounts } from '../../src/server/accounts/accounts';
import { createAuthentication } from '../../src/server/accounts/authentication';
import { dsqlCapabilities } from '../../src/server/storage/dsql/capabilities';
import { migrate } from '../../src/server/storage/migrate';
import { migrations } from '../../src/server/storage/migrations';
import type { TestDatabase } from '../pg/database';
import { createTestDatabase } from '../pg/database';
import type { SentStatement } from './collect-statements';
import { collectStatements } from './collect-statements';
import { exceptions } from './exceptions';
import type { Gateway } from './gateway/gateway';
import { openGateway } from './gateway/gateway';

let database: TestDatabase;
let gateway: Gateway;
let pool: pg.Pool;

beforeAll(async () => {
  database = await createTestDatabase();
  await migrate(database.pool, migrations);
  gateway = await openGateway(database.url);
  pool = new pg.Pool({ connectionString: gateway.url });
});

afterAll(async () => {
  await pool.end();
  await gateway.close();
  await database.drop();
});

/** With too many values a statement is parsed and not executed: that error says that it was taken. */
const tooMany: readonly unknown[] = Array.from({ length: 99 }, () => null);
const takenSqlstate = '08P01';

async function gatewayObjection(text: string): Promise<string | undefined> {
  try {
    await pool.query(text, [...tooMany]);
  } catch (error) {
    const { code, message } = error as pg.DatabaseError;
    return code === takenSqlstate ? undefined : `gateway: ${code} ${message}`;
  }
  return 'gateway: it was executed with parameters that it does not have';
}

/** What the linter has against a statement, a process each; nothing where there is no linter for this machine. */
const lint = async (text: string) => (findDsqlLint() === undefined ? [] : lintDsql(text));

/** Whether the linter has nothing against any of them: asked once for all, as it mostly has not. */
async function passTheLinter(statements: readonly SentStatement[]): Promise<boolean> {
  return (await lint(statements.map(({ text }) => `${text};`).join('\n'))).length === 0;
}

/** What the two gates have against a statement. */
async function objectionsTo({ text }: SentStatement, isLinted = false): Promise<readonly string[]> {
  const linted = isLinted ? [] : await lint(`${text};`);
  const refused = await gatewayObjection(text);
  return [
    ...linted.map(({ rule, message }) => `dsql-lint: ${rule} ${message}`),
    ...(refused === undefined ? [] : [refused]),
  ];
}

const named = (text: string): SentStatement => ({ name: 'planted', text });

describe('every statement that the server can send', () => {
  it('DSE-10: passes both gates, or Aurora DSQL is never sent it, for a reason that is written down', async () => {
    const objected = new Map<string, readonly string[]>();
    const statements = collectStatements();
    const areLinted = await passTheLinter(statements);
    for (const statement of statements) {
      const objections = await objectionsTo(statement, areLinted);
      if (objections.length > 0) objected.set(statement.name, objections);
    }
    const unexpected = [...objected].filter(([name]) => exceptions[name] === undefined);
    expect(unexpected).toEqual([]);
    const stale = Object.keys(exceptions).filter((name) => !objected.has(name));
    expect(stale).toEqual([]);
  });

  it('DSE-10: is excepted only by a capability that Aurora DSQL does not have', () => {
    for (const [name, { needs }] of Object.entries(exceptions))
      expect(dsqlCapabilities[needs], name).toBe(false);
  });

  it('DSE-11: is found, wherever it stands', () => {
    const names = collectStatements().map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining([
        'statements.log',
        '0001-projects 0',
        'storage/with-retry.ts BEGIN ISOLATION LEVEL',
        'storage/with-retry.ts COMMIT',
        'storage/migrate.ts INSERT INTO migrations',
        'storage/dsql/execute-migration.ts SELECT job_id FROM',
        'storage/migrate.ts SELECT id, count(*)::int',
      ]),
    );
    expect(names.length).toBeGreaterThan(90);
  });

  it('DSE-10: would be found out, by the gateway or by the linter', async () => {
    const skipping = 'SELECT 1 FROM projects FOR UPDATE SKIP LOCKED';
    expect(await objectionsTo(named(skipping))).toEqual([expect.stringMatching(/^gateway: 0A000/)]);
    expect(await objectionsTo(named('SELECT nothing FROM projects'))).toEqual([
      expect.stringMatching(/^gateway: 42703/),
    ]);
    const both = await objectionsTo(named('CREATE TABLE x (a text[])'));
    const among = [...collectStatements(), named('CREATE TABLE x (a text[])')];
    expect(await passTheLinter(among)).toBe(findDsqlLint() === undefined);
    expect(both.at(-1)).toMatch(/^gateway: 0A000/);
    expect(both).toHaveLength(findDsqlLint() === undefined ? 1 : 2);
  });
});

describe('the library that keeps accounts', () => {
  it('DSE-12: sends nothing that a gate objects to', async () => {
    const before = new Set(gateway.seen);
    const secret = 'a secret of a test, long enough for anyone';
    const authentication = createAuthentication({ pool, secret, publicOrigin: undefined });
    const accounts = createAccounts(authentication);
    const guest = await accounts.ensureActor(new Request('http://127.0.0.1/'));
    const cookie = guest.setCookie.map((line) => line.split(';')[0]).join('; ');
    const request = new Request('http://127.0.0.1/', { headers: { cookie } });
    expect((await createAccounts(authentication).actorOf(request))?.actor).toEqual(guest.actor);
    await accounts.rename(guest.actor, 'Ada');
    const sent = [...gateway.seen].filter((text) => !before.has(text));
    expect(sent.length).toBeGreaterThan(3);
    for (const text of sent) expect(await objectionsTo(named(text)), text).toEqual([]);
  });
});
