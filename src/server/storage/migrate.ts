import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';
import type { Capabilities } from './engine';
import { sqlstateOf } from './sqlstate';
import { StartError } from './storage-error';

/** A named list of statements, each safe to repeat; see migrations/index.ts. */
export interface Migration {
  /** Unique and never changed: `0001-records`. */
  readonly id: string;
  readonly statements: readonly string[];
  /** Left out where the engine does not have it. */
  readonly needs?: keyof Capabilities;
}

/** Executes one statement of a migration, and comes back when all is done that it began. May be repeated. */
export type Execute = (client: PoolClient, statement: string) => Promise<unknown>;

/** Somebody else made it a moment ago: duplicate schema, table, object, column, function. */
const ALREADY_THERE = new Set(['42P06', '42P07', '42710', '42701', '42723']);

/**
 * Two starters at once: `IF NOT EXISTS` looks before it makes, so both may try (23505 on a catalog's index,
 * XX000 "tuple concurrently updated"), or wait for each other's locks; on Aurora DSQL a change of the schema
 * by the other (40001). The statement is simply sent again.
 */
const SOMEBODY_AT_IT = new Set(['23505', 'XX000', '40001', '40P01', '55P03']);

const TRIES = 20;
const RETRY_DELAY_MS = 100;

/**
 * Applies what is not applied yet, statement by statement, each in its own transaction and recorded in the
 * table `migrations`. May be run again at any time, resumes after a crash between (or within) any two
 * statements, and may run in several processes at once.
 *
 * @throws StartError naming the statement that failed
 */
export async function migrate(
  pool: Pool,
  migrations: readonly Migration[],
  execute: Execute = executePatiently,
): Promise<void> {
  const client = await pool.connect();
  try {
    // Building an index over a large table takes as long as it takes.
    await client.query(`SET statement_timeout = 0`);
    await client.query(`SET lock_timeout = '5s'`);
    await apply(() => execute(client, LOG_TABLE), 'migrations');
    const applied = await appliedStatements(client);
    for (const { id, statements } of migrations) {
      for (const [index, statement] of statements.entries()) {
        if (!applied.has(`${id} ${index}`)) {
          await apply(() => execute(client, statement), `${id}, statement ${index + 1}`);
          // Sessions are REPEATABLE READ: a row that somebody else put in at this moment is a conflict, too.
          await apply(() => client.query(record, [id, index]), `record of ${id}, statement ${index + 1}`);
        }
      }
    }
  } finally {
    // Not given back: its limits differ from those of the others.
    client.release(true);
  }
}

/** Longer than an index over any table of ours takes. */
export const PATIENCE_MS = 3_600_000;

function executePatiently(client: PoolClient, text: string): Promise<unknown> {
  const patient = { text, query_timeout: PATIENCE_MS };
  return client.query(patient);
}

/** `statement_no` counts from 0. */
const LOG_TABLE = `CREATE TABLE IF NOT EXISTS migrations (
  id text NOT NULL,
  statement_no integer NOT NULL,
  applied_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (id, statement_no)
)`;

const record = 'INSERT INTO migrations (id, statement_no) VALUES ($1, $2) ON CONFLICT DO NOTHING';

async function appliedStatements(client: PoolClient): Promise<ReadonlySet<string>> {
  const { rows } = await client.query<{ id: string; statement_no: number }>(
    'SELECT id, statement_no FROM migrations',
  );
  return new Set(rows.map((row) => `${row.id} ${row.statement_no}`));
}

/**
 * The id of the first migration that is not applied whole; undefined when all are.
 *
 * @throws the driver's error (`42P01`) where no migration ever was applied
 */
export async function missingMigration(
  client: Pool | PoolClient,
  migrations: readonly Migration[],
): Promise<string | undefined> {
  const { rows } = await client.query<{ id: string; applied: number }>(
    'SELECT id, count(*)::int AS applied FROM migrations GROUP BY id',
  );
  const applied = new Map(rows.map((row) => [row.id, row.applied]));
  return migrations.find(({ id, statements }) => (applied.get(id) ?? 0) < statements.length)?.id;
}

async function apply(execute: () => Promise<unknown>, name: string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await execute();
      return;
    } catch (error) {
      const sqlstate = sqlstateOf(error) ?? '';
      if (ALREADY_THERE.has(sqlstate)) {
        return;
      }
      if (error instanceof StartError) throw error;
      if (!SOMEBODY_AT_IT.has(sqlstate) || tries === TRIES) {
        const reason = error instanceof Error ? error.message : String(error);
        throw new StartError(`The database could not be brought up to date (${name}): ${reason}`, {
          cause: error,
        });
      }
      await sleep(RETRY_DELAY_MS * Math.random());
    }
  }
}
