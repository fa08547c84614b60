import type { Query } from './query';

/**
 * What a session must say for PostgreSQL to print one thing always in one way, with every name qualified
 * (as pg_dump does it: setup_connection in pg_dump.c).
 */
const settings: Readonly<Record<string, string>> = {
  search_path: '',
  datestyle: 'ISO, MDY',
  intervalstyle: 'postgres',
  extra_float_digits: '1',
  bytea_output: 'hex',
  quote_all_identifiers: 'off',
};

const set = (isLocal: boolean, values: Readonly<Record<string, string>>) =>
  `SELECT ${Object.entries(values)
    .map(([name, value]) => `pg_catalog.set_config('${name}', '${value.replaceAll("'", "''")}', ${isLocal})`)
    .join(', ')}`;

/**
 * Reads under these settings and in one snapshot: in a transaction of its own that can write nothing, or in
 * the caller's, whose settings are put back.
 */
export async function inReadingSession<Value>(
  query: Query,
  isInTransaction: boolean,
  read: () => Promise<Value>,
): Promise<Value> {
  return isInTransaction ? inCallersTransaction(query, read) : inOwnTransaction(query, read);
}

async function inOwnTransaction<Value>(query: Query, read: () => Promise<Value>): Promise<Value> {
  await query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  try {
    await query(set(true, settings));
    return await read();
  } finally {
    // Local settings end with it, after a failed statement too.
    await query('ROLLBACK');
  }
}

async function inCallersTransaction<Value>(query: Query, read: () => Promise<Value>): Promise<Value> {
  const names = Object.keys(settings);
  const [before = {}] = await query(
    `SELECT ${names.map((name) => `pg_catalog.current_setting('${name}') AS ${name}`).join(', ')}`,
  );
  await query(set(true, settings));
  const value = await read();
  await query(set(true, Object.fromEntries(names.map((name) => [name, String(before[name] ?? '')]))));
  return value;
}
