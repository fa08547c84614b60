import { describe, expect, it } from 'vitest';
import { Design } from '../../schema/design.fixture';
import { exportAuroraDsql } from './export-aurora-dsql';

const noteOf = (design: Design) =>
  exportAuroraDsql(design.state).report.map(({ name, message }) => `${name}: ${message}`);

describe('tables for Aurora DSQL', () => {
  it('DSQL-50: a partitioned table is one plain table, and what is about its partitions goes with them', () => {
    const design = new Design();
    const parent = design.table('log', { at: 'date' });
    const [at = ''] = design.columns(parent, 'at');
    design.change(parent, { partitionBy: { strategy: 'range', elements: [{ columnId: at }] } });
    const part = design.table('log_1');
    design.change(part, { partitionOf: { tableId: parent, bound: "FOR VALUES FROM ('a') TO ('b')" } });
    design.check(part, 'part_check', 'true');
    design.verbatim('view', 'v', 'CREATE VIEW v AS SELECT at FROM log_1', { phase: 'after tables' });
    const { sql } = exportAuroraDsql(design.state);
    expect(sql).toContain('CREATE TABLE log (\n    at date\n);');
    expect(sql).not.toMatch(/log_1|PARTITION|VIEW/);
    expect(noteOf(design)).toEqual([
      'log_1: Left out: there are no partitions; its rows belong into “log”, which is one table here.',
      'log: PARTITION BY is left out: it is one plain table here, with the rows of all partitions.',
      'v: Left out: it needs “log_1”, which is left out.',
    ]);
  });

  it('DSQL-51: a table that inherits has all columns and checks itself, and its keys mean its own columns', () => {
    const design = new Design();
    const parent = design.table('parent', { id: 'bigint', name: 'text' });
    design.change(design.columns(parent, 'id')[0] ?? '', { nullable: false, identity: 'always' });
    design.check(parent, 'named', "name <> ''");
    design.check(parent, 'own', 'id > 0', { noInherit: true });
    const child = design.table('child', { extra: 'text' });
    design.change(child, { inherits: [parent] });
    design.add('primary-key', {
      tableId: child,
      name: 'child_pkey',
      columnIds: design.columns(parent, 'id'),
    });
    const other = design.table('other', { child_id: 'bigint' });
    design.add('foreign-key', {
      tableId: other,
      name: 'to_child',
      columnIds: design.columns(other, 'child_id'),
      referencedTableId: child,
      referencedColumnIds: design.columns(parent, 'id'),
    });
    const { sql } = exportAuroraDsql(design.state);
    expect(sql).toContain(
      `CREATE TABLE child (
    id    bigint NOT NULL,
    name  text,
    extra text,
    CONSTRAINT child_pkey PRIMARY KEY (id),
    CONSTRAINT named CHECK (name <> '')
);`,
    );
    expect(sql).toContain('CONSTRAINT to_child FOREIGN KEY (child_id) REFERENCES child (id)');
    expect(noteOf(design)[0]).toBe(
      'child: There is no inheritance: the table has the columns and checks of “parent” itself, and queries of “parent” do not see its rows.',
    );
  });

  it('DSQL-52: how a table is stored and protected is left out, each with a note', () => {
    const design = new Design();
    const table = design.table('t', { a: 'text' });
    design.change(table, { unlogged: true, storage: 'fillfactor=70', tablespace: 'fast', rowSecurity: true });
    design.change(design.columns(table, 'a')[0] ?? '', { compression: 'lz4', statistics: 100 });
    expect(exportAuroraDsql(design.state).sql).toContain('CREATE TABLE t (\n    a text\n);');
    expect(noteOf(design)).toEqual([
      't: UNLOGGED is left out: every table is durable.',
      't: Row level security is left out: whoever may read the table sees all of its rows.',
      't: Left out, Aurora DSQL stores tables its own way: fast, fillfactor=70.',
      't.a: Left out, Aurora DSQL stores columns its own way: lz4, 100.',
    ]);
  });

  it('DSQL-70: more than a table or cluster may have is said', () => {
    const design = new Design();
    for (let n = 0; n < 11; n++) design.namespace(`s${n}`);
    const columns = Array.from({ length: 256 }, (_, n) => `c${n}`);
    const table = design.table('t', Object.fromEntries(columns.map((name) => [name, 'integer'])));
    for (const [n, columnId] of design.columns(table, ...columns.slice(0, 25)).entries()) {
      design.add('index', { tableId: table, name: `i${n}`, elements: [{ columnId }] });
    }
    expect(noteOf(design)).toEqual([
      'schemas: 11 schemas: a cluster has at most 10.',
      't: 256 columns: a table has at most 255.',
      't: 25 keys and indexes: t may have 24.',
    ]);
  });
});

