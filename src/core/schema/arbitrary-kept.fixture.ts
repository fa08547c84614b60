import { quoteIdentifier, quoteQualifiedName } from '../std/sql-identifier';
import type { Draw } from './arbitrary-draw.fixture';
import type { BodyOf } from './bodies';
import type { RecordId } from './ids';

type Kept = { readonly tag: string; readonly name: string; readonly text: string } & Partial<
  BodyOf<'verbatim'>
>;

function keep(draw: Draw, { tag, name, text, ...more }: Kept): RecordId {
  return draw.design.verbatim(tag, name, text, more);
}

const after = { phase: 'after constraints' } as const;

/** A name in a namespace, as a person reads it and as SQL has it. */
function nameIn(draw: Draw, namespaceId: RecordId, own: string): string {
  return quoteQualifiedName(draw.body(namespaceId, 'namespace').name, own);
}

function tableSql(draw: Draw, tableId: RecordId): string {
  const { namespaceId, name } = draw.body(tableId, 'table');
  return quoteQualifiedName(draw.body(namespaceId, 'namespace').name, name);
}

/** What stands before the tables, and a domain whose check calls it. */
export function addEarlyStatements(draw: Draw, namespaces: readonly RecordId[]): void {
  if (draw.chance(8)) {
    keep(draw, {
      tag: 'extension',
      name: 'fuzzystrmatch',
      text: 'CREATE EXTENSION fuzzystrmatch WITH SCHEMA public',
    });
  }
  if (draw.chance(3)) {
    const name = nameIn(draw, draw.one(namespaces), draw.unique('early'));
    keep(draw, {
      tag: 'function',
      name,
      text: `CREATE FUNCTION ${name}(value text) RETURNS boolean IMMUTABLE LANGUAGE sql AS $$ SELECT value <> '' $$`,
    });
    draw.named('domain', {
      namespaceId: draw.one(namespaces),
      type: 'text',
      checks: [{ name: 'is early', expression: `${name}(VALUE)` }],
    });
  }
  if (draw.chance(6)) {
    const name = nameIn(draw, draw.one(namespaces), draw.unique('act'));
    keep(draw, {
      tag: 'procedure',
      name,
      text: `CREATE PROCEDURE ${name}(INOUT "order" integer) LANGUAGE plpgsql AS $$ BEGIN "order" := 1; END $$;`,
    });
  }
}

/** Functions that build on tables, and what calls them; then views, triggers, rules, policies, privileges. */
export function addLateStatements(
  draw: Draw,
  namespaces: readonly RecordId[],
  tables: readonly RecordId[],
): void {
  const on = () => tableSql(draw, draw.one(tables));
  if (draw.chance(3)) addLateFunction(draw, draw.one(namespaces), tables);
  draw.times(2, () => addView(draw, draw.one(namespaces), on()));
  if (draw.chance(3)) addTrigger(draw, draw.one(namespaces), draw.one(tables));
  if (draw.chance(4)) {
    const tableId = draw.one(tables);
    const rule = draw.unique('rule "');
    keep(draw, {
      tag: 'rule',
      name: rule,
      text: `CREATE RULE ${quoteIdentifier(rule)} AS ON DELETE TO ${tableSql(draw, tableId)} DO ALSO NOTHING`,
      recordId: tableId,
      ...after,
    });
  }
  if (draw.chance(4)) {
    const tableId = draw.one(tables);
    const policy = draw.unique('policy "');
    keep(draw, {
      tag: 'policy',
      name: policy,
      text: `CREATE POLICY ${quoteIdentifier(policy)} ON ${tableSql(draw, tableId)} FOR SELECT TO vz_reader USING (true)`,
      recordId: tableId,
      ...after,
    });
  }
  if (draw.chance(3)) {
    const target = on();
    keep(draw, {
      tag: 'grant',
      name: target,
      text: `GRANT SELECT, INSERT ON ${target} TO vz_reader WITH GRANT OPTION;`,
      ...after,
    });
  }
}

/** A function whose body is bound to a table, and a default that calls it. */
function addLateFunction(draw: Draw, namespaceId: RecordId, tables: readonly RecordId[]): void {
  const name = nameIn(draw, namespaceId, draw.unique('late'));
  const table = tableSql(draw, draw.one(tables));
  keep(draw, {
    tag: 'function',
    name,
    text: `CREATE FUNCTION ${name}() RETURNS bigint BEGIN ATOMIC SELECT count(*) FROM ${table}; END`,
    phase: 'after tables',
  });
  const own = tables.filter((id) => draw.body(id, 'table').partitionOf === undefined);
  draw.design.column(draw.one(own), draw.unique('counted "'), 'bigint', {
    default: { kind: 'expression', text: `${name}()` },
  });
}

function addView(draw: Draw, namespaceId: RecordId, table: string): void {
  const own = draw.unique('view');
  const name = nameIn(draw, namespaceId, own);
  const tag = draw.one(['view', 'materialized view']);
  keep(draw, {
    tag,
    name,
    text: `CREATE ${tag.toUpperCase()} ${name} AS SELECT count(*) AS "order" FROM ${table} -- all`,
    definesRelation: { namespaceId, name: own },
    definesType: { namespaceId, name: own },
    ...after,
  });
  if (draw.chance(3)) {
    keep(draw, {
      tag: `comment on ${tag}`,
      name,
      text: `COMMENT ON ${tag.toUpperCase()} ${name} IS 'it''s'`,
      ...after,
    });
  }
  if (draw.chance(3)) {
    keep(draw, {
      tag: `alter ${tag}`,
      name,
      text: `ALTER ${tag.toUpperCase()} ${name} OWNER TO vz_owner`,
      ...after,
    });
  }
}

function addTrigger(draw: Draw, namespaceId: RecordId, tableId: RecordId): void {
  const name = nameIn(draw, namespaceId, draw.unique('stamp'));
  keep(draw, {
    tag: 'function',
    name,
    text: `CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$`,
  });
  const trigger = draw.unique('trigger "');
  keep(draw, {
    tag: 'trigger',
    name: trigger,
    text: `CREATE TRIGGER ${quoteIdentifier(trigger)} BEFORE UPDATE ON ${tableSql(draw, tableId)} FOR EACH ROW EXECUTE FUNCTION ${name}()`,
    recordId: tableId,
    ...after,
  });
}
