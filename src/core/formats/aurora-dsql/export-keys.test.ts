import { describe, expect, it } from 'vitest';
import { Design } from '../../schema/design.fixture';
import { columnsOf, exported } from './exported.fixture';

describe('keys', () => {
  it.each(['jsonb', 'json', 'bytea', 'interval(3)', 'time(3) with time zone', 'integer[]', 'hstore'])(
    'DSQL-20: no key and no index over %s, and no foreign key to it',
    (type) => {
      const design = new Design();
      const table = design.table('t', { a: type, b: 'text' });
      design.add('unique', { tableId: table, name: 't_key', columnIds: design.columns(table, 'a') });
      design.foreignKey('t_fkey', [table, 'a'], [table, 'a']);
      design.add('index', {
        tableId: table,
        name: 't_idx',
        elements: design.columns(table, 'b', 'a').map((columnId) => ({ columnId })),
      });
      const { sql, notes } = exported(design);
      expect(sql).not.toMatch(/UNIQUE|FOREIGN|INDEX/);
      const left = notes.filter((note) => note.includes('Left out:')).map((note) => note.split(':')[0]);
      expect(left).toEqual(['t.t_key', 't.t_fkey', 't.t_idx']);
    },
  );

  it('DSQL-20: of keys, DEFERRABLE, WITHOUT OVERLAPS, a ninth column and a second alike go', () => {
    const design = new Design();
    const names = [...'abcdefghi'];
    const table = design.table('t', Object.fromEntries(names.map((name) => [name, 'integer'])));
    const add = (name: string, columns: readonly string[], more = {}) =>
      design.add('unique', { tableId: table, name, columnIds: design.columns(table, ...columns), ...more });
    add('nine', names);
    add('first', ['a'], { deferrable: true });
    add('second', ['a']);
    add('temporal', ['b'], { withoutOverlaps: true });
    add('whole', ['c'], {
      nullsNotDistinct: true,
      include: design.columns(table, 'd'),
      storage: 'fillfactor=7',
    });
    expect(columnsOf(design).filter((line) => line.startsWith('CONSTRAINT'))).toEqual([
      'CONSTRAINT first UNIQUE (a)',
      'CONSTRAINT whole UNIQUE NULLS NOT DISTINCT (c) INCLUDE (d)',
    ]);
    expect(exported(design).notes).toEqual([
      't.first: DEFERRABLE is left out: only foreign keys can wait for the end of a transaction.',
      't.nine: Left out: a key has at most 8 columns.',
      't.temporal: Left out: there is no WITHOUT OVERLAPS.',
      't.whole: Left out, Aurora DSQL stores indexes its own way: fillfactor=7.',
      't.second: Left out: the table has another key on the same columns.',
    ]);
  });

  it('DSQL-21: a foreign key stands in CREATE TABLE; in a circle it is added as NOT VALID and validated', () => {
    const design = new Design();
    const a = design.table('a', { id: 'bigint', b_id: 'bigint' });
    const b = design.table('b', { id: 'bigint', a_id: 'bigint', b_id: 'bigint' });
    design.primaryKey(a, 'a_pkey', 'id');
    design.primaryKey(b, 'b_pkey', 'id');
    design.foreignKey('to_b', [a, 'b_id'], [b, 'id'], { onDelete: 'cascade', deferrable: true });
    design.foreignKey('to_a', [b, 'a_id'], [a, 'id']);
    design.foreignKey('to_itself', [b, 'b_id'], [b, 'id'], { match: 'full' });
    design.foreignKey('not_valid', [b, 'b_id'], [a, 'id'], { notValid: true });
    const { sql, report } = exported(design);
    expect(sql.indexOf('CREATE TABLE b')).toBeLessThan(sql.indexOf('CREATE TABLE a'));
    expect(sql).toContain(
      '    CONSTRAINT to_b FOREIGN KEY (b_id) REFERENCES b (id) ON DELETE CASCADE DEFERRABLE\n',
    );
    expect(sql).toContain('    CONSTRAINT to_itself FOREIGN KEY (b_id) REFERENCES b (id) MATCH FULL\n');
    expect(sql).toContain(
      [
        'ALTER TABLE b ADD CONSTRAINT not_valid FOREIGN KEY (b_id) REFERENCES a (id) NOT VALID;',
        'ALTER TABLE b ADD CONSTRAINT to_a FOREIGN KEY (a_id) REFERENCES a (id) NOT VALID;',
        '-- Their validation, as jobs',
        'ALTER TABLE ASYNC b VALIDATE CONSTRAINT to_a;\n',
      ].join('\n\n'),
    );
    expect(sql).not.toContain('VALIDATE CONSTRAINT not_valid');
    expect(report).toEqual([]);
  });

  it('DSQL-22: without foreign keys each is listed', () => {
    const design = new Design();
    const table = design.table('t', { id: 'bigint', parent: 'bigint' });
    design.primaryKey(table, 't_pkey', 'id');
    design.foreignKey('t_fkey', [table, 'parent'], [table, 'id']);
    const { sql, notes } = exported(design, { foreignKeys: false });
    expect(sql).not.toContain('REFERENCES');
    expect(notes).toEqual(['t.t_fkey: Left out, as was asked for: foreign keys.']);
  });

  it('DSQL-23: a unique index that a foreign key refers to is a unique constraint', () => {
    const design = new Design();
    const table = design.table('t', { id: 'bigint', parent: 'bigint' });
    const elements = design.columns(table, 'id').map((columnId) => ({ columnId }));
    design.add('index', { tableId: table, name: 't_id', unique: true, elements });
    design.foreignKey('t_fkey', [table, 'parent'], [table, 'id']);
    const { sql, report } = exported(design);
    expect(sql).toContain(
      'CONSTRAINT t_id UNIQUE (id),\n    CONSTRAINT t_fkey FOREIGN KEY (parent) REFERENCES t (id)',
    );
    expect(report).toMatchObject([{ severity: 'info', name: 't.t_id' }]);
  });

  it('DSQL-24: exclusion constraints, and constraints that are not enforced, are left out', () => {
    const design = new Design();
    const table = design.table('t', { a: 'bigint' });
    const [a = ''] = design.columns(table, 'a');
    design.add('exclusion', { tableId: table, name: 'apart', elements: [{ columnId: a, operator: '=' }] });
    design.check(table, 'lax', 'a > 0', { notEnforced: true });
    expect(columnsOf(design)).toEqual(['a bigint']);
    expect(exported(design).report.map(({ name }) => name)).toEqual(['t.lax', 't.apart']);
  });
});

