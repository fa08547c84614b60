import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestDatabase } from '../../../../test/pg/database';
import { createTestDatabase } from '../../../../test/pg/database';
import { Design } from '../../schema/design.fixture';
import { columnsOf, constraintsOf, indexesOf, loaded } from './database.fixture';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const load = <Answer>(design: Design, ask: Parameters<typeof loaded<Answer>>[2]) =>
  loaded(database.pool, design.state, ask);

describe('keys and checks in the export', () => {
  it('PF-25, PF-26, PF-29, PF-30, PF-31, PF-40: foreign keys keep columns, actions and names, cycles included', async () => {
    const design = new Design();
    const long = 'a_name_of_a_foreign_key_that_is_exactly_as_long_as_one_may_be_63';
    const name = long.slice(0, 63);
    const a = design.table('a', { x: 'integer', y: 'integer', b_x: 'integer', b_y: 'integer' });
    const b = design.table('b', { x: 'integer', y: 'integer', a_x: 'integer', a_y: 'integer' });
    design.primaryKey(a, 'a_pkey', 'y', 'x');
    design.add('unique', { tableId: b, name: 'b_key', columnIds: design.columns(b, 'x', 'y') });
    design.foreignKey(name, [a, 'b_x', 'b_y'], [b, 'x', 'y'], { onDelete: 'cascade', onUpdate: 'restrict' });
    design.foreignKey('second', [a, 'b_x', 'b_y'], [b, 'x', 'y'], { match: 'full', deferrable: true });
    design.foreignKey('back', [b, 'a_x', 'a_y'], [a, 'x', 'y'], {
      onDelete: 'set null',
      onDeleteColumnIds: design.columns(b, 'a_y'),
      deferrable: true,
      initiallyDeferred: true,
    });
    design.foreignKey('self', [b, 'a_x', 'a_y'], [b, 'x', 'y'], { onDelete: 'set default', notValid: true });
    await load(design, async (client) => {
      expect(await constraintsOf(client)).toEqual([
        `${name}: FOREIGN KEY (b_x, b_y) REFERENCES b(x, y) ON UPDATE RESTRICT ON DELETE CASCADE`,
        'a_pkey: PRIMARY KEY (y, x)',
        'second: FOREIGN KEY (b_x, b_y) REFERENCES b(x, y) MATCH FULL DEFERRABLE',
        'b_key: UNIQUE (x, y)',
        'back: FOREIGN KEY (a_x, a_y) REFERENCES a(x, y) ON DELETE SET NULL (a_y) DEFERRABLE INITIALLY DEFERRED',
        'self: FOREIGN KEY (a_x, a_y) REFERENCES b(x, y) ON DELETE SET DEFAULT NOT VALID',
      ]);
    });
  });

  it('PF-28, PF-39: a foreign key to a unique index, and to a table that comes later by name', async () => {
    const design = new Design();
    const parent = design.table('z_parent', { code: 'text' });
    const child = design.table('a_child', { parent_code: 'character varying(5)' });
    design.add('index', {
      tableId: parent,
      name: 'z_parent_code',
      unique: true,
      elements: design.columns(parent, 'code').map((columnId) => ({ columnId })),
    });
    design.foreignKey('a_child_fkey', [child, 'parent_code'], [parent, 'code']);
    await load(design, async (client) => {
      expect(await constraintsOf(client)).toEqual([
        'a_child_fkey: FOREIGN KEY (parent_code) REFERENCES z_parent(code)',
      ]);
    });
  });

  it('PF-44, PF-45: unique constraints and checks stay what they are, each under its name', async () => {
    const design = new Design();
    const table = design.table('t', { a: 'integer', Total: 'integer', c: 'integer' });
    const [a = '', total = '', c = ''] = design.columns(table, 'a', 'Total', 'c');
    design.add('unique', {
      tableId: table,
      name: 'Key',
      columnIds: [a, total],
      include: [c],
      nullsNotDistinct: true,
    });
    design.add('unique', {
      tableId: table,
      name: 'later',
      columnIds: [c],
      deferrable: true,
      initiallyDeferred: true,
    });
    design.check(table, 'first', '"Total" > 0');
    design.check(table, 'second', '("Total" < 10) -- ten', { noInherit: true });
    design.check(table, 'third', 't.a <> 3 or a is null', { notValid: true });
    design.change(total, { name: 'Sum of all' });
    design.change(table, { name: 'renamed' });
    await load(design, async (client) => {
      expect(await constraintsOf(client)).toEqual([
        'Key: UNIQUE NULLS NOT DISTINCT (a, "Sum of all") INCLUDE (c)',
        'first: CHECK (("Sum of all" > 0))',
        'later: UNIQUE (c) DEFERRABLE INITIALLY DEFERRED',
        'second: CHECK (("Sum of all" < 10)) NO INHERIT',
        'third: CHECK (((a <> 3) OR (a IS NULL))) NOT VALID',
      ]);
    });
  });

  it('PG-40: generated columns follow the names of their columns', async () => {
    const design = new Design();
    const table = design.table('t', { first: 'text', last: 'text' });
    const expression = "first || ' ' || last";
    design.column(table, 'name', 'text', {
      generated: { expression, stored: true },
      columnRefs: design.refs(table, expression),
    });
    design.column(table, 'short', 'text', {
      generated: { expression: 'left(first, 1)', stored: false },
      columnRefs: design.refs(table, 'first'),
    });
    const [first = ''] = design.columns(table, 'first');
    design.change(first, { name: 'First' });
    await load(design, async (client) => {
      const columns = await columnsOf(client, 't');
      expect(columns.slice(2).map(({ generated, default: stored }) => [generated, stored])).toEqual([
        ['s', `(("First" || ' '::text) || last)`],
        ['v', '"left"("First", 1)'],
      ]);
    });
  });
});

