import { identity, isOwn, OWN_OBJECTS, options, owner, privileges, rowWithout } from './catalogue-parts';

/** Schemas, types, routines, and all that is rarer. */
export const objectQueries = {
  schema: `${OWN_OBJECTS}
    SELECT nspname AS name, jsonb_build_object('owner', ${owner('nspowner')},
      'privileges', ${privileges('nspacl', 'n', 'nspowner')}) AS definition FROM ns`,

  extension: `
    SELECT e.extname AS name, jsonb_build_object('schema', e.extnamespace::regnamespace) AS definition FROM pg_extension e`,

  type: `${OWN_OBJECTS}
    SELECT ${identity('pg_type', 't.oid')} AS name, jsonb_build_object(
      'kind', t.typtype, 'owner', ${owner('t.typowner')},
      'base', CASE WHEN t.typbasetype <> 0 THEN format_type(t.typbasetype, t.typtypmod) END,
      'not null', t.typnotnull, 'default', t.typdefault,
      'collation', CASE WHEN t.typcollation <> coalesce((SELECT b.typcollation FROM pg_type b WHERE b.oid = t.typbasetype), t.typcollation)
                        THEN t.typcollation::regcollation END,
      'labels', (SELECT jsonb_agg(enumlabel ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid),
      'range', (SELECT jsonb_build_object('subtype', rngsubtype::regtype, 'collation', nullif(rngcollation, 0)::regcollation,
                  'class', (SELECT opcname FROM pg_opclass WHERE oid = rngsubopc), 'canonical', rngcanonical::regproc,
                  'difference', rngsubdiff::regproc, 'multirange', rngmultitypid::regtype)
                  FROM pg_range WHERE rngtypid = t.oid),
      'base type', CASE WHEN t.typtype = 'b' AND t.typelem = 0 OR NOT t.typisdefined
                        THEN jsonb_build_object('input', t.typinput, 'output', t.typoutput, 'receive', t.typreceive, 'send', t.typsend,
                             'length', t.typlen, 'by value', t.typbyval, 'align', t.typalign, 'storage', t.typstorage,
                             'category', t.typcategory, 'preferred', t.typispreferred, 'delimiter', t.typdelim, 'defined', t.typisdefined) END,
      'privileges', ${privileges('t.typacl', 'T', 't.typowner')}) AS definition
      FROM pg_type t JOIN ns ON ns.oid = t.typnamespace LEFT JOIN pg_class c ON c.oid = t.typrelid
     WHERE ${isOwn('pg_type', 't.oid')} AND (c.oid IS NULL OR c.relkind = 'c')
       AND NOT EXISTS (SELECT FROM pg_type e WHERE e.typarray = t.oid) AND t.typtype <> 'm'`,

  routine: `${OWN_OBJECTS}
    SELECT ${identity('pg_proc', 'p.oid')} AS name, jsonb_build_object(
      'definition', CASE WHEN p.prokind <> 'a' THEN pg_get_functiondef(p.oid) END, 'owner', ${owner('p.proowner')},
      'aggregate', (SELECT jsonb_build_object('arguments', pg_get_function_arguments(p.oid), 'result', pg_get_function_result(p.oid),
                      'parallel', p.proparallel, 'kind', g.aggkind, 'direct', g.aggnumdirectargs, 'transition', g.aggtransfn,
                      'final', g.aggfinalfn, 'combine', g.aggcombinefn, 'serialise', g.aggserialfn, 'deserialise', g.aggdeserialfn,
                      'moving', jsonb_build_array(g.aggmtransfn, g.aggminvtransfn, g.aggmfinalfn, g.aggmfinalextra, g.aggmfinalmodify, nullif(g.aggmtranstype, 0)::regtype, g.aggmtransspace, g.aggminitval),
                      'extra', g.aggfinalextra, 'modify', g.aggfinalmodify, 'state', g.aggtranstype::regtype, 'space', g.aggtransspace,
                      'initial', g.agginitval, 'sort', nullif(g.aggsortop, 0)::regoperator)
                      FROM pg_aggregate g WHERE g.aggfnoid = p.oid),
      'privileges', ${privileges('p.proacl', 'f', 'p.proowner')}) AS definition
      FROM pg_proc p JOIN ns ON ns.oid = p.pronamespace
     WHERE ${isOwn('pg_proc', 'p.oid')}
       AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'i')`,

  'event trigger': `${OWN_OBJECTS}
    SELECT e.evtname AS name, jsonb_build_object('event', e.evtevent, 'function', e.evtfoid::regprocedure, 'enabled', e.evtenabled,
      'tags', to_jsonb(e.evttags), 'owner', ${owner('e.evtowner')}) AS definition
      FROM pg_event_trigger e WHERE ${isOwn('pg_event_trigger', 'e.oid')}`,

  operator: `${OWN_OBJECTS}
    SELECT ${identity('pg_operator', 'o.oid')} AS name, jsonb_build_object('function', o.oprcode::regprocedure, 'result', nullif(o.oprresult, 0)::regtype,
      'commutator', nullif(o.oprcom, 0)::regoperator, 'negator', nullif(o.oprnegate, 0)::regoperator, 'restrict', o.oprrest, 'join', o.oprjoin,
      'hashes', o.oprcanhash, 'merges', o.oprcanmerge, 'owner', ${owner('o.oprowner')}) AS definition
      FROM pg_operator o JOIN ns ON ns.oid = o.oprnamespace WHERE ${isOwn('pg_operator', 'o.oid')}`,

  'operator class': `${OWN_OBJECTS}
    SELECT ${identity('pg_opclass', 'o.oid')} AS name, jsonb_build_object('type', o.opcintype::regtype, 'default', o.opcdefault, 'key', nullif(o.opckeytype, 0)::regtype,
      'family', ${identity('pg_opfamily', 'o.opcfamily')}, 'owner', ${owner('o.opcowner')}) AS definition
      FROM pg_opclass o JOIN ns ON ns.oid = o.opcnamespace WHERE ${isOwn('pg_opclass', 'o.oid')}`,

  'operator family': `${OWN_OBJECTS}
    SELECT ${identity('pg_opfamily', 'f.oid')} AS name, jsonb_build_object('owner', ${owner('f.opfowner')},
      'operators', (SELECT jsonb_agg(line ORDER BY line) FROM (SELECT format('%s %s %s', amopstrategy, amopopr::regoperator, amoppurpose) AS line
                     FROM pg_amop WHERE amopfamily = f.oid) q),
      'functions', (SELECT jsonb_agg(line ORDER BY line) FROM (SELECT format('%s %s', amprocnum, amproc::regprocedure) AS line
                     FROM pg_amproc WHERE amprocfamily = f.oid) q)) AS definition
      FROM pg_opfamily f JOIN ns ON ns.oid = f.opfnamespace WHERE ${isOwn('pg_opfamily', 'f.oid')}`,

  cast: `${OWN_OBJECTS}
    SELECT ${identity('pg_cast', 'c.oid')} AS name, jsonb_build_object('function', nullif(c.castfunc, 0)::regprocedure,
      'context', c.castcontext, 'method', c.castmethod) AS definition
      FROM pg_cast c WHERE c.oid >= 16384 AND ${isOwn('pg_cast', 'c.oid')}`,

  collation: `${OWN_OBJECTS}
    SELECT ${identity('pg_collation', 'c.oid')} AS name,
      ${rowWithout('c', 'collname', 'collnamespace', 'collowner', 'collversion')} || jsonb_build_object('owner', ${owner('c.collowner')}) AS definition
      FROM pg_collation c JOIN ns ON ns.oid = c.collnamespace WHERE ${isOwn('pg_collation', 'c.oid')}`,

  conversion: `${OWN_OBJECTS}
    SELECT ${identity('pg_conversion', 'c.oid')} AS name, jsonb_build_object('function', c.conproc::regproc, 'default', c.condefault,
      'from', c.conforencoding, 'to', c.contoencoding, 'owner', ${owner('c.conowner')}) AS definition
      FROM pg_conversion c JOIN ns ON ns.oid = c.connamespace WHERE ${isOwn('pg_conversion', 'c.oid')}`,

  'text search configuration': `${OWN_OBJECTS}
    SELECT ${identity('pg_ts_config', 'c.oid')} AS name, jsonb_build_object('parser', ${identity('pg_ts_parser', 'c.cfgparser')}, 'owner', ${owner('c.cfgowner')},
      'mapping', (SELECT jsonb_agg(format('%s %s %s', maptokentype, mapseqno, mapdict::regdictionary) ORDER BY maptokentype, mapseqno)
                    FROM pg_ts_config_map WHERE mapcfg = c.oid)) AS definition
      FROM pg_ts_config c JOIN ns ON ns.oid = c.cfgnamespace WHERE ${isOwn('pg_ts_config', 'c.oid')}`,

  'text search dictionary': `${OWN_OBJECTS}
    SELECT ${identity('pg_ts_dict', 'd.oid')} AS name, jsonb_build_object('template', ${identity('pg_ts_template', 'd.dicttemplate')},
      'options', d.dictinitoption, 'owner', ${owner('d.dictowner')}) AS definition
      FROM pg_ts_dict d JOIN ns ON ns.oid = d.dictnamespace WHERE ${isOwn('pg_ts_dict', 'd.oid')}`,

  language: `${OWN_OBJECTS}
    SELECT l.lanname AS name, jsonb_build_object('owner', ${owner('l.lanowner')},
      'privileges', ${privileges('l.lanacl', 'l', 'l.lanowner')}) AS definition
      FROM pg_language l WHERE l.lanispl AND (${isOwn('pg_language', 'l.oid')} OR l.lanacl IS NOT NULL)`,

  'foreign data wrapper': `${OWN_OBJECTS}
    SELECT w.fdwname AS name, jsonb_build_object('handler', w.fdwhandler::regproc, 'validator', w.fdwvalidator::regproc, 'options', ${options('w.fdwoptions')},
      'owner', ${owner('w.fdwowner')}, 'privileges', ${privileges('w.fdwacl', 'F', 'w.fdwowner')}) AS definition
      FROM pg_foreign_data_wrapper w WHERE ${isOwn('pg_foreign_data_wrapper', 'w.oid')}`,

  'foreign server': `
    SELECT s.srvname AS name, jsonb_build_object('wrapper', (SELECT fdwname FROM pg_foreign_data_wrapper WHERE oid = s.srvfdw), 'type', s.srvtype,
      'version', s.srvversion, 'options', ${options('s.srvoptions')}, 'owner', ${owner('s.srvowner')},
      'privileges', ${privileges('s.srvacl', 'S', 's.srvowner')}) AS definition
      FROM pg_foreign_server s`,

  'user mapping': `
    SELECT ${identity('pg_user_mapping', 'm.oid')} AS name, jsonb_build_object('options', ${options('m.umoptions')}) AS definition FROM pg_user_mapping m`,

  publication: `
    SELECT p.pubname AS name, ${rowWithout('p', 'pubname', 'pubowner')} || jsonb_build_object('owner', ${owner('p.pubowner')},
      'tables', (SELECT jsonb_agg(line ORDER BY line) FROM (SELECT (to_jsonb(t) - 'oid' - 'prpubid' - 'prrelid' - 'prqual')::text || t.prrelid::regclass AS line
                   FROM pg_publication_rel t WHERE t.prpubid = p.oid) q)) AS definition
      FROM pg_publication p`,

  'access method': `${OWN_OBJECTS}
    SELECT a.amname AS name, jsonb_build_object('handler', a.amhandler::regproc, 'type', a.amtype) AS definition
      FROM pg_am a WHERE a.oid >= 16384 AND ${isOwn('pg_am', 'a.oid')}`,

  'default privileges': `
    SELECT format('%s in %s on %s', pg_get_userbyid(d.defaclrole), CASE WHEN d.defaclnamespace <> 0 THEN d.defaclnamespace::regnamespace::text ELSE 'every schema' END, d.defaclobjtype) AS name,
      jsonb_build_object('privileges', ${privileges('d.defaclacl', 'r', 'd.defaclrole')}) AS definition
      FROM pg_default_acl d`,

  comment: `${OWN_OBJECTS}
    SELECT concat_ws(' ', i.type, i.identity) AS name, to_jsonb(d.description) AS definition
      FROM pg_description d, pg_identify_object(d.classoid, d.objoid, d.objsubid) i
     WHERE (d.objoid >= 16384 OR d.classoid = 'pg_namespace'::regclass)
       AND NOT EXISTS (SELECT FROM member WHERE classid = d.classoid AND objid = d.objoid)
       AND coalesce(i.schema, '') NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
       AND NOT (i.type = 'schema' AND i.identity = 'public' AND d.description = 'standard public schema')
       AND i.identity NOT IN ('pg_catalog', 'information_schema', 'pg_toast')`,
} as const;
