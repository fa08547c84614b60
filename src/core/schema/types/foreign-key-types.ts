import type { DataType } from './model';
import { isBuiltInType } from './model';

/**
 * Whether a foreign key may go from a column of one type to a column of the other: PostgreSQL wants an
 * equality operator for the two, or an implicit cast to the type that the referenced key's btree index
 * compares (ATAddForeignKeyConstraint in tablecmds.c). Lengths and precisions do not matter. A test tries
 * every pair of built-in types on a running server.
 *
 * For a domain give the type it stands for (`domainBaseType`): what counts is that one.
 */
export function foreignKeyTypesMatch(referencing: DataType, referenced: DataType): boolean {
  const sameType = referencing.name === referenced.name && referencing.namespace === referenced.namespace;
  const isArray = referencing.dimensions > 0;
  if (isArray !== referenced.dimensions > 0) return false;
  if (isArray) return sameType;
  if (!isBuiltInType(referenced)) return sameType;
  const compared = comparedAs[referenced.name] ?? referenced.name;
  if (withoutOrder.has(compared)) return false;
  if (sameType) return true;
  if (!isBuiltInType(referencing)) return false;
  return referencing.name === compared || (accepted[compared]?.includes(referencing.name) ?? false);
}

/**
 * Types whose btree index compares them as another one. (Those of extended statistics are bytes with a
 * collation, which keeps them apart from bytea.)
 */
const comparedAs: Readonly<Record<string, string>> = {
  'character varying': 'text',
  cidr: 'inet',
  pg_dependencies: 'statistics',
  pg_mcv_list: 'statistics',
  pg_ndistinct: 'statistics',
  pg_node_tree: 'text',
  regclass: 'oid',
  regcollation: 'oid',
  regconfig: 'oid',
  regdictionary: 'oid',
  regnamespace: 'oid',
  regoper: 'oid',
  regoperator: 'oid',
  regproc: 'oid',
  regprocedure: 'oid',
  regrole: 'oid',
  regtype: 'oid',
};

/** No btree operator class: they cannot be in a key, so nothing can refer to them. */
const withoutOrder: ReadonlySet<string> = new Set(
  `aclitem box cid circle gtsvector json jsonpath line lseg path pg_snapshot point polygon refcursor
  pg_brin_bloom_summary pg_brin_minmax_multi_summary txid_snapshot xid xml`.split(/\s+/),
);

const integers = ['bigint', 'integer', 'smallint'];
const statistics = ['pg_dependencies', 'pg_mcv_list', 'pg_ndistinct'];
const moments = ['date', 'timestamp with time zone', 'timestamp without time zone'];

/** What the index compares → the other types that it can be compared with. */
const accepted: Readonly<Record<string, readonly string[]>> = {
  bigint: integers,
  integer: integers,
  smallint: integers,
  numeric: integers,
  'double precision': [...integers, 'numeric', 'real'],
  real: [...integers, 'numeric', 'double precision'],
  text: ['character', 'character varying', 'name', 'pg_node_tree', ...statistics],
  statistics,
  name: ['character', 'character varying', 'text'],
  character: ['character varying', 'text'],
  date: moments,
  'timestamp with time zone': moments,
  'timestamp without time zone': moments,
  'time with time zone': ['time without time zone'],
  interval: ['time without time zone'],
  bit: ['bit varying'],
  'bit varying': ['bit'],
  inet: ['cidr'],
  macaddr: ['macaddr8'],
  macaddr8: ['macaddr'],
  oid: [...integers, ...Object.keys(comparedAs).filter((name) => name.startsWith('reg'))],
};
