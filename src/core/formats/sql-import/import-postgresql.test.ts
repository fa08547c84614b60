import { describe, expect, it } from 'vitest';
import { MemoryState } from '../../schema/memory-state';
import { scopes } from '../../schema/names';
import { must } from '../../std/assert';
import { importPostgresql } from './import-postgresql';
import { countingIds, outlineOf } from './outline.fixture';

async function imported(sql: string) {
  const result = await importPostgresql(sql, { mintId: countingIds() });
  return must(result.ok ? result.value : null, 'an import');
}

/** One line a record, without the line of the namespace public. */
async function outline(sql: string): Promise<string> {
  return outlineOf(await imported(sql)).replace(/^schema public\n/, '');
}

async function problem(sql: string) {
  const result = await importPostgresql(sql, { mintId: countingIds() });
  return must(result.ok ? null : result.problem, 'a problem');
}

describe('peers fail on these', () => {
  it('PF-51: character varying(40) is a type with a length', async () => {
    expect(await outline('CREATE TABLE t (a character varying(40))')).toContain(
      'a type="character varying(40)"',
    );
  });

  it('PF-52: a string default with a cast keeps value and length', async () => {
    const text = await outline(
      "CREATE TABLE t (a character varying(50) DEFAULT 'O''Brien'::character varying)",
    );
    expect(text).toContain(
      `type="character varying(50)" nullable=true default={"kind":"literal","text":"O'Brien"}`,
    );
  });

  it('PF-53: an enum default is the label', async () => {
    const text = await outline(
      "CREATE SCHEMA app; CREATE TYPE app.s AS ENUM ('new'); CREATE TABLE t (a app.s DEFAULT 'new'::app.s)",
    );
    expect(text).toContain(
      'a type="app.s" nullable=true typeId="app.s" default={"kind":"literal","text":"new"}',
    );
  });

  it('PF-54: a time zone and a precision stay', async () => {
    const text = await outline(
      'CREATE TABLE t (a timestamp(3) with time zone, b TIMESTAMP(3), c timestamptz)',
    );
    expect(text).toContain('a type="timestamp(3) with time zone"');
    expect(text).toContain('b type="timestamp(3) without time zone"');
    expect(text).toContain('c type="timestamp with time zone"');
  });

  it('PF-55: a partial unique index is one', async () => {
    const text = await outline('CREATE TABLE t (a int); CREATE UNIQUE INDEX u ON t (a) WHERE a > 0');
    expect(text).toContain('index u elements=[{"columnId":"a"}] unique=true predicate="a > 0" mentions=a');
  });

  it('PF-56: INCLUDE, order, collation, generated columns and views are there', async () => {
    const text = await outline(
      'CREATE TABLE t (a text COLLATE "C", b int, g int GENERATED ALWAYS AS (b * 2) STORED);' +
        'CREATE INDEX i ON t (b DESC NULLS LAST) INCLUDE (a); CREATE VIEW v AS SELECT 1',
    );
    expect(text).toContain('a type="text" nullable=true collation="\\"C\\""');
    expect(text).toContain('generated={"expression":"b * 2","stored":true} mentions=b');
    expect(text).toContain(
      'index i elements=[{"columnId":"b","direction":"desc","nulls":"last"}] include=["a"]',
    );
    expect(text).toContain('text after constraints: view v | CREATE VIEW v AS SELECT 1');
  });

  it('PF-57: a column of a domain names it once', async () => {
    const text = await outline(
      'CREATE SCHEMA app; CREATE DOMAIN app.email AS text; CREATE TABLE t (a app.email)',
    );
    expect(text).toContain('a type="app.email" nullable=true typeId="app.email"');
  });

  it('PF-58: a quote in a label is one character', async () => {
    expect(await outline("CREATE TYPE s AS ENUM ('it''s done')")).toContain(`labels=["it's done"]`);
  });

  it('PF-59: PRIMARY KEY (b, a) is (b, a)', async () => {
    expect(await outline('CREATE TABLE t (a int, b int, PRIMARY KEY (b, a))')).toContain(
      't_pkey columnIds=["b","a"]',
    );
  });

  it('PF-60: keys that come as ALTER TABLE ONLY arrive', async () => {
    const text = await outline(
      'CREATE TABLE public.t (a int, b int); ALTER TABLE ONLY public.t ADD CONSTRAINT p PRIMARY KEY (a); ALTER TABLE ONLY t ADD CONSTRAINT u UNIQUE (b)',
    );
    expect(text).toContain('primary-key p columnIds=["a"]');
    expect(text).toContain('unique u columnIds=["b"]');
    expect(text).toContain('a type="integer" nullable=false');
  });

  it('PF-61: a foreign key may come long after both tables', async () => {
    const text = await outline(
      'CREATE TABLE a (b_id int); CREATE TABLE b (id int PRIMARY KEY); ALTER TABLE a ADD FOREIGN KEY (b_id) REFERENCES b ON DELETE SET NULL',
    );
    expect(text).toContain(
      'foreign-key a_b_id_fkey columnIds=["b_id"] referencedTableId="public.b" referencedColumnIds=["id"] onDelete="set null"',
    );
  });

  it('PF-62: identity may come by ALTER COLUMN', async () => {
    const text = await outline(
      'CREATE TABLE t (id int NOT NULL); ALTER TABLE t ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (START WITH 5)',
    );
    expect(text).toContain('identity="always" identityOptions={"start":"5"}');
  });

  it('PF-63, PF-73: table checks and composite deferrable self references', async () => {
    const text = await outline(
      'CREATE TABLE t (a int, b int, c int, d int, PRIMARY KEY (a, b), CONSTRAINT k CHECK (a < b),' +
        'CONSTRAINT s FOREIGN KEY (c, d) REFERENCES t DEFERRABLE INITIALLY DEFERRED)',
    );
    expect(text).toContain('check k expression="a < b" mentions=a,b');
    expect(text).toContain('referencedColumnIds=["a","b"] deferrable=true initiallyDeferred=true');
  });

  it('PF-66: arrays and types nobody knows', async () => {
    const text = await outline(
      'CREATE TABLE t (a text[], b int[3][3], c geometry(Point,4326), d "My Type"[])',
    );
    expect(text).toContain('a type="text[]"');
    expect(text).toContain('b type="integer[]"');
    expect(text).toContain('c type="geometry(Point,4326)"');
    expect(text).toContain('d type="\\"My Type\\"[]"');
  });

  it('PF-67: one table name in two schemas is two tables', async () => {
    const { counts } = await imported(
      'CREATE SCHEMA a; CREATE SCHEMA b; CREATE TABLE a.t (x int); CREATE TABLE b.t (y int)',
    );
    expect(counts.tables).toBe(2);
  });

  it('PF-68: an index on an expression', async () => {
    expect(await outline('CREATE TABLE t (a text); CREATE INDEX ON t (lower(a))')).toContain(
      'index t_lower_idx elements=[{"expression":"lower(a)"}]',
    );
  });

  it('PF-69: one statement that the model lacks does not refuse the file', async () => {
    const result = await imported(
      'CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t; CREATE STATISTICS s ON a, (a + 1) FROM t;',
    );
    expect(result.counts).toMatchObject({ tables: 1, verbatim: 2 });
    expect(result.ledger).toHaveLength(2);
  });

  it('PF-70: thousands of lines', async () => {
    const tables = Array.from(
      { length: 1_500 },
      (_, n) =>
        `CREATE TABLE t${n} (\n  id int PRIMARY KEY,\n  other int REFERENCES t${Math.max(0, n - 1)}\n);`,
    );
    expect((await imported(tables.join('\n'))).counts).toMatchObject({ tables: 1_500, foreignKeys: 1_500 });
  });

  it('PF-71: casts in defaults and regular expressions in checks', async () => {
    const text = await outline(
      "CREATE TABLE t (a text DEFAULT ('x'::text || 'y'), CHECK (a ~ '^[a-z]+$'::text))",
    );
    expect(text).toContain('"kind":"expression","text":"(\'x\'::text || \'y\')"');
    expect(text).toContain(`check t_a_check expression="a ~ '^[a-z]+$'::text" mentions=a`);
  });

  it('PF-74: 2,700 partitions of 38 tables', async () => {
    const parents = Array.from(
      { length: 38 },
      (_, n) =>
        `CREATE TABLE p${n} (a int PRIMARY KEY, b text) PARTITION BY RANGE (a); CREATE INDEX ON p${n} (b);`,
    );
    const parts = Array.from(
      { length: 2_700 },
      (_, n) => `CREATE TABLE p${n % 38}_${n} PARTITION OF p${n % 38} FOR VALUES FROM (${n}) TO (${n + 1});`,
    );
    const { counts } = await imported([...parents, ...parts].join('\n'));
    expect(counts).toMatchObject({ tables: 2_738, partitions: 2_700, columns: 76, indexes: 38, verbatim: 0 });
  });
});

