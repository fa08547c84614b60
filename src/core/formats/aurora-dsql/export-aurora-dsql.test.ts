import { describe, expect, it } from 'vitest';
import { Design } from '../../schema/design.fixture';
import { exportAuroraDsql } from './export-aurora-dsql';
import { columnsOf, exported } from './exported.fixture';

describe('the script for Aurora DSQL', () => {
  it('DSQL-1: has no BEGIN, a statement for each thing, and says how it is run', () => {
    const design = new Design();
    design.table('b', { id: 'bigint' }, design.namespace('app'));
    design.table('a', { id: 'bigint' });
    const { sql, report } = exportAuroraDsql(design.state);
    expect(sql).toMatch(/^-- For Amazon Aurora DSQL, into an empty cluster\.\n/);
    expect(sql).toContain('do not use its option -1');
    expect(sql).not.toMatch(/\b(?:BEGIN|COMMIT)\b/);
    expect(sql.split(/;\n/)).toHaveLength(4);
    expect(report).toEqual([]);
  });

  it('DSQL-5: a comment stands as a comment of SQL, whatever is in it', () => {
    const design = new Design();
    const table = design.table('t', { a: 'text' });
    design.change(table, { comment: 'one\r\ntwo\rDROP TABLE t;' });
    const { sql, notes } = exported(design);
    expect(sql).toContain('-- Comments\n--\n--   table t: one\n--   two\n--   DROP TABLE t;\n');
    expect(notes).toEqual(['t: Its comment stands at the end of the script, as a comment of SQL.']);
  });

  it('DSQL-6: owners are left out and said', () => {
    const design = new Design();
    design.change(design.table('t', { a: 'text' }), { owner: 'boss' });
    const { sql, notes } = exported(design);
    expect(sql).not.toContain('boss');
    expect(notes).toEqual(['boss: Owners are left out: everything belongs to whoever runs the script.']);
  });
});

