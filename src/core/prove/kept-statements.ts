import type { Query } from '../formats/catalogue/query';
import { readRows } from '../formats/catalogue/query';
import type { Difference } from '../protocol/proof';
import type { MemoryState } from '../schema/memory-state';
import type { SchemaRecord } from '../schema/record';
import { significantTokens } from '../std/sql-tokens';

/** Something that statements kept as text make, as the catalogue has it. */
type KeptObject = {
  readonly tag: string;
  readonly namespace: string | null;
  readonly name: string;
  /** The table that a trigger, rule or policy is of. */
  readonly relation: string | null;
};

const makes = (tag: string, name: string, from: string, namespace = 'NULL', relation = 'NULL') =>
  `SELECT ${tag} AS tag, ${namespace}::text AS namespace, ${name}::text AS name, ${relation}::text AS relation FROM ${from}`;
const relations = 'pg_catalog.pg_class r JOIN pg_catalog.pg_namespace n ON n.oid = r.relnamespace';
const ofRelation = (catalogue: string, column: string) =>
  `pg_catalog.${catalogue} o JOIN pg_catalog.pg_class r ON r.oid = o.${column}`;

/** What a kept statement can be looked for as; the rest of them is executed, and that is all that is known. */
const catalogueQuery = [
  makes(
    `CASE r.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'f' THEN 'foreign table' WHEN 'i' THEN 'index' WHEN 'I' THEN 'index' WHEN 'c' THEN 'type' ELSE 'table' END`,
    'r.relname',
    `${relations} WHERE r.relkind IN ('v', 'm', 'f', 'i', 'I', 'c', 'r', 'p')`,
    'n.nspname',
  ),
  makes(
    `CASE p.prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' ELSE 'function' END`,
    'p.proname',
    'pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace WHERE p.oid >= 16384',
    'n.nspname',
  ),
  makes(
    `CASE t.typtype WHEN 'd' THEN 'domain' WHEN 'r' THEN 'range type' ELSE 'type' END`,
    't.typname',
    'pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace WHERE t.oid >= 16384',
    'n.nspname',
  ),
  makes(
    `'trigger'`,
    'o.tgname',
    `${ofRelation('pg_trigger', 'tgrelid')} WHERE NOT o.tgisinternal`,
    'NULL',
    'r.relname',
  ),
  makes(`'rule'`, 'o.rulename', ofRelation('pg_rewrite', 'ev_class'), 'NULL', 'r.relname'),
  makes(`'policy'`, 'o.polname', ofRelation('pg_policy', 'polrelid'), 'NULL', 'r.relname'),
  makes(`'extension'`, 'e.extname', 'pg_catalog.pg_extension e'),
  makes(`'event trigger'`, 'e.evtname', 'pg_catalog.pg_event_trigger e'),
  makes(`'publication'`, 'p.pubname', 'pg_catalog.pg_publication p'),
  makes(`'statistics'`, 's.stxname', 'pg_catalog.pg_statistic_ext s'),
  makes(`'collation'`, 'c.collname', 'pg_catalog.pg_collation c'),
  makes(`'server'`, 's.srvname', 'pg_catalog.pg_foreign_server s'),
].join(' UNION ALL ');

const lookedFor: ReadonlySet<string> = new Set([
  ...['view', 'materialized view', 'foreign table', 'index', 'table', 'function', 'procedure', 'aggregate'],
  ...[
    'domain',
    'range type',
    'type',
    'trigger',
    'rule',
    'policy',
    'extension',
    'event trigger',
    'publication',
  ],
  ...['statistics', 'collation', 'server'],
]);

/** Kept statements that made nothing of their kind and name, and how many were looked for. */
export async function missingKept(
  query: Query,
  state: MemoryState,
): Promise<{ readonly looked: number; readonly missing: readonly Difference[] }> {
  const kept = state.ofKind('verbatim').filter(({ body }) => lookedFor.has(body.tag) && body.name !== '');
  if (kept.length === 0) return { looked: 0, missing: [] };
  const there = new Map<string, KeptObject[]>();
  for (const object of await readRows<KeptObject>(query, catalogueQuery)) {
    const key = `${object.tag}\0${object.name}`;
    there.set(key, [...(there.get(key) ?? []), object]);
  }
  const missing = kept.filter((record) => !isThere(record, state, there));
  return {
    looked: kept.length,
    missing: missing.map(({ id, body }) => ({
      recordId: id,
      kind: body.tag,
      name: body.name,
      wanted: 'there',
    })),
  };
}

function isThere(
  { body }: SchemaRecord<'verbatim'>,
  state: MemoryState,
  there: ReadonlyMap<string, readonly KeptObject[]>,
): boolean {
  const parts = significantTokens(body.name).filter(({ kind }) => /identifier$/.test(kind));
  // An unquoted name of keywords or letters that need quotes is not always written with them.
  const name = parts.at(-1)?.value ?? body.name;
  const namespace = parts.length > 1 ? parts.at(-2)?.value : undefined;
  const table = body.recordId === undefined ? undefined : state.live(body.recordId, 'table')?.body.name;
  const found = [name, body.name].flatMap((one) => there.get(`${body.tag}\0${one}`) ?? []);
  return found.some(
    (object) =>
      (namespace === undefined || object.namespace === null || object.namespace === namespace) &&
      (table === undefined || object.relation === null || object.relation === table),
  );
}
