import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestDatabase } from '../../../../test/pg/database';
import { createTestDatabase } from '../../../../test/pg/database';
import { Design } from '../../schema/design.fixture';
import type { RecordId } from '../../schema/ids';
import { indexesOf } from './database.fixture';
import { exportPostgresql } from './export-postgresql';
import type { ExportOptions } from './options';

/** Two schemas, a partitioned table, a view, a trigger, and something of everything that options are about. */
function shop(): Design {
  const design = new Design();
  const sales = design.namespace('sales');
  design.change(sales, { owner: 'postgres', comment: 'What is sold' });
  const status = design.add('enum', { namespaceId: sales, name: 'status', labels: ['open'] });
  const customers = design.table('customers', { id: 'bigint', email: 'text', referrer: 'bigint' });
  const orders = design.table('orders', { id: 'bigint', customer_id: 'bigint', at: 'date' }, sales);
  design.column(orders, 'status', 'sales.status', { typeId: status });
  const other = design.table('Orders', { id: 'integer', code: 'text' }, sales);
  const log = design.table('log', { at: 'date' });
  const [logAt = ''] = design.columns(log, 'at');
  design.change(log, { partitionBy: { strategy: 'range', elements: [{ columnId: logAt }] } });
  design.add('table', {
    namespaceId: design.public,
    name: 'log_rest',
    partitionOf: { tableId: log, bound: 'DEFAULT' },
  });
  const index = (tableId: RecordId, name: string, column: string, more: object = {}) =>
    design.add('index', {
      tableId,
      name,
      elements: design.columns(tableId, column).map((columnId) => ({ columnId })),
      ...more,
    });
  index(customers, 'customers_id', 'id', { unique: true });
  index(customers, 'customers_email', 'email', { comment: 'For looking up' });
  index(log, 'log_at', 'at');
  index(other, 'other_code', 'code', { unique: true });
  design.foreignKey('orders_customer', [orders, 'customer_id'], [customers, 'id']);
  design.foreignKey('customers_referrer', [customers, 'referrer'], [customers, 'id']);
  design.add('sequence', {
    namespaceId: sales,
    name: 'orders_id_seq',
    ownedByColumnId: design.columns(orders, 'id')[0],
  });
  design.verbatim(
    'function',
    'sales.stamp',
    'CREATE FUNCTION sales.stamp() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$',
  );
  const late = { phase: 'after constraints' } as const;
  design.verbatim('view', 'sales.open', 'CREATE VIEW sales.open AS SELECT id FROM sales.orders', {
    ...late,
    definesRelation: { namespaceId: sales, name: 'open' },
  });
  design.verbatim('view', 'sales.all', 'CREATE VIEW sales."all" AS SELECT email FROM customers', {
    ...late,
    definesRelation: { namespaceId: sales, name: 'all' },
  });
  design.verbatim(
    'trigger',
    'stamped',
    'CREATE TRIGGER stamped BEFORE UPDATE ON sales.orders FOR EACH ROW EXECUTE FUNCTION sales.stamp()',
    { ...late, recordId: orders },
  );
  design.verbatim('comment on view', 'sales.open', "COMMENT ON VIEW sales.open IS 'Open ones'", late);
  design.verbatim('grant', 'sales.orders', 'GRANT SELECT ON sales.orders TO pg_monitor', late);
  design.verbatim('alter view', 'sales.open', 'ALTER VIEW sales.open OWNER TO postgres', late);
  return design;
}

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await database.pool.query(
    `DO $$ BEGIN IF to_regrole('postgres') IS NULL THEN CREATE ROLE postgres; END IF; END $$`,
  );
});
afterAll(() => database.drop());

/** Loads it in one transaction and gives the indexes that are there then; rolls back. */
async function indexesAfter(statements: readonly string[]): Promise<readonly string[]> {
  const client = await database.pool.connect();
  try {
    await client.query('BEGIN');
    for (const text of statements) await client.query(text);
    return (await indexesOf(client)).map((line) => /INDEX "?([^" ]+)/.exec(line)?.[1] ?? line);
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}

const exported = (options: Partial<ExportOptions>) => exportPostgresql(shop().state, options);
const idOf = (design: Design, name: string) =>
  design.state.ofKind('table').find(({ body }) => body.name === name)?.id ?? '';

