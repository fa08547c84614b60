import { describe, expect, it } from 'vitest';
import { Design } from '../../schema/design.fixture';
import { exportPostgresql } from './export-postgresql';

/** Two tables, one sequence, a foreign key and a comment, with ids from `firstId` on. */
function shop(firstId: number): Design {
  const design = new Design(firstId);
  const sales = design.namespace('sales');
  const status = design.add('enum', { namespaceId: sales, name: 'status', labels: ['open', 'paid'] });
  const customers = design.table('customers', {});
  design.column(customers, 'id', 'bigint', { nullable: false, identity: 'always' });
  design.column(customers, 'email', 'text', { nullable: false, comment: "The customer's" });
  design.primaryKey(customers, 'customers_pkey', 'id');
  design.add('unique', {
    tableId: customers,
    name: 'customers_email_key',
    columnIds: design.columns(customers, 'email'),
  });
  const orders = design.table('order', {}, sales);
  design.column(orders, 'id', 'uuid', {
    nullable: false,
    default: { kind: 'expression', text: 'gen_random_uuid()' },
  });
  design.column(orders, 'customer_id', 'bigint', { nullable: false });
  design.column(orders, 'status', 'sales.status', {
    typeId: status,
    nullable: false,
    default: { kind: 'literal', text: 'open' },
  });
  design.column(orders, 'total', 'numeric(10,2)', {
    nullable: false,
    default: { kind: 'literal', text: '0' },
  });
  design.column(orders, 'note', 'text');
  design.primaryKey(orders, 'order_pkey', 'id');
  design.check(orders, 'order_total_check', 'total >= 0');
  design.foreignKey('order_customer_id_fkey', [orders, 'customer_id'], [customers, 'id'], {
    onDelete: 'restrict',
  });
  design.add('index', {
    tableId: orders,
    name: 'order_open_idx',
    elements: [
      ...design.columns(orders, 'customer_id').map((columnId) => ({ columnId })),
      { expression: 'lower(note)' },
    ],
    predicate: "status = 'open'",
  });
  return design;
}

describe('exportPostgresql', () => {
  it('PG-2: reads like a script that a careful person wrote', () => {
    expect(exportPostgresql(shop(1).state).sql).toBe(`-- For PostgreSQL 18, into an empty database.

-- Schemas

CREATE SCHEMA sales;

-- Types

CREATE TYPE sales.status AS ENUM ('open', 'paid');

-- Tables

CREATE TABLE customers (
    id    bigint GENERATED ALWAYS AS IDENTITY,
    email text   NOT NULL,
    CONSTRAINT customers_pkey PRIMARY KEY (id),
    CONSTRAINT customers_email_key UNIQUE (email)
);
COMMENT ON COLUMN customers.email IS 'The customer''s';

CREATE TABLE sales."order" (
    id          uuid          NOT NULL DEFAULT gen_random_uuid(),
    customer_id bigint        NOT NULL,
    status      sales.status  NOT NULL DEFAULT 'open',
    total       numeric(10,2) NOT NULL DEFAULT 0,
    note        text,
    CONSTRAINT order_pkey PRIMARY KEY (id),
    CONSTRAINT order_total_check CHECK (total >= 0)
);
CREATE INDEX order_open_idx ON sales."order" (customer_id, lower(note)) WHERE status = 'open';

-- Foreign keys

ALTER TABLE sales."order"
    ADD CONSTRAINT order_customer_id_fkey
        FOREIGN KEY (customer_id) REFERENCES customers (id) ON DELETE RESTRICT;
`);
  });

  it('PG-2: does not depend on ids or on the order of the records', () => {
    const { sql } = exportPostgresql(shop(1).state);
    expect(exportPostgresql(shop(1).state).sql).toBe(sql);
    expect(exportPostgresql(shop(5_000).state).sql).toBe(sql);
  });

  it('PF-43: drops nothing', () => {
    expect(exportPostgresql(shop(1).state).sql).not.toMatch(/\bDROP\b/i);
  });

  it('PG-50: leaves out what an older version has not, and says so', () => {
    const design = new Design();
    const table = design.table('t', { a: 'integer', b: 'integer' });
    const [a = '', b = ''] = design.columns(table, 'a', 'b');
    design.add('unique', { tableId: table, name: 'u', columnIds: [a, b], nullsNotDistinct: true });
    design.foreignKey('f', [table, 'a', 'b'], [table, 'a', 'b'], {
      onDelete: 'set null',
      onDeleteColumnIds: [b],
    });
    design.column(table, 'c', 'integer', { generated: { expression: 'a + b', stored: false } });
    const newest = exportPostgresql(design.state);
    expect(newest.report).toEqual([]);
    expect(newest.sql).toContain('UNIQUE NULLS NOT DISTINCT (a, b)');
    expect(newest.sql).toContain('ON DELETE SET NULL (b)');
    expect(newest.sql).toContain('(a + b) VIRTUAL');
    const old = exportPostgresql(design.state, { version: 14 });
    expect(old.report.map(({ severity, name }) => [severity, name])).toEqual([
      ['warning', 't.c'],
      ['warning', 't.u'],
      ['warning', 't.f'],
    ]);
    expect(old.sql).toContain('UNIQUE (a, b)');
    expect(old.sql).toContain('ON DELETE SET NULL;');
    expect(old.sql).toContain('(a + b) STORED');
  });

  it('PF-27, PF-49: says what would fail', () => {
    const design = new Design();
    const table = design.table('t', { a: 'integer' });
    design.column(table, 'b', 'integer', { nullable: false });
    design.primaryKey(table, 't_pkey', 'b');
    design.foreignKey('loose', [table, 'b'], [table, 'a']);
    design.foreignKey('nulls', [table, 'b'], [table, 'b'], { onDelete: 'set null' });
    const { sql, report } = exportPostgresql(design.state);
    expect(sql).not.toContain('loose');
    expect(report.map(({ name, message }) => `${name}: ${message}`)).toEqual([
      't.loose: Left out: no primary key, unique constraint or unique index is on the columns that it refers to.',
      't.nulls: SET NULL will fail when it is needed: the column “b” is NOT NULL.',
    ]);
  });

  it('PG-51: an expression that would break out of its statement is left out, and said', () => {
    const design = new Design();
    const table = design.table('t', { a: 'integer' });
    for (const [at, text] of [
      "a > 'x",
      'a > 0); DROP TABLE t; --',
      '(a > 0',
      'a /* b',
      ') (',
      '"a',
    ].entries()) {
      design.check(table, `c${at}`, text);
      design.column(table, `d${at}`, 'integer', { default: { kind: 'expression', text } });
      design.column(table, `g${at}`, 'integer', { generated: { expression: text, stored: true } });
      design.add('index', { tableId: table, name: `i${at}`, elements: [{ expression: text }] });
      design.add('index', {
        tableId: table,
        name: `p${at}`,
        elements: [{ expression: 'a + 1' }],
        predicate: text,
      });
    }
    design.verbatim('view', 'v', "CREATE VIEW v AS SELECT 'x");
    const { sql, report } = exportPostgresql(design.state);
    expect(sql).not.toMatch(/CHECK|DEFAULT|GENERATED|INDEX|VIEW|DROP/);
    expect(report).toHaveLength(31);
  });
});
