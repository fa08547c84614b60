import type { Cases } from './case.fixture';

const parent = 'CREATE TABLE parent (id bigint PRIMARY KEY, code text UNIQUE);';

export const foreignKeyCases: Cases = {
  'foreign-key-without-index': {
    fires: `${parent} CREATE TABLE child (other int, parent_id bigint REFERENCES parent);
      CREATE INDEX ON child (other, parent_id); CREATE INDEX ON child (parent_id) WHERE other > 0`,
    finds: ['child.child_parent_id_fkey'],
    silent: `${parent} CREATE TABLE child (parent_id bigint REFERENCES parent, b bigint REFERENCES parent,
        c bigint REFERENCES parent, d bigint PRIMARY KEY REFERENCES parent);
      CREATE INDEX ON child (parent_id, d); CREATE INDEX ON child USING hash (b);
      CREATE INDEX ON child (c) WHERE c IS NOT NULL`,
  },
  'foreign-key-type-mismatch': {
    fires: `${parent} CREATE TABLE child (parent_id int REFERENCES parent)`,
    finds: ['child.child_parent_id_fkey'],
    silent: `${parent} CREATE TABLE child (parent_id bigint REFERENCES parent, code varchar(9) REFERENCES parent (code))`,
  },
  'set-null-on-not-null': {
    fires: `${parent} CREATE TABLE child (parent_id bigint NOT NULL REFERENCES parent ON DELETE SET NULL);
      CREATE TABLE part (parent_id bigint PRIMARY KEY REFERENCES parent ON UPDATE SET NULL)`,
    finds: ['child.child_parent_id_fkey', 'part.part_parent_id_fkey'],
    silent: `CREATE TABLE parent (a int, b int, PRIMARY KEY (a, b));
      CREATE TABLE child (a int NOT NULL, b int, FOREIGN KEY (a, b) REFERENCES parent ON DELETE SET NULL (b))`,
  },
  'set-default-without-default': {
    fires: `${parent} CREATE TABLE child (parent_id bigint NOT NULL REFERENCES parent ON DELETE SET DEFAULT)`,
    finds: ['child.child_parent_id_fkey'],
    silent: `${parent} CREATE TABLE child (parent_id bigint NOT NULL DEFAULT 1 REFERENCES parent ON DELETE SET DEFAULT)`,
  },
  'duplicate-foreign-key': {
    fires: `${parent} CREATE TABLE child (parent_id bigint REFERENCES parent,
      CONSTRAINT again FOREIGN KEY (parent_id) REFERENCES parent)`,
    finds: ['child.again'],
    silent: `${parent} CREATE TABLE child (one bigint REFERENCES parent, two bigint REFERENCES parent)`,
  },
  'foreign-key-to-unique': {
    fires: `${parent} CREATE TABLE child (code text REFERENCES parent (code))`,
    finds: ['child.child_code_fkey'],
    silent: `CREATE TABLE parent (id int PRIMARY KEY, tenant int, UNIQUE (tenant, id));
      CREATE TABLE child (tenant int, p int, FOREIGN KEY (tenant, p) REFERENCES parent (tenant, id));
      CREATE TABLE other (id int UNIQUE); CREATE TABLE its (o int REFERENCES other (id))`,
  },
  'missing-foreign-key': {
    fires: 'CREATE TABLE companies (id bigint PRIMARY KEY); CREATE TABLE offers (company_id bigint)',
    finds: ['offers.company_id'],
    silent: `CREATE TABLE companies (id bigint PRIMARY KEY); CREATE TABLE a (company_id text);
      CREATE TABLE b (company_id bigint REFERENCES companies); CREATE TABLE c (company_id bigint, company_type text)`,
  },
  'cyclic-foreign-keys': {
    fires: `CREATE TABLE a (id int PRIMARY KEY, b_id int NOT NULL); CREATE TABLE b (id int PRIMARY KEY,
      a_id int NOT NULL REFERENCES a); ALTER TABLE a ADD CONSTRAINT a_b FOREIGN KEY (b_id) REFERENCES b`,
    finds: ['b.b_a_id_fkey'],
    silent: `CREATE TABLE a (id int PRIMARY KEY, b_id int); CREATE TABLE b (id int PRIMARY KEY,
      a_id int NOT NULL REFERENCES a); ALTER TABLE a ADD CONSTRAINT a_b FOREIGN KEY (b_id) REFERENCES b`,
  },
  'self-reference-not-null': {
    fires: 'CREATE TABLE nodes (id int PRIMARY KEY, parent_id int NOT NULL REFERENCES nodes)',
    finds: ['nodes.nodes_parent_id_fkey'],
    silent: 'CREATE TABLE nodes (id int PRIMARY KEY, parent_id int REFERENCES nodes)',
  },
  'cascade-cycle': {
    fires: `CREATE TABLE a (id int PRIMARY KEY, b_id int); CREATE TABLE b (id int PRIMARY KEY,
      a_id int REFERENCES a ON DELETE CASCADE);
      ALTER TABLE a ADD CONSTRAINT a_b FOREIGN KEY (b_id) REFERENCES b ON DELETE CASCADE`,
    finds: ['b.b_a_id_fkey'],
    silent: `CREATE TABLE a (id int PRIMARY KEY, up int REFERENCES a ON DELETE CASCADE);
      CREATE TABLE b (id int PRIMARY KEY, a_id int REFERENCES a ON DELETE CASCADE)`,
  },
  'partly-null-foreign-key': {
    fires: `CREATE TABLE parent (a int, b int, PRIMARY KEY (a, b));
      CREATE TABLE child (a int, b int, FOREIGN KEY (a, b) REFERENCES parent)`,
    finds: ['child.child_a_b_fkey'],
    silent: `CREATE TABLE parent (a int, b int, PRIMARY KEY (a, b));
      CREATE TABLE child (a int NOT NULL, b int, FOREIGN KEY (a, b) REFERENCES parent);
      CREATE TABLE full_one (a int, b int, FOREIGN KEY (a, b) REFERENCES parent MATCH FULL)`,
  },
  'permanent-references-unlogged': {
    fires: (design) => {
      const cache = design.table('cache', { id: 'bigint' });
      design.primaryKey(cache, 'cache_pkey', 'id');
      design.change(cache, { unlogged: true });
      design.foreignKey(
        'hits_cache_fkey',
        [design.table('hits', { cache_id: 'bigint' }), 'cache_id'],
        [cache, 'id'],
      );
    },
    finds: ['hits.hits_cache_fkey'],
    silent: (design) => {
      const cache = design.table('cache', { id: 'bigint' });
      design.primaryKey(cache, 'cache_pkey', 'id');
      const hits = design.table('hits', { cache_id: 'bigint' });
      for (const table of [cache, hits]) design.change(table, { unlogged: true });
      design.foreignKey('hits_cache_fkey', [hits, 'cache_id'], [cache, 'id']);
    },
  },
  'not-valid-constraint': {
    fires: `${parent} CREATE TABLE child (parent_id bigint);
      ALTER TABLE child ADD CONSTRAINT up FOREIGN KEY (parent_id) REFERENCES parent NOT VALID;
      ALTER TABLE child ADD CONSTRAINT positive CHECK (parent_id > 0) NOT VALID`,
    finds: ['child.positive', 'child.up'],
    silent: `${parent} CREATE TABLE child (parent_id bigint REFERENCES parent CHECK (parent_id > 0))`,
  },
  'not-enforced-constraint': {
    fires: (design) => {
      const table = design.table('orders', { total: 'integer' });
      design.check(table, 'positive', 'total > 0', { notEnforced: true });
    },
    finds: ['orders.positive'],
    silent: 'CREATE TABLE orders (total int CHECK (total > 0))',
  },
  'check-always-true': {
    fires: 'CREATE TABLE t (a int, CONSTRAINT one CHECK (true), CONSTRAINT two CHECK ((1 = 1)))',
    finds: ['t.one', 't.two'],
    silent: 'CREATE TABLE t (a int CHECK (a = 1), b boolean CHECK (b = true))',
  },
  'check-compares-null': {
    fires: 'CREATE TABLE t (a int, CONSTRAINT wrong CHECK (a > 0 OR a = NULL))',
    finds: ['t.wrong'],
    silent: `CREATE TABLE t (a text CHECK (a IS NOT NULL), b text CHECK (b <> 'null'))`,
  },
};
