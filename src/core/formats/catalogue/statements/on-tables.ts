import { quoteIdentifier, quoteLiteral } from '../../../std/sql-identifier';
import { inUserNamespace, notOfExtension, readRows } from '../query';
import { address } from '../record-builder';
import type { Reading, Statement } from './statement';
import { qualifiedName, role } from './statement';

type OnTable = {
  readonly oid: string;
  readonly name: string;
  readonly relationOid: string;
  /** Qualified and quoted. */
  readonly relation: string;
};

const relationOf = (alias: string, oid: string) =>
  `JOIN pg_catalog.pg_class ${alias} ON ${alias}.oid = ${oid} JOIN pg_catalog.pg_namespace ${alias}n ON ${alias}n.oid = ${alias}.relnamespace`;
const relationText = (alias: string) => qualifiedName(`${alias}n.nspname`, `${alias}.relname`);

type TriggerRow = OnTable & {
  readonly definition: string;
  readonly enabled: 'O' | 'D' | 'R' | 'A';
  readonly parentOid: string;
};

/** Triggers; those that a partition has from its table come with it, but may be enabled otherwise. */
export async function readTriggers({ query }: Reading): Promise<readonly Statement[]> {
  const rows = await readRows<TriggerRow>(
    query,
    `SELECT t.oid::text AS oid, t.tgname AS name, t.tgrelid::text AS "relationOid", ${relationText('c')} AS relation,
            pg_catalog.pg_get_triggerdef(t.oid) AS definition, t.tgenabled AS enabled, t.tgparentid::text AS "parentOid"
       FROM pg_catalog.pg_trigger t ${relationOf('c', 't.tgrelid')}
      WHERE (NOT t.tgisinternal OR t.tgparentid <> 0) AND t.tgconstraint NOT IN
              (SELECT k.oid FROM pg_catalog.pg_constraint k WHERE k.contype <> 't')
        AND ${inUserNamespace('c.relnamespace')} AND ${notOfExtension('pg_trigger', 't.oid')}
      ORDER BY 4, t.tgname COLLATE "C"`,
  );
  const enabledByOid = new Map(rows.map((row) => [row.oid, row.enabled]));
  return rows.flatMap((row) => {
    const isPart = row.parentOid !== '0';
    const usual = isPart ? (enabledByOid.get(row.parentOid) ?? 'O') : 'O';
    const made: readonly Statement[] = isPart ? [] : [madeOn(row, 'trigger', 'pg_trigger', row.definition)];
    const state = row.enabled === usual ? [] : [enabling(row, 'TRIGGER', 'pg_trigger', row.enabled)];
    return [...made, ...state];
  });
}

function madeOn(row: OnTable, tag: string, catalogue: string, text: string): Statement {
  return {
    makes: address(catalogue, row.oid),
    about: address('pg_class', row.relationOid),
    tag,
    name: row.name,
    text: text.trim().replace(/;$/, ''),
    phase: 'after constraints',
  };
}

/** ALTER TABLE … DISABLE TRIGGER and the like: when it fires, where that is not as usual. */
function enabling(row: OnTable, what: 'TRIGGER' | 'RULE', catalogue: string, state: string): Statement {
  const words =
    state === 'D' ? 'DISABLE' : state === 'R' ? 'ENABLE REPLICA' : state === 'A' ? 'ENABLE ALWAYS' : 'ENABLE';
  return {
    makes: null,
    about: address('pg_class', row.relationOid),
    needs: [address(catalogue, row.oid)],
    tag: 'alter table',
    name: row.name,
    // Of a partitioned table: of its own only, each partition says what holds for it.
    text: `ALTER TABLE ONLY ${row.relation} ${words} ${what} ${quoteIdentifier(row.name)}`,
    phase: 'after constraints',
  };
}

type RuleRow = OnTable & { readonly definition: string; readonly enabled: string };

export async function readRules({ query }: Reading): Promise<readonly Statement[]> {
  const rows = await readRows<RuleRow>(
    query,
    `SELECT r.oid::text AS oid, r.rulename AS name, r.ev_class::text AS "relationOid", ${relationText('c')} AS relation,
            pg_catalog.pg_get_ruledef(r.oid) AS definition, r.ev_enabled AS enabled
       FROM pg_catalog.pg_rewrite r ${relationOf('c', 'r.ev_class')}
      WHERE r.rulename <> '_RETURN' AND ${inUserNamespace('c.relnamespace')} AND ${notOfExtension('pg_class', 'c.oid')}
      ORDER BY 4, r.rulename COLLATE "C"`,
  );
  return rows.flatMap((row) => [
    madeOn(row, 'rule', 'pg_rewrite', row.definition),
    ...(row.enabled === 'O' ? [] : [enabling(row, 'RULE', 'pg_rewrite', row.enabled)]),
  ]);
}

type PolicyRow = OnTable & {
  readonly command: 'r' | 'a' | 'w' | 'd' | '*';
  readonly permissive: boolean;
  /** Null stands for PUBLIC. */
  readonly roles: readonly (string | null)[];
  readonly using: string | null;
  readonly check: string | null;
};

