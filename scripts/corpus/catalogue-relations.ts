import { identity, isOwn, OWN_OBJECTS, options, owner, privileges } from './catalogue-parts';

/** Tables, views, sequences and composite types, and what belongs to them. */
export const relationQueries = {
  relation: `${OWN_OBJECTS}
    SELECT format('%I.%I', r.nspname, r.relname) AS name, jsonb_build_object(
      'kind', r.relkind, 'persistence', r.relpersistence, 'owner', ${owner('r.relowner')},
      'access method', (SELECT amname FROM pg_am WHERE oid = r.relam),
      'tablespace', (SELECT spcname FROM pg_tablespace WHERE oid = r.reltablespace),
      'options', ${options('r.reloptions')},
      'toast options', (SELECT ${options('t.reloptions')} FROM pg_class t WHERE t.oid = r.reltoastrelid),
      'row security', r.relrowsecurity, 'forced row security', r.relforcerowsecurity,
      'replica identity', r.relreplident,
      'partitioned by', CASE WHEN r.relkind = 'p' THEN pg_get_partkeydef(r.oid) END,
      'bound', pg_get_expr(r.relpartbound, r.oid),
      'parents', (SELECT jsonb_agg(h.inhparent::regclass ORDER BY h.inhseqno) FROM pg_inherits h WHERE h.inhrelid = r.oid),
      'of type', nullif(r.reloftype, 0)::regtype,
      'query', CASE WHEN r.relkind IN ('v', 'm') THEN pg_get_viewdef(r.oid) END,
      'foreign server', (SELECT s.srvname FROM pg_foreign_table f JOIN pg_foreign_server s ON s.oid = f.ftserver WHERE f.ftrelid = r.oid),
      'foreign options', (SELECT ${options('f.ftoptions')} FROM pg_foreign_table f WHERE f.ftrelid = r.oid),
      'privileges', CASE WHEN r.relkind <> 'c' THEN
          CASE r.relkind WHEN 'S' THEN ${privileges('r.relacl', 's', 'r.relowner')}
                         ELSE ${privileges('r.relacl', 'r', 'r.relowner')} END END) AS definition
      FROM rel r WHERE r.relkind IN ('r', 'p', 'f', 'v', 'm', 'S', 'c')`,

  column: `${OWN_OBJECTS}
    SELECT format('%I.%I.%I', r.nspname, r.relname, a.attname) AS name, jsonb_build_object(
      'position', row_number() OVER (PARTITION BY r.oid ORDER BY a.attnum),
      'type', format_type(a.atttypid, a.atttypmod), 'not null', a.attnotnull,
      'default', pg_get_expr(d.adbin, d.adrelid), 'identity', a.attidentity, 'generated', a.attgenerated,
      'collation', CASE WHEN a.attcollation <> y.typcollation THEN a.attcollation::regcollation END,
      'storage', CASE WHEN a.attstorage <> y.typstorage THEN a.attstorage END,
      'compression', nullif(a.attcompression::text, ''),
      'statistics', nullif(a.attstattarget, -1),
      'options', ${options('a.attoptions')}, 'foreign options', ${options('a.attfdwoptions')},
      'local', a.attislocal, 'inherited', a.attinhcount,
      'privileges', CASE WHEN a.attacl IS NOT NULL THEN ${privileges('a.attacl', 'c', 'r.relowner')} END) AS definition
      FROM rel r
      JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
      JOIN pg_type y ON y.oid = a.atttypid
      LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
     WHERE r.relkind IN ('r', 'p', 'f', 'v', 'm', 'c')`,

  // A not-null constraint is a constraint from PostgreSQL 18 on. The server itself names it after table and
  // column, cut and numbered where needed; only another name is somebody's choice. Of one that comes from a table
  // above, the name only tells whether the table was made with it or got it later.
  'not-null constraint': `${OWN_OBJECTS}
    SELECT format('%I.%I.%I', r.nspname, r.relname, a.attname) AS name, jsonb_build_object(
      'name', CASE WHEN k.coninhcount > 0 OR k.conname ~ '_not_null[0-9]*$'
                    AND (octet_length(r.relname || a.attname) > 53
                         OR k.conname ~ ('^' || regexp_replace(r.relname || '_' || a.attname, '(\\W)', '\\\\\\1', 'g') || '_not_null[0-9]*$'))
                   THEN NULL ELSE k.conname END,
      'no inherit', k.connoinherit, 'validated', k.convalidated,
      'local', k.conislocal, 'inherited', k.coninhcount) AS definition
      FROM rel r JOIN pg_constraint k ON k.conrelid = r.oid AND k.contype = 'n'
      JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum = k.conkey[1]`,

  constraint: `${OWN_OBJECTS}
    SELECT ${identity('pg_constraint', 'k.oid')} AS name, jsonb_build_object(
      'definition', pg_get_constraintdef(k.oid), 'local', k.conislocal, 'inherited', k.coninhcount,
      -- Of keys it only tells whether the constraint was made for the table ONLY.
      'no inherit', k.connoinherit AND k.contype = 'c', 'validated', k.convalidated,
      'parent', (SELECT p.conrelid::regclass FROM pg_constraint p WHERE p.oid = k.conparentid)) AS definition
      FROM pg_constraint k
     WHERE k.contype NOT IN ('n', 't') AND k.connamespace IN (SELECT oid FROM ns)
       AND (k.conrelid IN (SELECT oid FROM rel) OR (k.contypid <> 0 AND ${isOwn('pg_type', 'k.contypid')}))`,

  index: `${OWN_OBJECTS}
    SELECT i.indexrelid::regclass::text AS name, jsonb_build_object(
      'definition', pg_get_indexdef(i.indexrelid), 'valid', i.indisvalid, 'clustered', i.indisclustered,
      'replica identity', i.indisreplident, 'unique', i.indisunique, 'primary', i.indisprimary,
      'exclusion', i.indisexclusion, 'immediate', i.indimmediate,
      'tablespace', (SELECT spcname FROM pg_tablespace WHERE oid = x.reltablespace),
      'constraint', (SELECT k.conname FROM pg_constraint k WHERE k.conindid = x.oid AND k.contype IN ('p', 'u', 'x')),
      'parent', (SELECT h.inhparent::regclass FROM pg_inherits h WHERE h.inhrelid = x.oid),
      'statistics', (SELECT jsonb_object_agg(a.attnum, a.attstattarget) FROM pg_attribute a
                      WHERE a.attrelid = x.oid AND a.attstattarget >= 0),
      'column options', (SELECT jsonb_object_agg(a.attnum, a.attoptions) FROM pg_attribute a
                      WHERE a.attrelid = x.oid AND a.attoptions IS NOT NULL)) AS definition
      FROM pg_index i JOIN rel r ON r.oid = i.indrelid JOIN pg_class x ON x.oid = i.indexrelid`,

  sequence: `${OWN_OBJECTS}
    SELECT format('%I.%I', r.nspname, r.relname) AS name, jsonb_build_object(
      'type', format_type(s.seqtypid, NULL), 'start', s.seqstart::text, 'increment', s.seqincrement::text,
      'minimum', s.seqmin::text, 'maximum', s.seqmax::text, 'cache', s.seqcache::text, 'cycle', s.seqcycle,
      'owned by', (SELECT ${identity('pg_class', 'd.refobjid', 'd.refobjsubid')} || ' ' || d.deptype::text FROM pg_depend d
                    WHERE d.classid = 'pg_class'::regclass AND d.objid = r.oid AND d.deptype IN ('a', 'i')
                      AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0)) AS definition
      FROM rel r JOIN pg_sequence s ON s.seqrelid = r.oid`,

  trigger: `${OWN_OBJECTS}
    SELECT ${identity('pg_trigger', 't.oid')} AS name, jsonb_build_object(
      'definition', pg_get_triggerdef(t.oid), 'enabled', t.tgenabled, 'cloned', t.tgparentid <> 0) AS definition
      FROM pg_trigger t JOIN rel r ON r.oid = t.tgrelid WHERE NOT t.tgisinternal`,

  rule: `${OWN_OBJECTS}
    SELECT ${identity('pg_rewrite', 'w.oid')} AS name, jsonb_build_object(
      'definition', pg_get_ruledef(w.oid), 'enabled', w.ev_enabled) AS definition
      FROM pg_rewrite w JOIN rel r ON r.oid = w.ev_class WHERE w.rulename <> '_RETURN'`,

  policy: `${OWN_OBJECTS}
    SELECT ${identity('pg_policy', 'p.oid')} AS name, jsonb_build_object(
      'command', p.polcmd, 'permissive', p.polpermissive,
      'roles', (SELECT jsonb_agg(CASE WHEN o = 0 THEN 'PUBLIC' ELSE pg_get_userbyid(o) END ORDER BY 1) FROM unnest(p.polroles) o),
      'using', pg_get_expr(p.polqual, p.polrelid), 'with check', pg_get_expr(p.polwithcheck, p.polrelid)) AS definition
      FROM pg_policy p JOIN rel r ON r.oid = p.polrelid`,

  statistics: `${OWN_OBJECTS}
    SELECT ${identity('pg_statistic_ext', 's.oid')} AS name, jsonb_build_object(
      'definition', pg_get_statisticsobjdef(s.oid), 'target', nullif(s.stxstattarget, -1), 'owner', ${owner('s.stxowner')}) AS definition
      FROM pg_statistic_ext s JOIN rel r ON r.oid = s.stxrelid`,
} as const;