describe('indexes in the export', () => {
  it('PF-32, PF-33, PF-34: indexes keep every part of them and names of any letters', async () => {
    const design = new Design();
    const app = design.namespace('app');
    const table = design.table('t', { a: 'text', B: 'text', c: 'jsonb' });
    const other = design.table('t', { a: 'integer' }, app);
    const [a = '', b = '', c = ''] = design.columns(table, 'a', 'B', 'c');
    design.add('index', {
      tableId: table,
      name: '索引一',
      unique: true,
      nullsNotDistinct: true,
      elements: [
        { columnId: a, direction: 'desc', nulls: 'last', collation: '"C"', opclass: 'text_pattern_ops' },
        { expression: 'lower("B")' },
        { expression: 'a || "B"', direction: 'desc' },
      ],
      include: [b],
      predicate: '"B" is not null -- not null',
      storage: 'fillfactor=70',
      columnRefs: design.refs(table, 'lower("B") || a'),
    });
    design.add('index', {
      tableId: table,
      name: '索引二',
      method: 'gin',
      elements: [{ columnId: c, opclass: 'jsonb_path_ops' }],
    });
    design.add('index', {
      tableId: other,
      name: '索引二',
      elements: design.columns(other, 'a').map((columnId) => ({ columnId })),
    });
    design.change(b, { name: 'b' });
    await load(design, async (client) => {
      expect(await indexesOf(client)).toEqual([
        `CREATE UNIQUE INDEX "索引一" ON public.t USING btree (a COLLATE "C" text_pattern_ops DESC NULLS LAST, lower(b), ((a || b)) DESC) INCLUDE (b) NULLS NOT DISTINCT WITH (fillfactor='70') WHERE (b IS NOT NULL)`,
        'CREATE INDEX "索引二" ON app.t USING btree (a)',
        'CREATE INDEX "索引二" ON public.t USING gin (c jsonb_path_ops)',
      ]);
    });
  });
});

