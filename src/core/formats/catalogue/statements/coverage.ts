import { readRows } from '../query';
import type { RecordBuilder } from '../record-builder';
import { address } from '../record-builder';
import type { Reading } from './statement';

/**
 * Every kind of object that a person can make in a database, with the rows that count as one of their own:
 * not parts that come with another object.
 */
const kinds: readonly (readonly [catalogue: string, condition: string])[] = [
  ['pg_namespace', "x.nspname !~ '^pg_'"],
  ['pg_class', "x.relkind NOT IN ('t', 'c') AND x.relpersistence <> 't'"],
  [
    'pg_type',
    "(x.typtype IN ('b', 'd', 'e', 'r', 'p') OR x.typtype = 'c' AND (SELECT c.relkind = 'c' FROM pg_catalog.pg_class c WHERE c.oid = x.typrelid)) AND NOT EXISTS (SELECT FROM pg_catalog.pg_type a WHERE a.typarray = x.oid)",
  ],
  [
    'pg_constraint',
    "x.contype IN ('p', 'u', 'f', 'x') AND x.conparentid = 0 OR x.contype = 'c' AND x.conislocal AND x.conrelid <> 0",
  ],
  ['pg_proc', 'true'],
  ['pg_trigger', 'NOT x.tgisinternal AND x.tgparentid = 0'],
  ['pg_rewrite', "x.rulename <> '_RETURN'"],
  ['pg_policy', 'true'],
  ['pg_statistic_ext', 'true'],
  ['pg_operator', 'x.oprcode <> 0'],
  ['pg_opclass', 'true'],
  ['pg_opfamily', 'true'],
  ['pg_cast', 'true'],
  ['pg_collation', 'true'],
  ['pg_conversion', 'true'],
  ['pg_ts_parser', 'true'],
  ['pg_ts_template', 'true'],
  ['pg_ts_dict', 'true'],
  ['pg_ts_config', 'true'],
  ['pg_foreign_data_wrapper', 'true'],
  ['pg_foreign_server', 'true'],
  ['pg_language', 'true'],
  ['pg_transform', 'true'],
  ['pg_am', 'true'],
  ['pg_extension', 'true'],
  ['pg_event_trigger', 'true'],
  ['pg_publication', 'true'],
];

type ObjectRow = {
  readonly catalogue: string;
  readonly oid: string;
  readonly type: string;
  readonly identity: string;
};

/** Says of every object that no record stands for that it is not there: nothing is lost in silence. */
export async function noteUncovered({ query, builder }: Reading): Promise<void> {
  const selects = kinds.map(
    ([catalogue, condition]) =>
      `SELECT '${catalogue}' AS catalogue, 'pg_catalog.${catalogue}'::pg_catalog.regclass::pg_catalog.oid AS classid, x.oid
         FROM pg_catalog.${catalogue} x
        WHERE x.oid >= 16384 AND (${condition})
          AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.objid = x.oid AND d.deptype IN (${internalToo(catalogue)})
                AND d.classid = 'pg_catalog.${catalogue}'::pg_catalog.regclass)`,
  );
  const rows = await readRows<ObjectRow>(
    query,
    `SELECT x.catalogue, x.oid::text AS oid, i.type, i.identity
       FROM (${selects.join(' UNION ALL ')}) x
       CROSS JOIN LATERAL pg_catalog.pg_identify_object(x.classid, x.oid, 0) i
      WHERE coalesce(i.schema, '') !~ '^pg_temp' AND coalesce(i.schema, '') <> 'pg_toast'
      ORDER BY i.type COLLATE "C", i.identity COLLATE "C"`,
  );
  for (const row of rows) {
    if (builder.idOf(address(row.catalogue, row.oid)) !== undefined) continue;
    if (isPartOfStatement(builder, row)) continue;
    builder.note(row.type, row.identity, 'not read: the model has no place for it');
    builder.diagnose(
      'warning',
      'not-read',
      `The ${row.type} ${row.identity} is left out: it is of a kind that is not read.`,
    );
  }
  await noteUnreadable(query, builder);
}

/** Functions and casts that a range type brings are its own. */
function internalToo(catalogue: string): string {
  return catalogue === 'pg_proc' || catalogue === 'pg_cast' ? "'e', 'i'" : "'e'";
}

/** Checks of a foreign table stand in its statement. */
function isPartOfStatement({ picture }: RecordBuilder, { catalogue, oid }: ObjectRow): boolean {
  if (catalogue !== 'pg_constraint') return false;
  const constraint = picture.constraints.find((row) => row.oid === oid);
  return picture.relationByOid.get(constraint?.relationOid ?? '')?.kind === 'f';
}

/** What is left out on purpose. */
async function noteUnreadable(query: Reading['query'], builder: RecordBuilder): Promise<void> {
  const rows = await readRows<{ readonly kind: string; readonly name: string }>(
    query,
    `SELECT 'subscription' AS kind, s.subname::text AS name FROM pg_catalog.pg_subscription s
      WHERE s.subdbid = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database())
     UNION ALL
     SELECT 'security label', l.objtype || ' ' || l.objname FROM pg_catalog.pg_seclabels l
     ORDER BY 1, 2`,
  );
  for (const { kind, name } of rows) {
    const reason =
      kind === 'subscription'
        ? 'skipped on purpose: it holds how to reach another server, and would connect'
        : 'skipped: labels belong to a security module of the server';
    builder.note(kind, name, reason);
  }
}

/** What the records cannot say about columns of partitions and heirs. */
export function noteInheritedNames(builder: RecordBuilder): void {
  for (const table of builder.picture.relations) {
    const parents = table.parents ?? [];
    if (parents.length === 0) continue;
    const name = builder.readableName(table.namespaceOid, table.name);
    const constraints = builder.picture.constraintsByRelation.get(table.oid) ?? [];
    const above = parents.flatMap((oid) => builder.picture.constraintsByRelation.get(oid) ?? []);
    const names = new Set(above.map((row) => row.name));
    const inherited = constraints.filter(
      (row) => row.kind === 'n' && row.inheritCount > 0 && !names.has(row.name),
    );
    for (const row of inherited) {
      const reason =
        'its name is not kept: an inherited not-null constraint is called like that of the table above';
      builder.note('not-null constraint', `${name}.${row.name}`, reason);
    }
    if (table.isPartition && hasOtherOrder(builder, table.oid, parents[0] ?? '')) {
      builder.diagnose(
        'info',
        'column-order',
        `The columns of the partition ${name} are in another order than its table’s; they will be in the table’s.`,
      );
    }
  }
}

function hasOtherOrder({ picture }: RecordBuilder, one: string, other: string): boolean {
  const names = (oid: string) => (picture.columnsByRelation.get(oid) ?? []).map((column) => column.name);
  return names(one).join('\0') !== names(other).join('\0');
}

/** Roles belong to the server and not to the database: whoever runs the script has to make them. */
export function noteRoles(builder: RecordBuilder): void {
  const names = [...builder.roles].sort();
  if (names.length === 0) return;
  builder.diagnose(
    'info',
    'roles',
    `Roles belong to the server and are not read; the schema names ${names.join(', ')}: make them before running its script.`,
  );
}