describe('options of the export', () => {
  it('PG-60: one file for each table loads in the order of all.sql and makes the same', async () => {
    const { files, sql } = exported({ layout: 'per-table' });
    const texts = new Map(files.map((file) => [file.path, file.sql]));
    const included = [...(files[0]?.sql ?? '').matchAll(/^\\ir (.*)$/gm)].map(([, path]) => path ?? '');
    expect(included).toEqual(files.slice(1).map(({ path }) => path));
    expect(files.map(({ path }) => path)).toEqual([
      'all.sql',
      '00-schemas.sql',
      '10-types.sql',
      '20-functions.sql',
      'tables/public.customers.sql',
      'tables/public.log.sql',
      'tables/sales.Orders.sql',
      'tables/sales.orders-2.sql',
      '40-foreign-keys.sql',
      '50-views.sql',
      '60-triggers.sql',
      '70-owners.sql',
      '80-privileges.sql',
    ]);
    expect(texts.get('tables/public.log.sql')).toContain('log_rest PARTITION OF log');
    const whole = await indexesAfter([sql]);
    expect(whole.length).toBe(5);
    expect(await indexesAfter(included.map((path) => texts.get(path) ?? ''))).toEqual(whole);
  });

  it('PG-61: indexes that nothing needs are made concurrently, in a second file', async () => {
    const { files, sql } = exported({ indexes: 'concurrently' });
    const [main, second] = files;
    expect(files.map(({ path }) => path)).toEqual(['schema.sql', 'indexes.sql']);
    expect(main?.sql).toBe(sql);
    expect(await indexesAfter([sql])).toEqual(['customers_id', 'log_at', 'log_rest_at_idx']);
    const scratch = await createTestDatabase();
    try {
      await scratch.pool.query(sql);
      const statements = (second?.sql ?? '').split('\n').filter((line) => /^[A-Z]/.test(line));
      expect(statements).toEqual([
        'CREATE INDEX CONCURRENTLY customers_email ON customers (email);',
        "COMMENT ON INDEX customers_email IS 'For looking up';",
        'CREATE UNIQUE INDEX CONCURRENTLY other_code ON sales."Orders" (code);',
      ]);
      for (const text of statements) await scratch.pool.query(text);
    } finally {
      await scratch.drop();
    }
  });

  it('PG-62: comments, owners and privileges can be left out, and the heading says so', async () => {
    const { sql } = exported({ comments: false, owners: false, grants: false });
    expect(sql).not.toMatch(/COMMENT ON|OWNER TO|GRANT/);
    expect(sql).toMatch(/^-- Without comments, owners and privileges\.$/m);
    expect(sql).not.toContain('have to exist');
    const all = exported({}).sql;
    expect(all).toMatch(/^-- Roles that have to exist: pg_monitor, postgres\.$/m);
    expect(all.match(/COMMENT ON|OWNER TO|GRANT/g)?.sort()).toEqual([
      ...['COMMENT ON', 'COMMENT ON', 'COMMENT ON', 'GRANT', 'OWNER TO', 'OWNER TO'],
    ]);
    await indexesAfter([sql]);
    await indexesAfter([all]);
  });

  it('PG-7: IF NOT EXISTS only where it is asked for; then what is there already does no harm', async () => {
    expect(exported({}).sql).not.toContain('IF NOT EXISTS');
    const { sql } = exported({ ifNotExists: true });
    expect(sql).toContain('CREATE SCHEMA IF NOT EXISTS sales;');
    await indexesAfter([
      'CREATE SCHEMA sales; CREATE TABLE sales.orders (id bigint, customer_id bigint, at date)',
      'CREATE TABLE log_rest (at date)',
      'DROP TABLE log_rest',
      sql,
    ]);
  });

  it('PG-63: a schema brings all that is in it and what that needs; what leads outside is left out and reported', async () => {
    const design = shop();
    const [sales] = design.state.ofKind('namespace').filter(({ body }) => body.name === 'sales');
    const { sql, report } = exportPostgresql(design.state, { namespaces: [sales?.id ?? ''] });
    expect(report.map(({ message }) => message).sort()).toEqual([
      'The foreign key is left out: customers is not part of what was chosen.',
      'The view is left out: customers is not part of what was chosen.',
    ]);
    expect(sql).toMatch(/CREATE VIEW sales\.open/);
    expect(sql).toMatch(/GRANT SELECT ON sales\.orders/);
    expect(sql).not.toMatch(/customers/);
    await indexesAfter([sql]);
  });

  it('PG-63: chosen tables bring their types, sequences, triggers and functions, and partitions their table', async () => {
    const design = shop();
    const orders = exportPostgresql(design.state, { selection: [idOf(design, 'orders')] }).sql;
    for (const part of [
      'TYPE sales.status',
      'SEQUENCE sales.orders_id_seq',
      'FUNCTION sales.stamp',
      'TRIGGER stamped',
    ]) {
      expect(orders).toContain(`CREATE ${part}`);
    }
    expect(orders).not.toMatch(/log|VIEW|"Orders"/);
    await indexesAfter([orders]);
    const log = exportPostgresql(design.state, { selection: [idOf(design, 'log_rest')] });
    expect(log.report).toEqual([]);
    expect(await indexesAfter([log.sql])).toEqual(['log_at', 'log_rest_at_idx']);
  });
});
