import type { Cases } from './case.fixture';

export const keyCases: Cases = {
  'no-primary-key': {
    fires: 'CREATE TABLE notes (body text); CREATE TABLE marks (id bigint, at date)',
    finds: ['marks', 'notes'],
    silent: (design) => {
      const events = design.table('events', { id: 'bigint' });
      design.primaryKey(events, 'events_pkey', 'id');
      design.change(events, {
        partitionBy: {
          strategy: 'list',
          elements: design.columns(events, 'id').map((columnId) => ({ columnId })),
        },
      });
      const part = design.table('events_1');
      design.change(part, { partitionOf: { tableId: events, bound: 'FOR VALUES IN (1)' } });
    },
  },
  'nullable-primary-key': {
    fires: (design) => {
      const table = design.table('orders', { id: 'bigint' });
      design.primaryKey(table, 'orders_pkey', 'id');
    },
    finds: ['orders.id'],
    silent: 'CREATE TABLE orders (id bigint PRIMARY KEY)',
  },
  'nullable-unique': {
    fires: 'CREATE TABLE seats (id bigint PRIMARY KEY, hall int NOT NULL, seat int, UNIQUE (hall, seat))',
    finds: ['seats.seats_hall_seat_key'],
    silent: `CREATE TABLE seats (id bigint PRIMARY KEY, hall int NOT NULL, seat int, nick text UNIQUE,
      UNIQUE NULLS NOT DISTINCT (hall, seat))`,
  },
  'duplicate-key': {
    fires: 'CREATE TABLE t (a int, b int, PRIMARY KEY (a, b), CONSTRAINT again UNIQUE (b, a))',
    finds: ['t.again'],
    silent: 'CREATE TABLE t (a int, b int, PRIMARY KEY (a, b), UNIQUE (b))',
  },
  'duplicate-index': {
    fires: 'CREATE TABLE t (a int); CREATE INDEX one ON t (a); CREATE INDEX two ON t USING btree (a)',
    finds: ['t.two'],
    silent: 'CREATE TABLE t (a int); CREATE INDEX one ON t (a); CREATE INDEX two ON t (a) WHERE a > 0',
  },
  'redundant-index': {
    fires: `CREATE TABLE t (a int PRIMARY KEY, b int, c int);
      CREATE INDEX t_b ON t (b); CREATE INDEX t_bc ON t (b, c); CREATE INDEX t_a ON t (a)`,
    finds: ['t.t_a', 't.t_b'],
    silent: `CREATE TABLE t (a int PRIMARY KEY, b int, c int);
      CREATE INDEX t_c ON t (c); CREATE INDEX t_bc ON t (b, c); CREATE INDEX t_b ON t (b) WHERE c > 0`,
  },
  'unique-index': {
    fires: 'CREATE TABLE t (a int); CREATE UNIQUE INDEX t_a ON t (a)',
    finds: ['t.t_a'],
    silent: `CREATE TABLE t (a text); CREATE UNIQUE INDEX one ON t (lower(a));
      CREATE UNIQUE INDEX two ON t (a) WHERE a <> ''`,
  },
  'deferrable-key': {
    fires: 'CREATE TABLE t (a int PRIMARY KEY DEFERRABLE INITIALLY DEFERRED)',
    finds: ['t.t_pkey'],
    silent: 'CREATE TABLE t (a int PRIMARY KEY)',
  },
  'many-indexes': {
    fires: `CREATE TABLE t (a int PRIMARY KEY, b int);
      ${Array.from({ length: 10 }, (_, n) => `CREATE INDEX i${n} ON t (b, (a + ${n}))`).join(';')}`,
    finds: ['t'],
    silent: `CREATE TABLE t (a int PRIMARY KEY, b int);
      ${Array.from({ length: 9 }, (_, n) => `CREATE INDEX i${n} ON t (b, (a + ${n}))`).join(';')}`,
  },
  'index-on-boolean': {
    fires: 'CREATE TABLE t (done boolean); CREATE INDEX t_done ON t (done)',
    finds: ['t.t_done'],
    silent: `CREATE TABLE t (done boolean, at date); CREATE INDEX one ON t (done, at);
      CREATE INDEX two ON t (done) WHERE NOT done`,
  },
  'hash-index': {
    fires: 'CREATE TABLE t (a text); CREATE INDEX t_a ON t USING hash (a)',
    finds: ['t.t_a'],
    silent: 'CREATE TABLE t (a text); CREATE INDEX t_a ON t (a)',
  },
  'btree-on-document': {
    fires: 'CREATE TABLE t (a jsonb, b text[]); CREATE INDEX t_a ON t (a); CREATE INDEX t_b ON t (b DESC)',
    finds: ['t.t_a', 't.t_b'],
    silent:
      "CREATE TABLE t (a jsonb); CREATE INDEX one ON t USING gin (a); CREATE INDEX two ON t ((a->>'x'))",
  },
  'tsvector-without-index': {
    fires: 'CREATE TABLE t (search tsvector)',
    finds: ['t.search'],
    silent: 'CREATE TABLE t (search tsvector); CREATE INDEX t_search ON t USING gist (search)',
  },
};