const policyCommands = { r: 'SELECT', a: 'INSERT', w: 'UPDATE', d: 'DELETE', '*': '' } as const;

export async function readPolicies({ query, builder }: Reading): Promise<readonly Statement[]> {
  const rows = await readRows<PolicyRow>(
    query,
    `SELECT p.oid::text AS oid, p.polname AS name, p.polrelid::text AS "relationOid", ${relationText('c')} AS relation,
            p.polcmd AS command, p.polpermissive AS permissive,
            (SELECT pg_catalog.json_agg(CASE WHEN r.id <> 0 THEN pg_catalog.pg_get_userbyid(r.id) END ORDER BY r.place)
               FROM pg_catalog.unnest(p.polroles) WITH ORDINALITY AS r (id, place)) AS roles,
            pg_catalog.pg_get_expr(p.polqual, p.polrelid) AS using, pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid) AS check
       FROM pg_catalog.pg_policy p ${relationOf('c', 'p.polrelid')}
      WHERE ${inUserNamespace('c.relnamespace')} AND ${notOfExtension('pg_policy', 'p.oid')}
      ORDER BY 4, p.polname COLLATE "C"`,
  );
  return rows.map((row) => {
    for (const name of row.roles) if (name !== null) builder.roles.add(name);
    const command = policyCommands[row.command];
    const parts = [
      `CREATE POLICY ${quoteIdentifier(row.name)} ON ${row.relation}`,
      row.permissive ? '' : 'AS RESTRICTIVE',
      command === '' ? '' : `FOR ${command}`,
      `TO ${row.roles.map(role).join(', ')}`,
      row.using === null ? '' : `USING (${row.using})`,
      row.check === null ? '' : `WITH CHECK (${row.check})`,
    ];
    return madeOn(row, 'policy', 'pg_policy', parts.filter((part) => part !== '').join(' '));
  });
}

type StatisticsRow = OnTable & { readonly definition: string; readonly target: number | null };

/** Statistics objects (CREATE STATISTICS). */
export async function readStatistics({ query }: Reading): Promise<readonly Statement[]> {
  const rows = await readRows<StatisticsRow>(
    query,
    `SELECT s.oid::text AS oid, ${qualifiedName('n.nspname', 's.stxname')} AS name, s.stxrelid::text AS "relationOid",
            ${relationText('c')} AS relation, pg_catalog.pg_get_statisticsobjdef(s.oid) AS definition,
            CASE WHEN s.stxstattarget >= 0 THEN s.stxstattarget END AS target
       FROM pg_catalog.pg_statistic_ext s JOIN pg_catalog.pg_namespace n ON n.oid = s.stxnamespace ${relationOf('c', 's.stxrelid')}
      WHERE ${inUserNamespace('s.stxnamespace')} AND ${notOfExtension('pg_statistic_ext', 's.oid')}
      ORDER BY 2`,
  );
  return rows.flatMap((row) => {
    const made = madeOn(row, 'statistics', 'pg_statistic_ext', row.definition);
    if (row.target === null) return [made];
    const text = `ALTER STATISTICS ${row.name} SET STATISTICS ${row.target}`;
    const needs = [address('pg_statistic_ext', row.oid)];
    return [made, { ...made, makes: null, needs, tag: 'alter statistics', text }];
  });
}

type EventTriggerRow = {
  readonly oid: string;
  readonly name: string;
  readonly event: string;
  readonly tags: readonly string[] | null;
  readonly routine: string;
  readonly enabled: string;
};

export async function readEventTriggers({ query }: Reading): Promise<readonly Statement[]> {
  const rows = await readRows<EventTriggerRow>(
    query,
    `SELECT e.oid::text AS oid, e.evtname AS name, e.evtevent AS event, e.evttags AS tags,
            ${qualifiedName('n.nspname', 'f.proname')} AS routine, e.evtenabled AS enabled
       FROM pg_catalog.pg_event_trigger e JOIN pg_catalog.pg_proc f ON f.oid = e.evtfoid
       JOIN pg_catalog.pg_namespace n ON n.oid = f.pronamespace
      WHERE e.oid >= 16384 AND ${notOfExtension('pg_event_trigger', 'e.oid')}
      ORDER BY e.evtname COLLATE "C"`,
  );
  return rows.flatMap((row) => {
    const tags = row.tags === null ? '' : ` WHEN TAG IN (${row.tags.map(quoteLiteral).join(', ')})`;
    const made: Statement = {
      makes: address('pg_event_trigger', row.oid),
      tag: 'event trigger',
      name: row.name,
      text: `CREATE EVENT TRIGGER ${quoteIdentifier(row.name)} ON ${row.event}${tags} EXECUTE FUNCTION ${row.routine}()`,
      phase: 'after constraints',
    };
    if (row.enabled === 'O') return [made];
    const words = row.enabled === 'D' ? 'DISABLE' : row.enabled === 'R' ? 'ENABLE REPLICA' : 'ENABLE ALWAYS';
    const text = `ALTER EVENT TRIGGER ${quoteIdentifier(row.name)} ${words}`;
    const about = address('pg_event_trigger', row.oid);
    return [made, { ...made, makes: null, about, tag: 'alter event trigger', text }];
  });
}
