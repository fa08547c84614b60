import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestDatabase } from '../../../test/pg/database';
import { createTestDatabase } from '../../../test/pg/database';
import { roasterySql } from '../../client/samples/roastery';
import { Design } from '../schema/design.fixture';
import type { Progress } from './prove';
import { designOf, proveOn } from './sandbox.fixture';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** A table on which kept statements do things behind the design's back. */
function meddledWith(...statements: readonly string[]): Design {
  const design = new Design();
  const table = design.table('orders', { id: 'integer', total: 'numeric(10,2)' });
  design.column(table, 'state', 'text', { default: { kind: 'expression', text: "'n' || 'ew'" } });
  design.check(table, 'orders_total', 'total>=0');
  design.add('index', {
    tableId: table,
    name: 'orders_state',
    elements: [{ expression: 'lower(state)' }],
    predicate: 'state is not null',
    columnRefs: design.refs(table, 'lower(state)'),
  });
  for (const text of statements) design.verbatim('alter table', '', text, { phase: 'after constraints' });
  return design;
}

/** What only the newer kinds hold, in a person's spelling. */
function oneOfEach(): Design {
  const design = new Design();
  const domain = design.add('domain', {
    namespaceId: design.public,
    name: 'percent',
    type: 'numeric(5,2)',
    default: { kind: 'expression', text: '1+1' },
    checks: [{ name: 'percent_check', expression: 'value>=0 and value<=100' }],
  });
  design.add('composite', {
    namespaceId: design.public,
    name: 'share',
    attributes: [{ name: 'part', type: 'percent', typeId: domain }],
  });
  design.add('range', {
    namespaceId: design.public,
    name: 'floats',
    type: 'double precision',
    subtypeDiff: 'float8mi',
  });
  const stays = design.table('stays', { room: 'int4range', during: 'tstzrange' });
  const [room = '', during = ''] = design.columns(stays, 'room', 'during');
  design.add('exclusion', {
    tableId: stays,
    name: 'stays_excl',
    elements: [
      { columnId: during, operator: '&&' },
      { expression: 'room*room', operator: '=' },
    ],
    predicate: 'not isempty(room)',
    columnRefs: { room },
  });
  const events = design.table('events', { at: 'timestamp with time zone', kind: 'text' });
  const [at = '', kind = ''] = design.columns(events, 'at', 'kind');
  design.change(events, {
    partitionBy: { strategy: 'range', elements: [{ expression: 'lower(kind)' }, { columnId: at }] },
    columnRefs: { kind },
  });
  design.add('table', {
    namespaceId: design.public,
    name: 'events_a',
    partitionOf: { tableId: events, bound: "for values from ('a', minvalue) to ('b', minvalue)" },
    // Spelled in its own way twice: the bound and the key of its own.
    partitionBy: { strategy: 'list', elements: [{ expression: 'upper( kind )' }] },
    columnRefs: { kind },
  });
  design.add('table', { namespaceId: design.public, name: 'longer_stays', inherits: [stays] });
  return design;
}

const about = (differences: readonly { readonly name: string; readonly field?: string | undefined }[]) =>
  differences.map(({ name, field }) => [name, field]);