describe('types', () => {
  it('DSQL-10: what Aurora DSQL has stays, without a word', () => {
    const types = [
      ...['smallint', 'integer', 'bigint', 'real', 'double precision', 'numeric(1000,3)', 'character(4096)'],
      ...['character varying(65535)', 'character varying', 'bpchar', 'text', 'date', 'boolean', 'bytea'],
      ...['time(3) without time zone', 'time with time zone', 'timestamp without time zone', 'uuid', 'json'],
      ...['timestamp(3) with time zone', 'interval', 'interval(3)', 'jsonb'],
    ];
    const design = new Design();
    design.table('t', Object.fromEntries(types.map((type, at) => [`c${at}`, type])));
    expect(columnsOf(design)).toEqual(types.map((type, at) => `c${at} ${type}`));
    expect(exported(design).notes).toEqual([]);
  });

  it.each([
    ['text[]', 'jsonb'],
    ['inet', 'text'],
    ['cidr', 'text'],
    ['xml', 'text'],
    ['point', 'text'],
    ['bit varying(3)', 'text'],
    ['int4range', 'text'],
    ['datemultirange', 'text'],
    ['money', 'numeric(19,2)'],
    ['citext', 'text'],
    ['hstore', 'jsonb'],
    ['vector(3)', 'text'],
    ['geometry(Point,4326)', 'text'],
    ['numeric', 'numeric(18,6)'],
    ['character(4097)', 'text'],
    ['character varying(65536)', 'text'],
    ['interval day to second(3)', 'interval(3)'],
  ])('DSQL-10: %s becomes %s, with a warning', (type, expected) => {
    const design = new Design();
    design.table('t', { a: type });
    expect(columnsOf(design)).toEqual([`a ${expected}`]);
    expect(exported(design).report).toMatchObject([{ severity: 'warning', name: 't.a' }]);
    expect(exported(design).notes[0]).toMatch(/ in place of /);
  });

  it.each([
    ['name', 'text'],
    ['oid', 'bigint'],
    ['"char"', 'character(1)'],
  ])('DSQL-10: %s becomes %s, where nothing is lost', (type, expected) => {
    const design = new Design();
    design.table('t', { a: type });
    expect(columnsOf(design)).toEqual([`a ${expected}`]);
    expect(exported(design).report).toMatchObject([{ severity: 'info', name: 't.a' }]);
  });

  it('DSQL-10: tsvector has no neighbour: the column goes, with its keys and indexes', () => {
    const design = new Design();
    const table = design.table('t', { a: 'text', words: 'tsvector' });
    design.add('index', {
      tableId: table,
      name: 'by_words',
      method: 'gin',
      elements: design.columns(table, 'words').map((columnId) => ({ columnId })),
    });
    const { sql, notes } = exported(design);
    expect(sql).not.toContain('words');
    expect(notes.map((note) => note.split(':')[0])).toEqual(['t.words', 't.by_words']);
  });

  it('DSQL-11: an enum is text with a check under a free name; its default and its casts follow', () => {
    const design = new Design();
    const typeId = design.add('enum', { namespaceId: design.public, name: 'Mood', labels: ['ok', "it's"] });
    const table = design.table('t');
    design.column(table, 'mood', '"Mood"', { typeId, default: { kind: 'expression', text: `'ok'::"Mood"` } });
    design.check(table, 't_mood_check', `mood <> 'ok'::public."Mood"`);
    expect(columnsOf(design)).toEqual([
      "mood text DEFAULT 'ok'",
      "CONSTRAINT t_mood_check CHECK (mood <> 'ok'::text)",
      "CONSTRAINT t_mood_check1 CHECK (mood IN ('ok', 'it''s'))",
    ]);
  });

  it('DSQL-12: a domain stays; where its type is not there it stands on another, without its checks', () => {
    const design = new Design();
    const namespaceId = design.public;
    const age = design.add('domain', {
      namespaceId,
      name: 'age',
      type: 'integer',
      notNull: true,
      default: { kind: 'literal', text: '7' },
      checks: [{ name: 'grown', expression: 'VALUE > 17' }],
    });
    const host = design.add('domain', {
      namespaceId,
      name: 'host',
      type: 'inet',
      checks: [{ name: 'local', expression: "VALUE << '10.0.0.0/8'" }],
    });
    const table = design.table('t');
    design.column(table, 'a', 'age', { typeId: age });
    design.column(table, 'b', 'host', { typeId: host });
    const { sql, notes } = exported(design);
    expect(sql.replace(/\s+/g, ' ')).toContain(
      'CREATE DOMAIN age AS integer DEFAULT 7 CONSTRAINT grown CHECK (VALUE > 17) CONSTRAINT age_not_null CHECK (VALUE IS NOT NULL); CREATE DOMAIN host AS text;',
    );
    expect(sql).toContain('    a age,\n    b host\n');
    expect(notes).toEqual([
      'host: The domain stands on text in place of inet: its functions and operators are not there.',
      'age: NOT NULL is CHECK (VALUE IS NOT NULL), which is the same.',
      'host: The check “local” is left out: its values have another form here.',
    ]);
  });

  it('DSQL-13: composite and range types go; columns of them are JSON and text', () => {
    const design = new Design();
    const namespaceId = design.public;
    const pair = design.add('composite', {
      namespaceId,
      name: 'pair',
      attributes: [{ name: 'a', type: 'text' }],
    });
    const span = design.add('range', { namespaceId, name: 'span', type: 'date' });
    const table = design.table('t');
    design.column(table, 'a', 'pair', { typeId: pair });
    design.column(table, 'b', 'span', { typeId: span });
    expect(columnsOf(design)).toEqual(['a jsonb', 'b text']);
    expect(exported(design).report.map(({ severity, name }) => `${severity} ${name}`)).toEqual([
      ...['warning t.a', 'warning t.b', 'warning pair', 'warning span'],
    ]);
  });
});