describe('IMP-3: a syntax error refuses the whole script and says where', () => {
  it.each([
    ['plain', 'CREATE TABLE a (id int);\nCREATE TABLE b (\n  id int,,\n);', 3, 10],
    ['after COPY data and meta-commands', '\\c x\nCOPY t FROM stdin;\n1\n\\.\nSELEC 1;', 5, 1],
    ['after characters of several bytes', "CREATE VIEW v AS SELECT 'äöü😀', 'é' from from x;", 1, 42],
    ['in a later statement on one line', 'SELECT 1; SELECT (;', 1, 19],
    ['a string that never ends', "SELECT 1;\n SELECT 'abc", 2, 9],
  ])('%s', async (_name, sql, line, column) => {
    expect(await problem(sql)).toMatchObject({ code: 'syntax-error', line, column });
  });

  it.each([
    ['CREATE TABLE `t` (`id` int AUTO_INCREMENT) ENGINE=InnoDB;', 'MySQL'],
    ['CREATE TABLE [dbo].[t] ([id] INT IDENTITY(1,1));\nGO\n', 'SQL Server'],
    ['CREATE VIEW v AS SELECT :name FROM t;', 'psql variables'],
  ])('%s says %s', async (sql, hint) => {
    expect((await problem(sql)).detail).toContain(hint);
  });

  it('refuses a NUL character by its place', async () => {
    expect(await problem('SELECT 1;\n\0')).toMatchObject({ code: 'syntax-error', line: 2, column: 1 });
  });

  it.each([
    ['five million parentheses', '('.repeat(5_000_000)],
    ['a deep expression', `SELECT 1${'+1'.repeat(100_000)}`],
    [
      'a deep expression in a default',
      `CREATE TABLE t (a int DEFAULT ${'('.repeat(20_000)}1${')'.repeat(20_000)})`,
    ],
    ['a million quotes', "'".repeat(1_000_001)],
    ['a comment that never ends', `/* ${'/*'.repeat(500_000)}`],
  ])(
    '%s is a problem, not a crash',
    async (_name, sql) => {
      const result = await importPostgresql(sql, { mintId: countingIds() });
      expect(result.ok ? result.value.records.length : result.problem.code).toBe(
        result.ok ? 1 : 'syntax-error',
      );
    },
    30_000,
  );
});

