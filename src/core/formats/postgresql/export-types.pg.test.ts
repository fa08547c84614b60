import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestDatabase } from '../../../../test/pg/database';
import { createTestDatabase } from '../../../../test/pg/database';
import { Design } from '../../schema/design.fixture';
import { columnsOf, loaded } from './database.fixture';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const load = <Answer>(design: Design, ask: Parameters<typeof loaded<Answer>>[2]) =>
  loaded(database.pool, design.state, ask);

/** The default that the catalogue has for a column of this type, and what it evaluates to. */
async function defaultOf(type: string, value: { kind: 'literal' | 'expression'; text: string }) {
  const design = new Design();
  design.column(design.table('t'), 'a', type, { default: value });
  return load(design, async (client) => {
    const [column] = await columnsOf(client, 't');
    await client.query('INSERT INTO t DEFAULT VALUES');
    const { rows } = await client.query<{ a: string }>('SELECT a::text FROM t');
    return { stored: column?.default, value: rows[0]?.a };
  });
}

describe('types in the export', () => {
  it('PF-1, PF-2, PF-4, PF-50: a column has the type that it names, whatever its name and schema', async () => {
    const design = new Design();
    const app = design.namespace('App');
    const status = design.add('enum', { namespaceId: app, name: 'OrderStatus', labels: ['new'] });
    const group = design.add('enum', { namespaceId: design.public, name: 'group', labels: ['a'] });
    const text = design.add('enum', { namespaceId: design.public, name: 'text', labels: ['b'] });
    const table = design.table('order', {}, app);
    design.column(table, 'status', '"App"."OrderStatus"', {
      typeId: status,
      default: { kind: 'literal', text: 'new' },
    });
    design.column(table, 'groups', '"group"[]', { typeId: group });
    design.column(table, 'hidden', 'public.text', { typeId: text });
    design.column(table, 'plain', 'text');
    await load(design, async (client) => {
      const columns = await columnsOf(client, '"App"."order"');
      expect(columns.map(({ type }) => type)).toEqual([
        '"App"."OrderStatus"',
        '"group"[]',
        'public.text',
        'text',
      ]);
      expect(columns[0]?.default).toBe(`'new'::"App"."OrderStatus"`);
    });
  });

  it('PG-23: a type that was renamed is written under its new name', async () => {
    const design = new Design();
    const mood = design.add('enum', { namespaceId: design.public, name: 'mood', labels: ['a'] });
    design.column(design.table('t'), 'a', 'mood[]', { typeId: mood });
    design.change(mood, { name: 'New Mood', namespaceId: design.namespace('app') });
    await load(design, async (client) => {
      expect((await columnsOf(client, 't'))[0]?.type).toBe('app."New Mood"[]');
    });
  });

  it('PF-3: labels keep quotes, backslashes and order', async () => {
    const labels = [
      "it's fine",
      'a"b',
      'back\\slash',
      '',
      ...Array.from({ length: 20 }, (_, at) => `label ${at}`),
    ];
    const design = new Design();
    design.add('enum', { namespaceId: design.public, name: 'e', labels });
    await load(design, async (client) => {
      const { rows } = await client.query<{ labels: string[] }>(
        'SELECT enum_range(NULL::e)::text[] AS labels',
      );
      expect(rows[0]?.labels).toEqual(labels);
    });
  });

  it('PF-16, PF-17, PF-20, PF-21, PF-22, PF-23: every type keeps its size, precision and zone', async () => {
    const types = [
      ...['bigint', 'uuid', 'timestamp(3) with time zone', 'timestamp(3) without time zone', 'numeric(10,2)'],
      ...[
        'time(2) with time zone',
        'bit(8)',
        'bit varying(8)',
        'character varying(50)',
        'character(3)',
        'bpchar',
      ],
      ...['interval day to second(3)', '"char"', 'jsonb', 'text[]', 'int4range', 'xml', 'double precision'],
    ];
    const design = new Design();
    design.table('t', Object.fromEntries(types.map((type, at) => [`c${at}`, type])));
    await load(design, async (client) => {
      expect((await columnsOf(client, 't')).map(({ type }) => type)).toEqual(types);
    });
  });

  it('PF-24: an extension that a column needs is made, once', async () => {
    const design = new Design();
    design.table('t', { a: 'citext', b: 'citext[]' });
    await load(design, async (client) => {
      expect((await columnsOf(client, 't')).map(({ type }) => type)).toEqual(['citext', 'citext[]']);
    });
    design.verbatim('extension', 'citext', 'CREATE EXTENSION citext');
    await load(design, async (client) => {
      expect(await columnsOf(client, 't')).toHaveLength(2);
    });
  });

  it('PG-24: a table whose row type another table uses comes first', async () => {
    const design = new Design();
    const z = design.table('z', { a: 'integer' });
    design.column(design.table('a'), 'z', 'z', { typeId: z });
    await load(design, async (client) => {
      expect((await columnsOf(client, 'a'))[0]?.type).toBe('z');
    });
  });
});

