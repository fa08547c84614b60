import { significantTokens } from '../std/sql-tokens';

/**
 * Extensions that come with PGlite, by their names in SQL, and the module of the package that brings each
 * (`@electric-sql/pglite/contrib/…`). Loaded only for scripts that make them.
 */
export const sandboxExtensions = {
  amcheck: 'amcheck',
  bloom: 'bloom',
  btree_gin: 'btree_gin',
  btree_gist: 'btree_gist',
  citext: 'citext',
  cube: 'cube',
  dict_int: 'dict_int',
  earthdistance: 'earthdistance',
  fuzzystrmatch: 'fuzzystrmatch',
  hstore: 'hstore',
  intarray: 'intarray',
  isn: 'isn',
  lo: 'lo',
  ltree: 'ltree',
  moddatetime: 'moddatetime',
  pageinspect: 'pageinspect',
  pg_buffercache: 'pg_buffercache',
  pg_freespacemap: 'pg_freespacemap',
  pg_stat_statements: 'pg_stat_statements',
  pg_trgm: 'pg_trgm',
  pg_visibility: 'pg_visibility',
  pgcrypto: 'pgcrypto',
  seg: 'seg',
  tablefunc: 'tablefunc',
  tcn: 'tcn',
  tsm_system_rows: 'tsm_system_rows',
  tsm_system_time: 'tsm_system_time',
  unaccent: 'unaccent',
  'uuid-ossp': 'uuid_ossp',
} as const;

export type SandboxExtension = keyof typeof sandboxExtensions;

export function isSandboxExtension(name: string): name is SandboxExtension {
  return Object.hasOwn(sandboxExtensions, name);
}

/** What an extension needs besides itself: CASCADE makes that, too. */
const needs: Readonly<Record<string, readonly string[]>> = { earthdistance: ['cube'] };

/** The extensions that a statement makes: `CREATE EXTENSION IF NOT EXISTS "uuid-ossp"`, and what they need. */
export function extensionsMadeBy(statement: string): readonly string[] {
  if (!/^\s*create\s+extension\b/i.test(statement)) return [];
  const tokens = significantTokens(statement);
  const words = tokens.map(({ value }) => value);
  const name = words[words[2] === 'if' ? 5 : 2];
  return name === undefined ? [] : [name, ...(needs[name] ?? [])];
}
