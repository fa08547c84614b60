/** The types that PostgreSQL 18 has in pg_catalog and a column can have: as pg_type names them → as format_type() prints them. */
const renamed: Readonly<Record<string, string>> = {
  bool: 'boolean',
  bpchar: 'character',
  float4: 'real',
  float8: 'double precision',
  int2: 'smallint',
  int4: 'integer',
  int8: 'bigint',
  time: 'time without time zone',
  timestamp: 'timestamp without time zone',
  timestamptz: 'timestamp with time zone',
  timetz: 'time with time zone',
  varbit: 'bit varying',
  varchar: 'character varying',
};

const unrenamed =
  `aclitem bit box bytea char cid cidr circle date datemultirange daterange gtsvector inet int2vector
  int4multirange int4range int8multirange int8range interval json jsonb jsonpath line lseg macaddr macaddr8
  money name nummultirange numrange numeric oid oidvector path pg_brin_bloom_summary
  pg_brin_minmax_multi_summary pg_dependencies pg_lsn pg_mcv_list pg_ndistinct pg_node_tree pg_snapshot
  point polygon refcursor regclass regcollation regconfig regdictionary regnamespace regoper regoperator
  regproc regprocedure regrole regtype text tid tsmultirange tsquery tsrange tstzmultirange tstzrange
  tsvector txid_snapshot uuid xid xid8 xml`.split(/\s+/);

/** pg_type's name → canonical name; `char` is PostgreSQL's one-byte `"char"`, `character` is char(n). */
export const catalogTypes: ReadonlyMap<string, string> = new Map([
  ...unrenamed.map((name): [string, string] => [name, name]),
  ...Object.entries(renamed),
]);

/** Canonical names of the built-in types. */
export const builtInNames: ReadonlySet<string> = new Set(catalogTypes.values());

/** pg_type's pseudo-types (and SETOF): a column cannot have them. */
export const pseudoTypes: ReadonlySet<string> = new Set(
  `any anyarray anycompatible anycompatiblearray anycompatiblemultirange anycompatiblenonarray
  anycompatiblerange anyelement anyenum anymultirange anynonarray anyrange cstring event_trigger
  fdw_handler index_am_handler internal language_handler pg_ddl_command record table_am_handler trigger
  tsm_handler unknown void`.split(/\s+/),
);

/** Types of widely used extensions → the extension that brings them. */
export const wellKnownExtensionTypes: Readonly<Record<string, string>> = Object.assign(
  // Without a prototype, so that `name in wellKnownExtensionTypes` is false for `constructor`.
  Object.create(null),
  ...Object.entries({
    citext: ['citext'],
    cube: ['cube'],
    hstore: ['hstore', 'ghstore'],
    intarray: ['query_int'],
    isn: ['ean13', 'isbn', 'isbn13', 'ismn', 'ismn13', 'issn', 'issn13', 'upc'],
    ltree: ['ltree', 'lquery', 'ltxtquery'],
    postgis: ['box2d', 'box3d', 'geography', 'geometry'],
    postgis_raster: ['raster'],
    postgis_topology: ['topogeometry'],
    seg: ['seg'],
    vector: ['halfvec', 'sparsevec', 'vector'],
  }).flatMap(([extension, types]) => types.map((type) => ({ [type]: extension }))),
);

/** What the type field of the editor offers first, in the order in which people reach for them. */
export const typeCompletions: readonly { readonly label: string; readonly detail: string }[] = [
  { label: 'bigint', detail: 'Whole number, 8 bytes' },
  { label: 'integer', detail: 'Whole number, 4 bytes' },
  { label: 'smallint', detail: 'Whole number, 2 bytes' },
  { label: 'text', detail: 'Text of any length' },
  { label: 'character varying(255)', detail: 'Text up to a length' },
  { label: 'character(1)', detail: 'Text of fixed length, padded' },
  { label: 'uuid', detail: 'Universally unique identifier' },
  { label: 'boolean', detail: 'true or false' },
  { label: 'timestamp with time zone', detail: 'A moment in time' },
  { label: 'timestamp without time zone', detail: 'Date and time of day, no zone' },
  { label: 'date', detail: 'Calendar date' },
  { label: 'time without time zone', detail: 'Time of day' },
  { label: 'interval', detail: 'Span of time' },
  { label: 'numeric(10,2)', detail: 'Exact number: digits, digits after the point' },
  { label: 'numeric', detail: 'Exact number of any size' },
  { label: 'double precision', detail: 'Floating-point number, 8 bytes' },
  { label: 'real', detail: 'Floating-point number, 4 bytes' },
  { label: 'jsonb', detail: 'JSON, indexable' },
  { label: 'json', detail: 'JSON, kept as written' },
  { label: 'bytea', detail: 'Bytes' },
  { label: 'text[]', detail: 'Array of text' },
  { label: 'integer[]', detail: 'Array of whole numbers' },
  { label: 'inet', detail: 'IP address, with or without network' },
  { label: 'cidr', detail: 'IP network' },
  { label: 'macaddr', detail: 'MAC address' },
  { label: 'money', detail: 'Currency amount' },
  { label: 'bit(1)', detail: 'Bit string of fixed length' },
  { label: 'bit varying', detail: 'Bit string' },
  { label: 'daterange', detail: 'Range of dates' },
  { label: 'tstzrange', detail: 'Range of moments' },
  { label: 'int4range', detail: 'Range of integers' },
  { label: 'numrange', detail: 'Range of numbers' },
  { label: 'tsvector', detail: 'Text prepared for full-text search' },
  { label: 'point', detail: 'Point in the plane' },
  { label: 'xml', detail: 'XML document' },
];
