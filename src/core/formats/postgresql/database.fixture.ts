import type pg from 'pg';
import type { MemoryState } from '../../schema/memory-state';
import { exportPostgresql } from './export-postgresql';

/** Loads a design's DDL in one transaction, asks the catalogue, and rolls everything back. */
export async function loaded<Answer>(
  pool: pg.Pool,
  state: MemoryState,
  ask: (client: pg.PoolClient) => Promise<Answer>,
): Promise<Answer> {
  const { sql } = exportPostgresql(state);
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query(sql).catch((error: Error) => {
      throw new Error(`${error.message} in\n${sql}`);
    });
    return await ask(client);
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}

export type CatalogueColumn = {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
  readonly default: string | null;
  readonly identity: string;
  readonly generated: string;
};

/** A table's columns in their order; `table` is a name as regclass reads it. */
export async function columnsOf(client: pg.PoolClient, table: string): Promise<readonly CatalogueColumn[]> {
  const { rows } = await client.query<CatalogueColumn>(
    `SELECT attname AS name, format_type(atttypid, atttypmod) AS type, NOT attnotnull AS nullable,
            pg_get_expr(adbin, adrelid) AS default, attidentity::text AS identity, attgenerated::text AS generated
       FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
      WHERE attrelid = $1::regclass AND attnum > 0 ORDER BY attnum`,
    [table],
  );
  return rows;
}

/** `name: definition` of every constraint but NOT NULL, by table and name. */
export async function constraintsOf(client: pg.PoolClient): Promise<readonly string[]> {
  const { rows } = await client.query<{ line: string }>(
    `SELECT conname || ': ' || pg_get_constraintdef(oid) AS line FROM pg_constraint
      WHERE contype <> 'n' AND connamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
      ORDER BY conrelid::regclass::text, conname COLLATE "C"`,
  );
  return rows.map(({ line }) => line);
}

/** CREATE INDEX of every index that no constraint made. */
export async function indexesOf(client: pg.PoolClient): Promise<readonly string[]> {
  const { rows } = await client.query<{ line: string }>(
    `SELECT pg_get_indexdef(indexrelid) AS line FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
      WHERE relnamespace NOT IN ('pg_catalog'::regnamespace, 'pg_toast'::regnamespace)
        AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u', 'x'))
      ORDER BY relname COLLATE "C", relnamespace::regnamespace::text`,
  );
  return rows.map(({ line }) => line);
}

/** The one column `line` of each row; the query may call it anything. */
export async function linesOf(client: pg.PoolClient, query: string): Promise<readonly string[]> {
  const { rows } = await client.query<unknown[]>({ text: query, rowMode: 'array' });
  return rows.map(([line]) => String(line));
}
