import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestDatabase } from '../../../../test/pg/database';
import { createTestDatabase } from '../../../../test/pg/database';
import { Design } from '../../schema/design.fixture';
import { columnsOf, constraintsOf, indexesOf, linesOf, loaded } from './database.fixture';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const load = <Answer>(design: Design, ask: Parameters<typeof loaded<Answer>>[2]) =>
  loaded(database.pool, design.state, ask);

describe('types in the export', () => {
  it('PG-24: types, functions and tables that build on each other come in an order in which they can be made', async () => {
    const design = new Design();
    const app = design.namespace('app');
    const status = design.add('enum', { namespaceId: app, name: 'z_status', labels: ['open', 'paid'] });
    // Sorted by name each of these would come before what it is made of.
    const state = design.add('domain', {
      namespaceId: app,
      name: 'state',
      type: 'app.z_status',
      typeId: status,
      default: { kind: 'literal', text: 'open' },
      notNull: true,
      checks: [{ name: 'known', expression: 'app.is_known(VALUE)' }],
      comment: 'How far it is',
    });
    design.verbatim(
      'function',
      'app.is_known',
      `CREATE FUNCTION app.is_known(state app.z_status) RETURNS boolean IMMUTABLE LANGUAGE sql AS $$ SELECT true $$`,
    );
    const part = design.add('composite', {
      namespaceId: app,
      name: 'a_part',
      attributes: [
        { name: 'now', type: 'app.state', typeId: state, comment: "it's" },
        { name: 'Total', type: 'text', collation: '"C"' },
      ],
    });
    const rows = design.table('rows', {}, app);
    design.column(rows, 'parts', 'app.a_part[]', { typeId: part });
    const whole = design.add('composite', {
      namespaceId: app,
      name: 'a_whole',
      attributes: [{ name: 'row', type: 'app.rows', typeId: rows }],
    });
    design.column(design.table('a', {}, app), 'whole', 'app.a_whole', { typeId: whole });
    await load(design, async (client) => {
      expect((await columnsOf(client, 'app.a')).map(({ type }) => type)).toEqual(['app.a_whole']);
      expect(await constraintsOf(client)).toEqual(['known: CHECK (app.is_known(VALUE))']);
    });
  });

  it('PG-3: a check of a domain waits for a function that takes the domain, or that builds on a table', async () => {
    const design = new Design();
    design.add('domain', {
      namespaceId: design.public,
      name: 'code',
      type: 'text',
      checks: [
        { name: 'own', expression: 'is_code(VALUE)' },
        { name: 'plain', expression: "VALUE <> ''" },
        { name: 'old', expression: "VALUE <> '-'", notValid: true },
        { name: 'listed', expression: 'is_listed(VALUE::text)' },
      ],
    });
    design.verbatim(
      'function',
      'is_code',
      'CREATE FUNCTION is_code(code) RETURNS boolean LANGUAGE sql AS $$ SELECT true $$',
    );
    design.table('t', { a: 'text' });
    design.verbatim(
      'function',
      'is_listed',
      'CREATE FUNCTION is_listed(text) RETURNS boolean BEGIN ATOMIC SELECT EXISTS (SELECT FROM t WHERE a = $1); END',
      { phase: 'after tables' },
    );
    await load(design, async (client) => {
      const lines = await constraintsOf(client);
      expect(lines.map((line) => line.split(':')[0])).toEqual(['listed', 'old', 'own', 'plain']);
      expect(lines[1]).toContain('NOT VALID');
    });
  });

  it('range types keep subtype, operator class, collation, difference and the name of the multirange', async () => {
    const design = new Design();
    const app = design.namespace('app');
    const one = design.add('range', {
      namespaceId: app,
      name: 'floats',
      type: 'double precision',
      subtypeDiff: 'float8mi',
      multirangeName: 'many floats',
    });
    design.add('range', {
      namespaceId: app,
      name: 'words',
      type: 'text',
      opclass: 'text_pattern_ops',
      collation: '"C"',
      multirangeName: 'words_multirange',
    });
    const table = design.table('t');
    design.column(table, 'a', 'app.floats', { typeId: one });
    design.column(table, 'b', 'app."many floats"[]', { typeId: one });
    design.change(one, { name: 'Floats' });
    await load(design, async (client) => {
      expect((await columnsOf(client, 't')).map(({ type }) => type)).toEqual([
        'app."Floats"',
        'app."many floats"[]',
      ]);
      const lines = await linesOf(
        client,
        `SELECT concat_ws(' ', rngtypid::regtype, rngmultitypid::regtype, rngsubtype::regtype, opcname, rngcollation::regcollation, rngsubdiff)
           FROM pg_range JOIN pg_opclass ON pg_opclass.oid = rngsubopc WHERE rngtypid >= 16384 ORDER BY 1`,
      );
      expect(lines).toEqual([
        'app."Floats" app."many floats" double precision float8_ops - float8mi',
        'app.words app.words_multirange text text_pattern_ops "C" -',
      ]);
    });
  });
});