describe('sequences', () => {
  it('DSQL-14, DSQL-15: a serial column is an identity in bigint with CACHE, and what refers to it follows', () => {
    const design = new Design();
    const parent = design.table('parent', { id: 'integer' });
    const [id = ''] = design.columns(parent, 'id');
    const sequenceId = design.add('sequence', {
      namespaceId: design.public,
      name: 'parent_id_seq',
      type: 'integer',
      start: '7',
      ownedByColumnId: id,
    });
    design.change(id, { nullable: false, default: { kind: 'sequence', sequenceId } });
    design.primaryKey(parent, 'parent_pkey', 'id');
    const child = design.table('child', { parent_id: 'integer' });
    design.add('unique', { tableId: child, name: 'one', columnIds: design.columns(child, 'parent_id') });
    design.foreignKey('child_fkey', [child, 'parent_id'], [parent, 'id']);
    const grandchild = design.table('grandchild', { child_id: 'smallint', other: 'integer' });
    design.foreignKey('grandchild_fkey', [grandchild, 'child_id'], [child, 'parent_id']);
    const { sql, notes } = exported(design);
    expect(sql).toContain('id bigint GENERATED BY DEFAULT AS IDENTITY (START WITH 7 CACHE 1)');
    expect(sql).not.toContain('SEQUENCE');
    expect(sql).toContain('    parent_id bigint,');
    expect(sql).toContain('    child_id bigint,\n    other    integer,');
    expect(notes).toContain(
      'grandchild.child_id: bigint in place of smallint: “grandchild_fkey” refers to a bigint here.',
    );
  });

  it.each([
    [undefined, '1'],
    ['1', '1'],
    ['20', '1'],
    ['65535', '1'],
    ['65536', '65536'],
  ])('DSQL-14: CACHE %s is %s', (cache, expected) => {
    const design = new Design();
    design.add('sequence', {
      namespaceId: design.public,
      name: 's',
      type: 'smallint',
      ...(cache && { cache }),
    });
    expect(exported(design).sql).toContain(`CREATE SEQUENCE s AS bigint CACHE ${expected};`);
  });

  it('DSQL-14: a sequence that something else uses too stays one', () => {
    const design = new Design();
    const table = design.table('t', { a: 'bigint' });
    const [a = ''] = design.columns(table, 'a');
    const sequenceId = design.add('sequence', {
      namespaceId: design.public,
      name: 'numbers',
      ownedByColumnId: a,
    });
    design.change(a, { default: { kind: 'sequence', sequenceId } });
    design.column(table, 'b', 'bigint', { default: { kind: 'expression', text: "nextval('numbers')" } });
    const { sql, notes } = exported(design);
    expect(sql).toContain('CREATE SEQUENCE numbers AS bigint CACHE 1;');
    expect(sql).toContain("a bigint DEFAULT nextval('numbers'::regclass)");
    expect(notes).toContain(
      'numbers: OWNED BY is left out: drop the sequence yourself when its column goes.',
    );
  });
});

describe('expressions', () => {
  it('DSQL-42: what is about a column of another form goes: checks, indexes; a column is no longer generated', () => {
    const design = new Design();
    const table = design.table('t', { tags: 'text[]', a: 'text' });
    design.check(table, 'few', 'cardinality(tags) < 3');
    design.column(table, 'n', 'integer', {
      generated: { expression: 'cardinality(tags)', stored: true },
      columnRefs: design.refs(table, 'tags'),
    });
    design.add('index', {
      tableId: table,
      name: 'i',
      elements: [{ expression: 'lower(a)' }],
      predicate: 'tags IS NOT NULL',
      columnRefs: design.refs(table, 'a || tags'),
    });
    expect(columnsOf(design)).toEqual(['tags jsonb', 'a text', 'n integer']);
    expect(exported(design).sql).not.toContain('INDEX');
    expect(exported(design).report.map(({ severity, name }) => `${severity} ${name}`)).toEqual([
      ...['warning t.tags', 'warning t.n', 'warning t.few', 'warning t.i'],
    ]);
  });

  it('DSQL-43: a default that calls what is left out goes with it', () => {
    const design = new Design();
    design.verbatim('function', 'app.f', 'CREATE FUNCTION app.f() RETURNS text LANGUAGE plpgsql AS $$ $$');
    const table = design.table('t');
    design.column(table, 'a', 'text', { default: { kind: 'expression', text: 'app.f()' } });
    expect(columnsOf(design)).toEqual(['a text']);
    expect(exported(design).notes).toEqual([
      'app.f: Left out: functions are written in SQL there, and it is in plpgsql.',
      't.a: The default is left out: it calls f(), which is not there.',
    ]);
  });
});