describe('IMP-4: the project’s own namespaces are used', () => {
  it('brings no second public', async () => {
    const existing = MemoryState.from([
      {
        id: 'f0000000-0000-4000-8000-000000000001',
        kind: 'namespace',
        version: 3,
        parentId: null,
        body: { name: 'public' },
      },
    ]);
    const result = await importPostgresql("CREATE TABLE t (a int); COMMENT ON SCHEMA public IS 'ours'", {
      mintId: countingIds(),
      existing,
    });
    const { records, counts } = must(result.ok ? result.value : null, 'import');
    expect(counts.namespaces).toBe(0);
    const table = records.find((record) => record.kind === 'table');
    expect(table?.body.namespaceId).toBe(existing.holder(scopes.namespaces, 'public'));
    // The project's own namespace is not the import's to change.
    expect(
      records.some((record) => record.kind === 'verbatim' && record.body.tag === 'comment on schema'),
    ).toBe(true);
  });
});

describe('IMP-4: namespaces that the script takes for granted', () => {
  it.each(['CREATE TABLE app.t (a int)', 'SET search_path = app; CREATE TABLE t (a int)'])(
    '%s',
    async (sql) => {
      const existing = MemoryState.from([
        {
          id: 'f0000000-0000-4000-8000-000000000002',
          kind: 'namespace',
          version: 1,
          parentId: null,
          body: { name: 'app' },
        },
      ]);
      const result = await importPostgresql(sql, { mintId: countingIds(), existing });
      const { records, diagnostics } = must(result.ok ? result.value : null, 'import');
      const table = records.find((record) => record.kind === 'table');
      expect(table?.body.namespaceId).toBe(existing.holder(scopes.namespaces, 'app'));
      expect(records.some((record) => record.kind === 'namespace' && record.body.name === 'app')).toBe(false);
      expect(diagnostics.map(({ code }) => code)).not.toContain('namespace-added');
    },
  );
});

describe('IMP-7: what cannot be known from the text is said', () => {
  it('no tables', async () => {
    expect(await outline("DO $$ BEGIN EXECUTE 'CREATE TABLE t ()'; END $$")).toContain('warning no-tables');
  });

  it('data is counted', async () => {
    const { ledger } = await imported(`CREATE TABLE t (a int);${'INSERT INTO t VALUES (1);'.repeat(1_234)}`);
    expect(ledger).toEqual([
      { kind: 'data', name: 'INSERT', reason: '1,234 statements skipped: data is not part of a design' },
    ]);
  });
});
