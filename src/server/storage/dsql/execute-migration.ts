import type { PoolClient } from 'pg';
import { quoteIdentifier, quoteLiteral } from '../../../core/std/sql-identifier';
import { sqlstateOf } from '../sqlstate';
import { StartError } from '../storage-error';

/** How often an index is built that came to nothing: somebody else dropped it, or its job failed. */
const BUILDS = 3;
const DUPLICATE = '42P07';

/**
 * Executes a statement of a migration on Aurora DSQL. An index is built by a job in the background, so
 * `CREATE INDEX` gets the word ASYNC and is waited for. `pg_index.indisvalid` alone says that it is there: a
 * job may report "completed" for an index that was dropped, and its row is gone after half an hour. One that
 * stayed invalid, with no job at work, is dropped and built again. Several processes may do so at once.
 * https://docs.aws.amazon.com/aurora-dsql/latest/userguide/working-with-create-index-async.html
 *
 * @throws StartError when the index cannot be built
 */
export async function executeMigrationOnDsql(client: PoolClient, statement: string): Promise<void> {
  const index = indexMadeBy(statement);
  if (index === undefined) {
    await client.query(statement);
    return;
  }
  let details = '';
  for (let builds = 0; builds < BUILDS; builds += 1) {
    const jobId = await beginJob(client, dsqlForm(statement));
    if (jobId !== undefined) await waitForJob(client, jobId);
    await waitForJobs(client);
    const isValid = await isIndexValid(client, index);
    if (isValid) return;
    if (jobId !== undefined) details = await detailsOf(client, jobId);
    if (isValid === false) await client.query(`DROP INDEX IF EXISTS ${quoteIdentifier(index)}`);
  }
  throw new StartError(`The index ${index} could not be built: ${details || 'its job failed'}.`);
}

/** As a migration has to spell it, so that it can be repeated. */
const createIndex = /^(\s*CREATE (?:UNIQUE )?INDEX) IF NOT EXISTS ([a-z_][a-z0-9_]*) ON /;

function indexMadeBy(statement: string): string | undefined {
  return createIndex.exec(statement)?.[2];
}

/** A statement of a migration as Aurora DSQL takes it. */
export function dsqlForm(statement: string): string {
  return statement.replace(createIndex, '$1 ASYNC IF NOT EXISTS $2 ON ');
}

/** Undefined when there is nothing to begin: it is there, or somebody else is building it. */
async function beginJob(client: PoolClient, statement: string): Promise<string | undefined> {
  try {
    const { rows } = await client.query<{ job_id: string }>(statement);
    return rows[0]?.job_id;
  } catch (error) {
    if (sqlstateOf(error) === DUPLICATE) return undefined;
    throw error;
  }
}

async function waitForJob(client: PoolClient, jobId: string): Promise<void> {
  await client.query(`CALL sys.wait_for_job(${quoteLiteral(jobId)})`);
}

/** Waits for whatever is under way: whose job an index is cannot be told for certain. */
async function waitForJobs(client: PoolClient): Promise<void> {
  for (;;) {
    const { rows } = await client.query<{ job_id: string }>(
      `SELECT job_id FROM sys.jobs WHERE status IN ('submitted', 'processing') LIMIT 1`,
    );
    const [job] = rows;
    if (job === undefined) return;
    await waitForJob(client, job.job_id);
  }
}

/** Undefined when there is no such index. */
async function isIndexValid(client: PoolClient, index: string): Promise<boolean | undefined> {
  const { rows } = await client.query<{ valid: boolean }>(
    `SELECT i.indisvalid AS valid FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
       JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE c.relname = $1 AND n.nspname = current_schema()`,
    [index],
  );
  return rows[0]?.valid;
}

async function detailsOf(client: PoolClient, jobId: string): Promise<string> {
  const { rows } = await client.query<{ details: string | null }>(
    'SELECT details FROM sys.jobs WHERE job_id = $1',
    [jobId],
  );
  return rows[0]?.details ?? '';
}
