import type pg from 'pg';

/**
 * The objects of a database, each as one line that says all about it, to show which one differs where
 * two digests do. Partitions are left to their tables.
 */
const queries = {
  columns: `
    SELECT format('%s.%s', a.attrelid::regclass, quote_ident(a.attname)) AS name,
           format('%s%s%s%s%s%s', format_type(a.atttypid, a.atttypmod),
                  CASE WHEN a.attnotnull THEN ' not null' END,
                  CASE WHEN a.attidentity <> '' THEN ' identity ' || a.attidentity::text END,
                  CASE WHEN a.attgenerated <> '' THEN ' generated ' || a.attgenerated::text END,
                  ' default ' || pg_get_expr(d.adbin, d.adrelid),
                  ' collation ' || nullif(a.attcollation, 0)::regcollation) AS definition
      FROM pg_attribute a
      JOIN pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p', 'f')
      LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
     WHERE a.attnum > 0 AND NOT a.attisdropped AND c.oid >= 16384`,
  constraints: `
    SELECT format('%s.%s', conrelid::regclass, quote_ident(conname)) AS name, pg_get_constraintdef(oid) AS definition
      FROM pg_constraint WHERE conrelid <> 0 AND contype <> 'n' AND oid >= 16384`,
  indexes: `
    SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition
      FROM pg_index WHERE indexrelid >= 16384 AND indrelid::regclass::text NOT LIKE 'pg_toast.%'`,
  types: `
    SELECT t.oid::regtype::text AS name,
           concat(t.typtype, ' ', format_type(t.typbasetype, t.typtypmod), ' ', t.typdefault, ' ',
                  (SELECT string_agg(quote_literal(enumlabel), ',' ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid),
                  (SELECT string_agg(pg_get_constraintdef(k.oid), ',' ORDER BY conname) FROM pg_constraint k WHERE contypid = t.oid)
           ) AS definition
      FROM pg_type t WHERE t.oid >= 16384 AND t.typtype IN ('e', 'd', 'r')`,
  sequences: `
    SELECT seqrelid::regclass::text AS name,
           concat_ws(' ', format_type(seqtypid, NULL), seqstart, seqincrement, seqmin, seqmax, seqcycle) AS definition
      FROM pg_sequence`,
  views: `
    SELECT oid::regclass::text AS name, pg_get_viewdef(oid) AS definition
      FROM pg_class WHERE relkind IN ('v', 'm') AND oid >= 16384`,
  functions: `
    SELECT oid::regprocedure::text AS name,
           CASE WHEN prokind <> 'a' THEN pg_get_functiondef(oid) ELSE 'aggregate' END AS definition
      FROM pg_proc WHERE oid >= 16384`,
  triggers: `
    SELECT format('%s.%s', tgrelid::regclass, tgname) AS name, pg_get_triggerdef(oid) AS definition
      FROM pg_trigger WHERE NOT tgisinternal`,
  comments: `
    SELECT format('%s.%s', objoid::regclass, quote_ident(a.attname)) AS name, description AS definition
      FROM pg_description LEFT JOIN pg_attribute a ON a.attrelid = objoid AND a.attnum = objsubid AND objsubid > 0
     WHERE classoid = 'pg_class'::regclass AND objoid >= 16384`,
} as const;

export type ObjectKind = keyof typeof queries;
export const objectKinds = Object.keys(queries) as readonly ObjectKind[];

/** Definitions by name, of one kind. */
type Objects = ReadonlyMap<string, string>;

export async function listObjects(client: pg.Client): Promise<ReadonlyMap<ObjectKind, Objects>> {
  await client.query("SET search_path = ''");
  const found = new Map<ObjectKind, Objects>();
  for (const kind of objectKinds) {
    const { rows } = await client.query<{ name: string; definition: string | null }>(queries[kind]);
    found.set(kind, new Map(rows.map((row) => [row.name, row.definition ?? ''])));
  }
  return found;
}

/** One line for each object that is missing, too many or different. */
export function differences(
  wanted: ReadonlyMap<ObjectKind, Objects>,
  found: ReadonlyMap<ObjectKind, Objects>,
): readonly string[] {
  return objectKinds.flatMap((kind) => {
    const [before, after] = [wanted.get(kind), found.get(kind)];
    const names = [...new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])])].sort();
    return names.flatMap((name) => {
      const [was, is] = [before?.get(name), after?.get(name)];
      if (was === is) return [];
      if (is === undefined) return [`${kind}: ${name} is missing (${was ?? ''})`];
      if (was === undefined) return [`${kind}: ${name} is too many (${is})`];
      return [`${kind}: ${name}\n      original: ${was}\n      exported: ${is}`];
    });
  });
}