describe('statements kept as text', () => {
  const view = (design: Design, name: string, text: string) =>
    design.verbatim('view', name, text, { phase: 'after tables' });

  it('DSQL-60: views stay, without options; those over what is left out go with it, one after the other', () => {
    const design = new Design();
    design.table('t', { a: 'integer' });
    view(design, 'v', 'CREATE VIEW v WITH (security_barrier) AS SELECT a FROM t WITH CASCADED CHECK OPTION;');
    design.verbatim('materialized view', 'm', 'CREATE MATERIALIZED VIEW m AS SELECT 1', {
      phase: 'after tables',
      definesRelation: { namespaceId: design.public, name: 'm' },
    });
    design.verbatim('view', 'over_m', 'CREATE VIEW over_m AS SELECT * FROM m', {
      phase: 'after tables',
      definesRelation: { namespaceId: design.public, name: 'over_m' },
    });
    view(design, 'over_over', 'CREATE VIEW over_over AS SELECT * FROM over_m');
    const { sql } = exportAuroraDsql(design.state);
    expect(sql).toContain('CREATE VIEW v AS SELECT a FROM t;');
    expect(sql).not.toContain('over');
    expect(noteOf(design)).toEqual([
      'm: Left out: there are no materialized views.',
      'over_m: Left out: it needs “m”, which is left out.',
      'over_over: Left out: it needs “over_m”, which is left out.',
      'v: In its text WITH CHECK OPTION is left out.',
      'v: In its text WITH (security_barrier) is left out.',
    ]);
  });

  it('DSQL-61: functions in SQL stay where all that they name is there', () => {
    const design = new Design();
    const t = design.table('t', { a: 'integer', tags: 'text[]' });
    design.check(t, 'late', 'f(a) > 0');
    const add = (name: string, rest: string) =>
      design.verbatim('function', name, `CREATE FUNCTION ${name}${rest}`);
    design.add('enum', { namespaceId: design.public, name: 'mood', labels: ['x'] });
    add(
      'f',
      "(a integer) RETURNS integer LANGUAGE 'sql' ROWS 7 AS $$ SELECT count(*) FROM t WHERE 'x'::mood IS NULL $$",
    );
    add('g', '(name mood) RETURNS text LANGUAGE sql AS $$ SELECT 1 $$');
    add('h', '() RETURNS text[] LANGUAGE sql AS $$ SELECT tags FROM t $$');
    add('i', '(name text) RETURNS text LANGUAGE sql AS $$ SELECT app.missing(name) $$');
    const { sql } = exportAuroraDsql(design.state);
    expect(sql).toContain(
      "CREATE FUNCTION f(a integer) RETURNS integer LANGUAGE 'sql' AS $$ SELECT count(*) FROM t WHERE 'x'::text IS NULL $$;",
    );
    expect(sql.indexOf('CREATE TABLE t')).toBeLessThan(sql.indexOf('CREATE FUNCTION f'));
    expect(sql).toContain('ALTER TABLE t ADD CONSTRAINT late CHECK (f(a) > 0) NOT VALID;');
    expect(noteOf(design).filter((note) => note.includes('Left out'))).toEqual([
      'g: Left out: it takes or gives the type mood, which Aurora DSQL does not have.',
      'h: Left out: it reads “t.tags”, which has another form here or none.',
      'i: Left out: it calls missing(), which is not there.',
    ]);
  });

  it('DSQL-61: a function is made after those that it calls, and waits for a table with them', () => {
    const design = new Design();
    design.table('t', { a: 'integer' });
    const add = (name: string, body: string) =>
      design.verbatim(
        'function',
        name,
        `CREATE FUNCTION ${name}() RETURNS integer LANGUAGE sql AS $$ ${body} $$`,
      );
    add('outer_one', 'SELECT inner_one()');
    add('inner_one', 'SELECT count(*) FROM t');
    add('ping', 'SELECT pong()');
    add('pong', 'SELECT ping()');
    const made = [...exportAuroraDsql(design.state).sql.matchAll(/^CREATE (?:FUNCTION|TABLE) (\w+)/gm)];
    expect(made.map(([, name]) => name)).toEqual(['pong', 'ping', 't', 'inner_one', 'outer_one']);
  });

  it('DSQL-61: a function over a domain that stands on another type is left out', () => {
    const design = new Design();
    design.add('domain', { namespaceId: design.public, name: 'address', type: 'inet' });
    design.add('domain', { namespaceId: design.public, name: 'year', type: 'integer' });
    for (const type of ['address', 'year']) {
      const text = `CREATE FUNCTION of_${type}() RETURNS ${type} LANGUAGE sql AS $$ SELECT NULL::${type} $$`;
      design.verbatim('function', `of_${type}`, text);
    }
    expect(exportAuroraDsql(design.state).sql).toContain('CREATE FUNCTION of_year()');
    expect(noteOf(design)).toContain(
      'of_address: Left out: it uses the domain “address”, which stands on another type here.',
    );
  });

  it.each([
    ['extension', 'CREATE EXTENSION citext'],
    ['trigger', 'CREATE TRIGGER x BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()'],
    ['policy', 'CREATE POLICY x ON t'],
    ['grant', 'GRANT SELECT ON t TO x'],
    ['comment on view', "COMMENT ON VIEW x IS 'x'"],
    ['rule', 'CREATE RULE x AS ON INSERT TO t DO NOTHING'],
    ['operator class', 'CREATE OPERATOR CLASS x'],
  ])('DSQL-62: a statement of the kind “%s” is left out, and why is said', (tag, text) => {
    const design = new Design();
    design.verbatim(tag, 'x', text);
    expect(exportAuroraDsql(design.state).sql).not.toContain('CREATE');
    expect(exportAuroraDsql(design.state).report).toMatchObject([{ severity: 'warning', name: 'x' }]);
    expect(noteOf(design)[0]).toMatch(/^x: Left out: .*\.$/);
  });
});