describe('partitions and inheritance in the export', () => {
  it('PG-6: partitions stand behind their table, and keep the names of their own keys and indexes', async () => {
    const design = new Design();
    const log = design.table('log', { id: 'bigint', day: 'date', kind: 'text' });
    const [id = '', day = '', kind = ''] = design.columns(log, 'id', 'day', 'kind');
    for (const column of [id, day, kind]) design.change(column, { nullable: false });
    design.change(log, { partitionBy: { strategy: 'range', elements: [{ columnId: day }] } });
    design.add('primary-key', { tableId: log, name: 'log_pkey', columnIds: [id, day, kind] });
    design.add('unique', { tableId: log, name: 'log_key', columnIds: [day, kind, id] });
    design.add('index', { tableId: log, name: 'log_kind', elements: [{ columnId: kind }] });
    design.add('check', { tableId: log, name: 'positive', expression: 'id > 0' });
    const partition = (name: string, bound: string, of: string, more: object = {}) =>
      design.add('table', {
        namespaceId: design.public,
        name,
        partitionOf: { tableId: of, bound },
        ...more,
      });
    const older = partition('a_older', 'DEFAULT', log);
    const current = partition('current', "FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')", log, {
      partitionBy: { strategy: 'list', elements: [{ expression: 'lower(kind)', collation: '"C"' }] },
    });
    design.change(current, { partitionBy: { strategy: 'list', elements: [{ columnId: kind }] } });
    partition('b_leaf', "FOR VALUES IN ('x', 'y')", current, { storage: 'fillfactor=70' });
    design.add('primary-key', { tableId: older, name: 'own_pkey', columnIds: [id, day, kind] });
    design.add('index', { tableId: older, name: 'own_kind', elements: [{ columnId: kind }] });
    design.check(older, 'own_check', "kind <> 'z'");
    await load(design, async (client) => {
      const attached = await linesOf(
        client,
        `SELECT concat_ws(' ', inhrelid::regclass, inhparent::regclass) FROM pg_inherits ORDER BY inhrelid::regclass::text COLLATE "C"`,
      );
      expect(attached).toEqual([
        'a_older log',
        'a_older_day_kind_id_key log_key',
        'b_leaf current',
        'b_leaf_day_kind_id_key current_day_kind_id_key',
        'b_leaf_kind_idx current_kind_idx',
        'b_leaf_pkey current_pkey',
        'current log',
        'current_day_kind_id_key log_key',
        'current_kind_idx log_kind',
        'current_pkey log_pkey',
        'own_kind log_kind',
        'own_pkey log_pkey',
      ]);
      expect(await constraintsOf(client)).toContain("own_check: CHECK ((kind <> 'z'::text))");
    });
  });

  it('PG-6: tables that inherit come after their parents and have only their own columns written', async () => {
    const design = new Design();
    const base = design.table('z_base', { id: 'integer', name: 'text' });
    const child = design.table('a_child', { extra: 'text' });
    const [id = ''] = design.columns(base, 'id');
    design.change(child, { inherits: [base] });
    design.add('unique', { tableId: child, name: 'child_id', columnIds: [id] });
    design.change(id, { name: 'Id' });
    await load(design, async (client) => {
      expect((await columnsOf(client, 'a_child')).map(({ name }) => name)).toEqual(['Id', 'name', 'extra']);
      expect(await constraintsOf(client)).toEqual(['child_id: UNIQUE ("Id")']);
    });
  });
});

