import type { Cases } from './case.fixture';

const many = (count: number) => Array.from({ length: count }, (_, n) => `c${n} int`).join(', ');

const plurals = 'CREATE TABLE cats (id int); CREATE TABLE dogs (id int); CREATE TABLE birds (id int);';
const related = `CREATE TABLE hub (id int PRIMARY KEY, a int);
  ${['a', 'b', 'c', 'd'].map((name) => `CREATE TABLE ${name} (id int, hub_id int REFERENCES hub);`).join('')}`;

export const tableCases: Cases = {
  'empty-table': {
    fires: 'CREATE TABLE nothing ()',
    finds: ['nothing'],
    silent: 'CREATE TABLE something (a int)',
  },
  'unrelated-table': {
    fires: `${related} CREATE TABLE lonely (a int, b int);
      CREATE TABLE paid (id int, hub_id int) PARTITION BY RANGE (id);
      CREATE TABLE paid_low PARTITION OF paid FOR VALUES FROM (1) TO (9);
      ALTER TABLE paid_low ADD FOREIGN KEY (hub_id) REFERENCES hub`,
    finds: ['lonely'],
    silent: 'CREATE TABLE a (a int, b int); CREATE TABLE b (a int, b int)',
  },
  'wide-table': {
    fires: `CREATE TABLE t (${many(61)})`,
    finds: ['t'],
    silent: `CREATE TABLE t (${many(60)})`,
  },
  'missing-comment': {
    fires: `CREATE TABLE a (x int); CREATE TABLE b (x int); CREATE TABLE c (x int);
      COMMENT ON TABLE a IS 'One'; COMMENT ON TABLE b IS 'Two'`,
    finds: ['c'],
    silent: "CREATE TABLE a (x int); CREATE TABLE b (x int); COMMENT ON TABLE a IS 'One'",
  },
  'placeholder-name': {
    fires: 'CREATE TABLE new_table (id int, column_2 int, foo int)',
    finds: ['new_table', 'new_table.column_2', 'new_table.foo'],
    silent: 'CREATE TABLE entities (id int, test_result int, field_name text)',
  },
  'unlogged-table': {
    fires: (design) => {
      design.change(design.table('cache', { id: 'bigint' }), { unlogged: true });
    },
    finds: ['cache'],
    silent: 'CREATE TABLE cache (id bigint)',
  },
  'table-inheritance': {
    fires: (design) => {
      const cities = design.table('cities', { name: 'text' });
      design.change(design.table('capitals', { country: 'text' }), { inherits: [cities] });
    },
    finds: ['capitals'],
    silent: 'CREATE TABLE cities (name text)',
  },
  'partitioned-without-partitions': {
    fires: (design) => {
      const events = design.table('events', { id: 'bigint' });
      const [columnId = ''] = design.columns(events, 'id');
      design.change(events, { partitionBy: { strategy: 'hash', elements: [{ columnId }] } });
    },
    finds: ['events'],
    silent: (design) => {
      const events = design.table('events', { id: 'bigint' });
      const [columnId = ''] = design.columns(events, 'id');
      design.change(events, { partitionBy: { strategy: 'hash', elements: [{ columnId }] } });
      design.change(design.table('events_0'), { partitionOf: { tableId: events, bound: 'DEFAULT' } });
    },
  },
  'polymorphic-pair': {
    fires: 'CREATE TABLE comments (subject_type text, subject_id bigint)',
    finds: ['comments.subject_id'],
    silent: `CREATE TABLE subject (id bigint PRIMARY KEY);
      CREATE TABLE comments (subject_type text, subject_id bigint REFERENCES subject, blood_type text, kind_id int)`,
  },
  'eav-shape': {
    fires: 'CREATE TABLE properties (item_id int, attribute_name text, value text)',
    finds: ['properties'],
    silent: 'CREATE TABLE settings (key text PRIMARY KEY, value text)',
  },
  'plain-password': {
    fires: 'CREATE TABLE users (password text)',
    finds: ['users.password'],
    silent: 'CREATE TABLE users (password_hash text, encrypted_password text, password bytea)',
  },
  'reserved-word': {
    fires: 'CREATE TABLE "user" ("order" int)',
    finds: ['user', 'user.order'],
    silent: 'CREATE TABLE users (position int, value int, name text)',
  },
  'quoted-name': {
    fires: 'CREATE TABLE "orderItems" ("unitPrice" numeric CHECK ("unitPrice" > 0), "unit count" int)',
    finds: ['orderItems', 'orderItems.unit count', 'orderItems.unitPrice'],
    silent: 'CREATE TABLE order_items (unit_price numeric, größe int, "order" int)',
  },
  'mixed-naming-styles': {
    fires: 'CREATE TABLE t (first_name text, last_name text, home_town text, zip_code text, "birthDay" date)',
    finds: ['t.birthDay'],
    silent: 'CREATE TABLE t (first_name text, last_name text, "birthDay" date, "deathDay" date)',
  },
  'names-differ-by-case': {
    fires: 'CREATE TABLE t (a int, "A" int); CREATE TABLE "T" (b int)',
    finds: ['t', 't.A'],
    silent: 'CREATE SCHEMA s; CREATE TABLE t (a int); CREATE TABLE s."T" (a int)',
  },
  'plural-singular-mix': {
    fires: `${plurals} CREATE TABLE fish_tanks (id int); CREATE TABLE roofs (id int); CREATE TABLE lamps (id int);
      CREATE TABLE chairs (id int); CREATE TABLE horse (id int)`,
    finds: ['horse'],
    silent: `${plurals} CREATE TABLE address (id int); CREATE TABLE status (id int); CREATE TABLE news (id int);
      CREATE TABLE series (id int); CREATE TABLE horses (id int)`,
  },
  'repeated-table-name': {
    fires: 'CREATE TABLE customer (id int, customer_name text, customer_mail text, customer_phone text)',
    finds: ['customer'],
    silent: 'CREATE TABLE customer (customer_id int PRIMARY KEY, customer_number text, name text, mail text)',
  },
  'row-security-without-policy': {
    fires: 'CREATE TABLE t (a int); ALTER TABLE t ENABLE ROW LEVEL SECURITY',
    finds: ['t'],
    silent: `CREATE TABLE t (a int); ALTER TABLE t ENABLE ROW LEVEL SECURITY;
      CREATE POLICY own ON t USING (a > 0)`,
  },
  'policy-without-row-security': {
    fires: 'CREATE TABLE t (a int); CREATE POLICY own ON t USING (a > 0)',
    finds: ['t'],
    silent: `CREATE TABLE t (a int); ALTER TABLE t ENABLE ROW LEVEL SECURITY;
      CREATE POLICY own ON public.t USING (a > 0)`,
  },
  'grant-to-public': {
    fires: 'GRANT ALL ON SCHEMA public TO PUBLIC',
    finds: ['public'],
    silent:
      'CREATE ROLE reader; CREATE TABLE t (a int); GRANT USAGE ON SCHEMA public TO PUBLIC; GRANT SELECT ON t TO reader',
  },
  'security-definer-search-path': {
    fires: "CREATE FUNCTION f() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'",
    finds: ['f'],
    silent: `CREATE FUNCTION f() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = '' AS 'SELECT 1';
      CREATE FUNCTION g() RETURNS int LANGUAGE sql AS 'SELECT 1'`,
  },
};