describe('a proof', () => {
  it.each(['handwritten', 'generated-names', 'alter-chain', 'namespaces', 'defaults'])(
    'PRV-1: %s is identical after an import',
    async (name) => {
      const file = new URL(`../../../test/fixtures/sql-import/${name}/input.sql`, import.meta.url);
      const { proof } = await proveOn(database.pool, await designOf(readFileSync(file, 'utf8')));
      expect(proof).toMatchObject({ verdict: 'identical', differences: [] });
    },
  );

  it('PRV-1, PRV-10: the sample is identical, and each step is told', async () => {
    const told: Progress[] = [];
    const state = await designOf(roasterySql);
    const { proof } = await proveOn(database.pool, state, {
      onProgress: (one) => told.push(one),
    });
    expect(proof).toMatchObject({ verdict: 'identical', counts: { table: 24, enum: 3 } });
    expect([...new Set(told.map(({ step }) => step))]).toEqual([
      'print',
      'open',
      'execute',
      'inspect',
      'compare',
    ]);
  });

  it('PRV-1: a name that PostgreSQL gives to NOT NULL, with a number where it is taken, is nobody’s', async () => {
    const design = new Design();
    const table = design.table('t', { a: 'integer' });
    const [a = ''] = design.columns(table, 'a');
    design.change(a, { nullable: false });
    design.check(table, 't_a_not_null', 'true');
    const { proof } = await proveOn(database.pool, design.state);
    expect(proof).toMatchObject({ verdict: 'identical', differences: [] });
  });

  it('PRV-1, PRV-5: types, partitions, heirs and exclusion constraints are identical, however they are spelled', async () => {
    const { proof } = await proveOn(database.pool, oneOfEach().state);
    expect(proof).toMatchObject({ verdict: 'identical', differences: [] });
    expect(proof.counts).toMatchObject({ domain: 1, composite: 1, range: 1, exclusion: 1, table: 4 });
  });

  it('PRV-3: comments and owners are compared where they are written', async () => {
    const design = meddledWith(
      "COMMENT ON TABLE orders IS 'other'",
      'ALTER TABLE orders OWNER TO prove_owner',
    );
    const [table] = design.state.ofKind('table');
    design.change(table?.id ?? '', { comment: 'hers', owner: 'prove_boss' });
    const { proof } = await proveOn(database.pool, design.state);
    expect(about(proof.differences)).toEqual([
      ['orders', 'owner'],
      ['orders', 'comment'],
    ]);
    const without = await proveOn(database.pool, design.state, {
      written: { comments: false, owners: false },
    });
    expect(without.proof.verdict).toBe('identical');
  });

  it('PRV-5: expressions count as what the server reads in them, not as they are spelled', async () => {
    expect((await proveOn(database.pool, meddledWith().state)).proof).toMatchObject({ verdict: 'identical' });
    const { proof } = await proveOn(
      database.pool,
      meddledWith(
        "ALTER TABLE orders ALTER state SET DEFAULT 'ne' || 'w'",
        'ALTER TABLE orders DROP CONSTRAINT orders_total, ADD CONSTRAINT orders_total CHECK (total > 0)',
        'DROP INDEX orders_state',
        'CREATE INDEX orders_state ON orders (upper(state)) WHERE state IS NOT NULL',
      ).state,
    );
    expect(proof.verdict).toBe('different');
    expect(about(proof.differences)).toEqual([
      ['orders.state', 'default'],
      ['orders.orders_total', 'expression'],
      ['orders.orders_state', 'elements'],
    ]);
    expect(proof.differences[1]).toMatchObject({ wanted: 'total>=0', kind: 'check' });
    expect(proof.differences[1]?.found).toContain('total >');
  });

  it('EXP-5, PRV-5: comments around expressions mean nothing, wherever they stand', async () => {
    const around = (text: string) => `/* ) before */ ${text} -- behind; (`;
    const design = new Design();
    design.add('domain', {
      namespaceId: design.public,
      name: 'percent',
      type: 'numeric',
      default: { kind: 'expression', text: around('1+1') },
      checks: [{ name: 'percent_check', expression: around('value>=0') }],
    });
    const table = design.table('orders', { id: 'integer', total: 'numeric', during: 'int4range' });
    design.column(table, 'state', 'text', { default: { kind: 'expression', text: around("'n'||'ew'") } });
    design.column(table, 'twice', 'numeric', {
      generated: { expression: around('total*2'), stored: true },
      columnRefs: design.refs(table, 'total'),
    });
    design.check(table, 'orders_total', around('total>=0'));
    const [id = '', during = ''] = design.columns(table, 'id', 'during');
    design.add('index', {
      tableId: table,
      name: 'orders_state',
      elements: [{ expression: around('lower(state)') }, { columnId: id }],
      predicate: around('state is not null'),
      storage: around('fillfactor=70'),
      columnRefs: design.refs(table, 'lower(state)'),
    });
    design.add('exclusion', {
      tableId: table,
      name: 'apart',
      elements: [{ columnId: during, operator: around('&&') }],
      predicate: around('not isempty(during)'),
      storage: around('fillfactor=70'),
      columnRefs: { during },
    });
    const log = design.table('log', { at: 'date' });
    const [at = ''] = design.columns(log, 'at');
    design.change(log, {
      partitionBy: { strategy: 'range', elements: [{ expression: around('extract(year from at)') }] },
      columnRefs: { at },
    });
    design.add('table', {
      namespaceId: design.public,
      name: 'log_old',
      partitionOf: { tableId: log, bound: around('for values from (1) to (2)') },
    });
    const { proof } = await proveOn(database.pool, design.state);
    expect(proof).toMatchObject({ verdict: 'identical', differences: [] });
  });

  it('PRV-2, PRV-4: tells what is not there, too much, or in another place', async () => {
    const { proof } = await proveOn(
      database.pool,
      meddledWith(
        'ALTER TABLE orders DROP COLUMN id, ADD COLUMN id integer',
        'ALTER TABLE orders DROP CONSTRAINT orders_total',
        'CREATE UNIQUE INDEX more ON orders (id)',
      ).state,
    );
    // Statements of these kinds may have been meant to make something: only what lacks is told.
    expect(about(proof.differences)).toEqual([
      ['orders.orders_total', undefined],
      ['orders', 'order'],
    ]);
  });

  it('PRV-6: a statement that fails is told with its line, and what it is about', async () => {
    const design = meddledWith();
    const view = design.verbatim('view', 'totals', 'CREATE VIEW totals AS\n  SELECT nothing FROM orders', {
      phase: 'after constraints',
    });
    const { proof, sql } = await proveOn(database.pool, design.state);
    expect(proof).toMatchObject({ verdict: 'refused', error: { recordId: view } });
    expect(proof.error?.message).toContain('nothing');
    expect(sql.split('\n')[(proof.error?.line ?? 0) - 1]).toBe('CREATE VIEW totals AS');
  });

  it('PRV-7: roles that the script names are there while it runs, and nothing is left', async () => {
    const design = meddledWith();
    design.verbatim('grant', 'orders', 'GRANT SELECT ON orders TO prove_reader, "Prove Writer"', {
      phase: 'after constraints',
    });
    design.verbatim('policy', 'own', 'CREATE POLICY own ON orders TO prove_reader USING (total > 0)', {
      phase: 'after constraints',
    });
    const { proof } = await proveOn(database.pool, design.state);
    expect(proof).toMatchObject({ verdict: 'identical', counts: { verbatim: 1 } });
    const left = await database.pool.query(
      `SELECT rolname FROM pg_roles WHERE rolname ILIKE 'prove%' UNION ALL SELECT relname FROM pg_class WHERE relname = 'orders'`,
    );
    expect(left.rows).toEqual([]);
  });

  it('PRV-23: what needs an extension that is not there is told once, not compared and not counted', async () => {
    const design = await designOf(`CREATE EXTENSION postgis;
      CREATE TABLE zones (id bigint PRIMARY KEY, area geometry(Polygon, 4326));
      COMMENT ON TABLE zones IS 'where';
      CREATE INDEX ON zones USING gist (area);
      CREATE TABLE plain (id bigint PRIMARY KEY);`);
    const { proof } = await proveOn(database.pool, design);
    expect(proof).toMatchObject({ verdict: 'identical', counts: { table: 1, column: 1 }, differences: [] });
    expect(proof.notProven.map(({ name }) => name)).toEqual(['extension postgis', 'table zones']);
  });

  it('PRV-8: what a kept statement should have made is missed', async () => {
    const design = meddledWith();
    design.verbatim('view', 'totals', 'SELECT 1', { phase: 'after constraints' });
    const { proof } = await proveOn(database.pool, design.state);
    expect(proof.differences).toMatchObject([{ kind: 'view', name: 'totals', wanted: 'there' }]);
  });

  it('PRV-9: says what the script cannot hold in the version that it is written for', async () => {
    const design = new Design();
    const table = design.table('t', { a: 'integer' });
    design.add('unique', {
      tableId: table,
      name: 't_a_key',
      columnIds: design.columns(table, 'a'),
      nullsNotDistinct: true,
    });
    const { proof } = await proveOn(database.pool, design.state, { written: { version: 14 } });
    expect(proof).toMatchObject({ verdict: 'different', writtenFor: 14, serverMajor: 18 });
    expect(about(proof.differences)).toEqual([['t.t_a_key', 'nullsNotDistinct']]);
  });

  it('PRV-33: of a part of the schemas that part is proven', async () => {
    const state = await designOf(`CREATE SCHEMA app; CREATE SCHEMA other;
      CREATE TABLE app.orders (id integer PRIMARY KEY);
      CREATE TABLE other.logs (id integer PRIMARY KEY, order_id integer REFERENCES app.orders);`);
    const app = state.ofKind('namespace').filter(({ body }) => body.name === 'app');
    const { proof } = await proveOn(database.pool, state, {
      written: { namespaces: app.map(({ id }) => id) },
    });
    expect(proof).toMatchObject({ verdict: 'identical', differences: [], counts: { table: 1 } });
  });
});