describe('tables in the export', () => {
  it('PG-5: everything that can be said of a table and its columns', async () => {
    const design = new Design();
    const { rows } = await database.pool.query<{ me: string }>('SELECT current_user AS me');
    const owner = rows[0]?.me ?? '';
    const table = design.add('table', {
      namespaceId: design.public,
      name: 't',
      unlogged: true,
      accessMethod: 'heap',
      storage: 'fillfactor=70, autovacuum_enabled=off',
      rowSecurity: true,
      forceRowSecurity: true,
      owner,
    });
    design.column(table, 'a', 'text', {
      storage: 'external',
      compression: 'pglz',
      statistics: 500,
      options: 'n_distinct=-0.5',
      collation: '"C"',
      nullable: false,
      notNullName: 'a is there',
      notNullNoInherit: true,
    });
    design.column(table, 'at', 'tstzrange');
    design.column(table, 'n', 'integer');
    const [a = '', at = '', n = ''] = design.columns(table, 'a', 'at', 'n');
    design.add('exclusion', {
      tableId: table,
      name: 'apart',
      elements: [
        { columnId: at, operator: '&&' },
        { expression: "int4range(n, n, '[]')", operator: 'OPERATOR(pg_catalog.&&)', opclass: 'range_ops' },
      ],
      predicate: 'n > 0 -- positive',
      storage: 'fillfactor=80',
      deferrable: true,
      columnRefs: design.refs(table, 'n > 0'),
      comment: 'No two at once',
    });
    design.add('unique', { tableId: table, name: 'u', columnIds: [n], storage: 'fillfactor=60' });
    design.check(table, 'loose', 'n < 9', { notEnforced: true });
    design.add('index', { tableId: table, name: 'i', elements: [{ columnId: a }], storage: 'fillfactor=50' });
    design.add('sequence', { namespaceId: design.public, name: 's', unlogged: true, owner });
    await load(design, async (client) => {
      const [relation] = await linesOf(
        client,
        `SELECT concat_ws(' ', relpersistence, reloptions, relrowsecurity, relforcerowsecurity) FROM pg_class WHERE relname = 't'`,
      );
      expect(relation).toBe('u {fillfactor=70,autovacuum_enabled=off} t t');
      const [column] = await linesOf(
        client,
        `SELECT concat_ws(' ', attstorage, attcompression, attstattarget, attoptions) FROM pg_attribute WHERE attrelid = 't'::regclass AND attname = 'a'`,
      );
      expect(column).toBe('e p 500 {n_distinct=-0.5}');
      expect(
        await linesOf(
          client,
          `SELECT conname || ' ' || connoinherit FROM pg_constraint WHERE contype = 'n' AND conrelid = 't'::regclass`,
        ),
      ).toEqual(['a is there true']);
      expect(await constraintsOf(client)).toEqual([
        `apart: EXCLUDE USING gist (at WITH &&, int4range(n, n, '[]'::text) WITH &&) WITH (fillfactor='80') WHERE ((n > 0)) DEFERRABLE`,
        'loose: CHECK ((n < 9)) NOT ENFORCED',
        'u: UNIQUE (n)',
      ]);
      expect(await linesOf(client, `SELECT reloptions FROM pg_class WHERE relname = 'u'`)).toEqual([
        'fillfactor=60',
      ]);
      expect(await indexesOf(client)).toEqual([
        `CREATE INDEX i ON public.t USING btree (a) WITH (fillfactor='50')`,
      ]);
    });
  });

  it('PG-5: temporal keys', async () => {
    const design = new Design();
    const a = design.table('a', { during: 'daterange' });
    const b = design.table('b', { during: 'daterange' });
    const [key = '', reference = ''] = [...design.columns(a, 'during'), ...design.columns(b, 'during')];
    design.add('primary-key', { tableId: a, name: 'a_pkey', columnIds: [key], withoutOverlaps: true });
    design.add('foreign-key', {
      tableId: b,
      name: 'b_fkey',
      columnIds: [reference],
      referencedTableId: a,
      referencedColumnIds: [key],
      period: true,
    });
    // Alone, a range cannot be a temporal key.
    const extra = design.column(a, 'room', 'int4range');
    const extraReference = design.column(b, 'room', 'int4range');
    for (const record of design.state.ofKind('primary-key')) {
      design.change(record.id, { columnIds: [extra, key] });
    }
    for (const record of design.state.ofKind('foreign-key')) {
      design.change(record.id, { columnIds: [extraReference, reference], referencedColumnIds: [extra, key] });
    }
    await load(design, async (client) => {
      expect(await constraintsOf(client)).toEqual([
        'a_pkey: PRIMARY KEY (room, during WITHOUT OVERLAPS)',
        'b_fkey: FOREIGN KEY (room, PERIOD during) REFERENCES a(room, PERIOD during)',
      ]);
    });
  });
});