describe('indexes', () => {
  it('DSQL-30: what CREATE INDEX ASYNC takes stays; direction, class, collation and storage go', () => {
    const design = new Design();
    const app = design.namespace('app');
    const table = design.table('t', { a: 'text', b: 'integer', c: 'jsonb' }, app);
    const [a = '', b = ''] = design.columns(table, 'a', 'b');
    design.add('index', {
      tableId: table,
      name: 'I',
      unique: true,
      nullsNotDistinct: true,
      elements: [
        { columnId: a, direction: 'desc', nulls: 'last', opclass: 'text_pattern_ops', collation: '"de_DE"' },
        { expression: "(c ->> 'x')", direction: 'desc', nulls: 'first' },
        { columnId: b, direction: 'desc' },
      ],
      include: [b],
      predicate: 'b > 3',
      storage: 'fillfactor=70',
      columnRefs: design.refs(table, 'b + c'),
    });
    const { sql, report } = exported(design);
    expect(sql).toContain(
      `CREATE UNIQUE INDEX ASYNC "I" ON app.t (a NULLS FIRST, (c ->> 'x'), b) INCLUDE (b) NULLS NOT DISTINCT WHERE b > 3;`,
    );
    expect(report.map(({ severity, message }) => `${severity} ${message.slice(0, 20)}`)).toEqual([
      'info DESC is left out: th',
      'info “text_pattern_ops” i',
      'warning COLLATE “"de_DE"” is',
      'info Left out, Aurora DSQ',
    ]);
  });

  it.each(['gin', 'gist', 'hash', 'brin'])('DSQL-31: a %s index is left out', (method) => {
    const design = new Design();
    const table = design.table('t', { a: 'text' });
    const elements = design.columns(table, 'a').map((columnId) => ({ columnId }));
    design.add('index', { tableId: table, name: 'i', method, elements });
    const { sql, notes } = exported(design);
    expect(sql).not.toContain('INDEX');
    expect(notes).toEqual([`t.i: Left out: there are only btree indexes, and it is ${method}.`]);
  });
});
