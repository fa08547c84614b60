import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestDatabase } from '../../../test/pg/database';
import { createTestDatabase } from '../../../test/pg/database';
import type { RefusedBody } from '../protocol/proof';
import { Design } from '../schema/design.fixture';
import { checkBodies, routineChecks } from './check-bodies';
import type { Sandbox } from './sandbox';
import { designOf, proveOn } from './sandbox.fixture';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const late = { phase: 'after constraints' } as const;

function withOrders(): Design {
  const design = new Design();
  design.table('orders', { id: 'integer' });
  return design;
}

async function bodiesOf(design: Design): Promise<readonly RefusedBody[]> {
  const { proof } = await proveOn(database.pool, design.state);
  expect(proof).toMatchObject({ verdict: 'identical', differences: [] });
  return proof.bodies;
}

describe('the bodies of functions and procedures', () => {
  it('PRV-11: those that the server refuses are told with its words and are no difference', async () => {
    const design = withOrders();
    const lost = design.verbatim(
      'function',
      'lost',
      "-- about\n/* CREATE */ CREATE FUNCTION lost() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM lost_orders'",
    );
    const garbled = design.verbatim(
      'function',
      'garbled',
      'CREATE OR REPLACE FUNCTION garbled() RETURNS integer LANGUAGE plpgsql AS $$ BEGIN RETRUN 1; END $$; -- so',
    );
    const wrong = design.verbatim(
      'procedure',
      'wrong',
      "CREATE PROCEDURE wrong() LANGUAGE sql AS 'DELETE FROM lost_orders'",
    );
    design.verbatim(
      'function',
      'right_one',
      "CREATE FUNCTION right_one() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM orders' -- end",
    );
    const { proof } = await proveOn(database.pool, design.state);
    expect(proof.bodies).toEqual([
      { recordId: lost, kind: 'function', name: 'lost', message: 'relation "lost_orders" does not exist' },
      { recordId: garbled, kind: 'function', name: 'garbled', message: expect.stringContaining('RETRUN') },
      {
        recordId: wrong,
        kind: 'procedure',
        name: 'wrong',
        message: 'relation "lost_orders" does not exist',
      },
    ]);
  });

  it('PRV-11: functions that call each other, and a procedure, are right', async () => {
    const design = withOrders();
    const calls = (name: string, other: string) =>
      `CREATE FUNCTION ${name}(n integer) RETURNS boolean LANGUAGE sql AS 'SELECT n = 0 OR ${other}(n - 1)'`;
    design.verbatim('function', 'is_even', calls('is_even', 'is_odd'));
    design.verbatim('function', 'is_odd', calls('is_odd', 'is_even'));
    design.verbatim(
      'procedure',
      'tidy',
      'create procedure tidy() language sql begin atomic delete from orders; delete from orders; end',
      late,
    );
    expect(await bodiesOf(design)).toEqual([]);
  });

  it('PRV-11: a body is read under the search path of its text; of any other it is passed over', async () => {
    const state = await designOf(`CREATE SCHEMA app; CREATE SCHEMA "Other";
      CREATE TABLE app.orders (id integer);
      SET search_path TO app, "Other";
      CREATE FUNCTION counted() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM orders';
      CREATE FUNCTION lost() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM lost_orders';
      RESET search_path;
      CREATE FUNCTION own() RETURNS bigint LANGUAGE sql SET search_path = app AS 'SELECT count(*) FROM orders';
      CREATE FUNCTION unset() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM orders';
      SET check_function_bodies = off;
      CREATE FUNCTION app.altered() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM orders';
      ALTER FUNCTION app.altered() SET search_path = app;`);
    const { proof } = await proveOn(database.pool, state);
    expect(proof.verdict).toBe('identical');
    expect(proof.bodies.map(({ name, message }) => [name, message])).toEqual([
      [expect.stringContaining('lost'), 'relation "lost_orders" does not exist'],
      [expect.stringContaining('unset'), 'relation "orders" does not exist'],
    ]);
  });

  it('PRV-11: neither an event trigger nor another version of a function is blamed on a body', async () => {
    const design = withOrders();
    const made = (result: string) => `CREATE FUNCTION made() RETURNS ${result} LANGUAGE sql AS 'SELECT NULL'`;
    design.verbatim('function', 'made', `${made('integer')}; DROP FUNCTION made(); ${made('text')}`);
    design.verbatim(
      'function',
      'forbid',
      `CREATE FUNCTION forbid() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no more'; END $$`,
    );
    design.verbatim(
      'event trigger',
      'no_functions',
      `CREATE EVENT TRIGGER no_functions ON ddl_command_start WHEN TAG IN ('CREATE FUNCTION') EXECUTE FUNCTION forbid()`,
      late,
    );
    expect(await bodiesOf(design)).toEqual([]);
  });

  it('PRV-11, PRV-23: of a function that is not proven, the body is passed over', async () => {
    const state = await designOf(`CREATE EXTENSION postgis;
      CREATE FUNCTION around(g geometry) RETURNS geometry LANGUAGE sql AS 'SELECT lost(g)';`);
    const { proof } = await proveOn(database.pool, state);
    expect(proof.notProven.map(({ name }) => name)).toContain('extension postgis');
    expect(proof.bodies).toEqual([]);
  });

  it('PRV-11: hundreds of functions take few messages, and one that is refused is found among them', async () => {
    const design = new Design();
    for (let at = 0; at < 400; at++) {
      const body = at === 217 ? 'SELECT lost()' : `SELECT ${at}`;
      design.verbatim(
        'function',
        `f${at}()`,
        `CREATE FUNCTION f${at}() RETURNS integer LANGUAGE sql AS '${body}'`,
      );
    }
    const client = await database.pool.connect();
    let messages = 0;
    const sandbox: Sandbox = {
      query: async (sql) => (await client.query(sql)).rows,
      exec: async (sql) => {
        messages++;
        await client.query(sql);
      },
    };
    try {
      await client.query('BEGIN');
      const bodies = await checkBodies(sandbox, routineChecks(design.state));
      expect(bodies.map(({ name }) => name)).toEqual(['f217()']);
      expect(messages).toBeLessThan(70);
      const { rows } = await client.query("SELECT 1 FROM pg_proc WHERE proname IN ('f0', 'f399')");
      expect(rows).toEqual([]);
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
  });
});