describe('defaults in the export', () => {
  it.each([
    ['PF-5', 'text', "O'Brien"],
    ['PF-13', 'text', 'see foo(bar)'],
    ['PF-14', 'text', "'identity'"],
    ['PF-14', 'text', 'GENERATED ALWAYS AS IDENTITY'],
    ['PF-7', 'text', 'a\\b'],
    ['PG-30', 'integer', '-1'],
    ['PG-30', 'numeric(10,2)', '1.50'],
    ['PG-30', 'double precision', 'NaN'],
    ['PG-30', 'boolean', 'true'],
    ['PG-30', 'date', '2020-01-01'],
    ['PG-30', 'text', 'CURRENT_USER'],
    ['PG-30', 'text', '1'],
    ['PG-30', 'text[]', '{a,b}'],
    ['PG-30', 'jsonb', '{}'],
  ])('%s: the literal default of a %s column %j is a value, never code', async (_rule, type, text) => {
    expect((await defaultOf(type, { kind: 'literal', text })).value).toBe(text);
  });

  it.each([
    ['PF-6', 'uuid', 'gen_random_uuid()', 'gen_random_uuid()'],
    ['PF-7', 'jsonb', "'{}'::jsonb", "'{}'::jsonb"],
    ['PF-8', 'text[]', 'ARRAY[]::text[]', 'ARRAY[]::text[]'],
    ['PF-9', 'timestamp without time zone', "timezone('utc'::text, now())", "timezone('utc'::text, now())"],
    ['PF-10', 'timestamp without time zone', "now() at time zone 'utc'", "(now() AT TIME ZONE 'utc'::text)"],
    ['PF-11', 'interval', "interval '1 day'", "'1 day'::interval"],
    ['PF-12', 'date', '(CURRENT_DATE + 7)', '(CURRENT_DATE + 7)'],
    [
      'PG-31',
      'boolean',
      "'a' IN ('a', 'b') AND NOT false",
      "(('a'::text = ANY (ARRAY['a'::text, 'b'::text])) AND (NOT false))",
    ],
    ['PG-31', 'text', '\'a\' COLLATE "C" -- why', `('a'::text COLLATE "C")`],
    ['PG-31', 'text', 'CURRENT_USER', 'CURRENT_USER'],
    ['PG-31', 'integer', '1 + 2 -- three', '(1 + 2)'],
  ])('%s: the expression default of a %s column %s is kept', async (_rule, type, text, stored) => {
    const design = new Design();
    const table = design.table('t');
    design.column(table, 'a', type, { default: { kind: 'expression', text }, nullable: false });
    design.column(table, 'b', 'integer', { nullable: false });
    await load(design, async (client) => {
      expect((await columnsOf(client, 't')).map((column) => column.default)).toEqual([stored, null]);
    });
  });

  it('PF-15, PF-18: identity is what it says, with its options and without a default', async () => {
    const design = new Design();
    const table = design.table('t');
    const value = { kind: 'literal', text: '1' } as const;
    design.column(table, 'a', 'bigint', {
      identity: 'always',
      identityOptions: { start: '1000', cycle: true },
      default: value,
    });
    design.column(table, 'b', 'smallint', { identity: 'by default', nullable: false });
    await load(design, async (client) => {
      const columns = await columnsOf(client, 't');
      expect(
        columns.map(({ identity, type, default: stored, nullable }) => [identity, type, stored, nullable]),
      ).toEqual([
        ['a', 'bigint', null, false],
        ['d', 'smallint', null, false],
      ]);
      const { rows } = await client.query(
        "SELECT seqstart::int, seqcycle FROM pg_sequence WHERE seqrelid = 't_a_seq'::regclass",
      );
      expect(rows).toEqual([{ seqstart: 1000, seqcycle: true }]);
    });
  });

  it('PG-33: an identity sequence gives way to a relation that has its usual name', async () => {
    const design = new Design();
    const app = design.namespace('a"p');
    design.column(design.table('t', {}, app), 'id', 'bigint', { identity: 'always' });
    const taken = design.table('t_id_seq', { a: 'integer' }, app);
    design.add('index', {
      tableId: taken,
      name: 't_id_seq1',
      elements: [{ columnId: design.columns(taken, 'a')[0] ?? '' }],
    });
    await load(design, async (client) => {
      const { rows } = await client.query<{ name: string }>(
        `SELECT pg_get_serial_sequence('"a""p".t', 'id') AS name`,
      );
      expect(rows[0]?.name).toBe('"a""p".t_id_seq2');
    });
  });

  it('PF-19, PG-32: a sequence stands behind its own column only', async () => {
    const design = new Design();
    const app = design.namespace('Ap p');
    const table = design.table('User', {}, app);
    const id = design.column(table, 'Id', 'bigint', { nullable: false });
    const sequenceId = design.add('sequence', {
      namespaceId: app,
      name: "User's_Id",
      increment: '-2',
      maximum: '-1',
      ownedByColumnId: id,
    });
    design.change(id, { default: { kind: 'sequence', sequenceId } });
    design.primaryKey(table, 'User_pkey', 'Id');
    const child = design.table('child', { user_id: 'bigint' });
    design.foreignKey('child_fkey', [child, 'user_id'], [table, 'Id']);
    await load(design, async (client) => {
      expect((await columnsOf(client, '"Ap p"."User"'))[0]?.default).toBe(
        `nextval('"Ap p"."User''s_Id"'::regclass)`,
      );
      expect((await columnsOf(client, 'child'))[0]).toMatchObject({ type: 'bigint', default: null });
      const { rows } = await client.query(`SELECT pg_get_serial_sequence('"Ap p"."User"', 'Id') AS name`);
      expect(rows).toEqual([{ name: `"Ap p"."User's_Id"` }]);
    });
  });
});