describe('the script', () => {
  it('PF-35, PF-36: names of any kind arrive as they are', async () => {
    const names = [
      'order',
      'user',
      'Total',
      'a"b',
      "it's",
      '索引',
      'x y',
      '--',
      '/*',
      '$$',
      'a;b',
      'null',
      'table',
      'pg_class',
    ];
    const design = new Design();
    for (const name of names) {
      const table = design.table(name, Object.fromEntries(names.map((column) => [column, 'integer'])));
      design.primaryKey(table, `${name} pkey`, ...names);
      design.foreignKey(`${name} fkey`, [table, ...names], [table, ...names]);
    }
    await load(design, async (client) => {
      const { rows } = await client.query<{ name: string; columns: string[] }>(
        `SELECT relname AS name, array_agg(attname::text ORDER BY attnum) AS columns FROM pg_class
           JOIN pg_attribute ON attrelid = pg_class.oid AND attnum > 0
          WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace GROUP BY relname`,
      );
      expect(rows.map(({ name }) => name).sort()).toEqual([...names].sort());
      for (const { columns } of rows) expect(columns).toEqual(names);
    });
  });

  it('PF-46: comments keep quotes and line breaks, on everything that can have one', async () => {
    const design = new Design();
    const comment = "it's\nthe \\ name";
    const table = design.table('T');
    design.change(table, { comment });
    design.column(table, 'A', 'integer', { comment });
    design.add('enum', { namespaceId: design.public, name: 'E', labels: [], comment });
    design.add('sequence', { namespaceId: design.public, name: 'S', comment });
    design.add('primary-key', { tableId: table, name: 'K', columnIds: design.columns(table, 'A'), comment });
    design.check(table, 'C', '"A" > 0', { comment });
    design.add('index', { tableId: table, name: 'I', elements: [{ expression: '"A" + 1' }], comment });
    design.add('namespace', { name: 'N', comment });
    design.foreignKey('F', [table, 'A'], [table, 'A'], { comment });
    await load(design, async (client) => {
      const { rows } = await client.query<{ class: string }>(
        `SELECT classoid::regclass::text AS class FROM pg_description WHERE description = $1 ORDER BY 1`,
        [comment],
      );
      expect(rows.map((row) => row.class)).toEqual([
        ...['pg_class', 'pg_class', 'pg_class', 'pg_class'],
        ...['pg_constraint', 'pg_constraint', 'pg_constraint', 'pg_namespace', 'pg_type'],
      ]);
    });
  });

  it('PF-37, PF-42, PG-3: what is kept as text stands where it can work', async () => {
    const design = new Design();
    const app = design.namespace('app');
    const address = design.verbatim('type', 'app.Addr', 'CREATE TYPE app."Addr" AS ("order" integer);  ', {
      definesType: { namespaceId: app, name: 'Addr' },
    });
    design.verbatim(
      'domain',
      'app.positive',
      'CREATE DOMAIN app.positive AS integer CHECK (VALUE > 0) -- ok',
    );
    design.verbatim(
      'function',
      'early',
      'CREATE FUNCTION early() RETURNS bigint LANGUAGE sql AS $$ SELECT count(*) FROM t $$',
    );
    const table = design.table('t', { a: 'app.positive' });
    design.column(table, 'b', 'app."Addr"', { typeId: address });
    design.column(table, 'c', 'bigint', { default: { kind: 'expression', text: 'early()' } });
    design.column(table, 'd', 'boolean', { default: { kind: 'expression', text: 'late(NULL)' } });
    design.check(table, 'late_check', 'late(t.*)');
    design.verbatim(
      'function',
      'late',
      'CREATE FUNCTION late(t) RETURNS boolean LANGUAGE sql AS $$ SELECT true $$',
      { phase: 'after tables' },
    );
    design.verbatim('materialized view', 'mv', 'CREATE MATERIALIZED VIEW mv AS SELECT a FROM t', {
      phase: 'after constraints',
    });
    await load(design, async (client) => {
      const columns = await columnsOf(client, 't');
      expect(columns.map(({ type }) => type)).toEqual(['app.positive', 'app."Addr"', 'bigint', 'boolean']);
      expect(columns[3]?.default).toBe('late(NULL::t)');
      expect(await constraintsOf(client)).toContain('late_check: CHECK (late(t.*))');
      const { rows } = await client.query("SELECT relkind::text FROM pg_class WHERE relname = 'mv'");
      expect(rows).toEqual([{ relkind: 'm' }]);
    });
  });

  it('PG-1: an empty design is a script that does nothing', async () => {
    await load(new Design(), async (client) => {
      expect(await constraintsOf(client)).toEqual([]);
    });
  });
});
