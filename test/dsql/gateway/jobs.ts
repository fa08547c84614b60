import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { Refusal } from './messages';
import type { Job } from './statement';

/** `sys.jobs` and `sys.wait_for_job` as a database of Aurora DSQL has them. */
const systemSchema = `
  CREATE SCHEMA IF NOT EXISTS sys;
  CREATE TABLE IF NOT EXISTS sys.jobs (
    job_id text PRIMARY KEY, status text NOT NULL, details text, job_type text NOT NULL, class_id oid, object_id oid,
    object_name text NOT NULL, start_time timestamptz NOT NULL DEFAULT now(), update_time timestamptz NOT NULL DEFAULT now());
  CREATE OR REPLACE PROCEDURE sys.wait_for_job(id text) LANGUAGE plpgsql AS $$
  BEGIN
    IF id !~ '^[a-z2-7]{26}$' THEN
      RAISE EXCEPTION 'invalid job id: %', id USING ERRCODE = '22P02';
    END IF;
    WHILE EXISTS (SELECT FROM sys.jobs WHERE job_id = id AND status IN ('submitted', 'processing')) LOOP
      COMMIT;
      PERFORM pg_sleep(0.01);
    END LOOP;
  END $$`;

/** When an index that is being built becomes valid: before its statement is answered, or when the test says so. */
export type JobPace = 'at-once' | 'held';

/**
 * The jobs of a database. An index is there from the beginning and invalid until its job is done; one that
 * cannot be built stays invalid. Its statement fails for what is wrong with itself, as an unknown column.
 */
export class Jobs {
  readonly #pool: pg.Pool;
  readonly #pace: JobPace;
  readonly #held: { readonly id: string; readonly job: Job }[] = [];
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(pool: pg.Pool, pace: JobPace) {
    this.#pool = pool;
    this.#pace = pace;
  }

  static async open(databaseUrl: string, pace: JobPace): Promise<Jobs> {
    const pool = new pg.Pool({ connectionString: databaseUrl, max: 2 });
    pool.on('error', () => undefined);
    await pool.query(systemSchema);
    return new Jobs(pool, pace);
  }

  /** Begins a job under this id, one after the other; says why its statement is refused. */
  begin(id: string, job: Job): Promise<Refusal | undefined> {
    const begun = this.#turn.then(() => this.#begin(id, job));
    this.#turn = begun.catch(() => undefined);
    return begun;
  }

  /** Ends everything that is held. */
  async finish(): Promise<void> {
    for (const { id, job } of this.#held.splice(0)) {
      await this.#setValid(job, true);
      await this.#end(id, 'completed', '');
    }
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }

  async #begin(id: string, job: Job): Promise<Refusal | undefined> {
    await this.#pool.query(
      `INSERT INTO sys.jobs (job_id, status, job_type, object_name) VALUES ($1, 'processing', $2, $3) ON CONFLICT DO NOTHING`,
      [id, job.kind, job.name],
    );
    try {
      await this.#pool.query(job.text);
    } catch (error) {
      if (!(error instanceof pg.DatabaseError)) throw error;
      const sqlstate = error.code ?? 'XX000';
      if (!sqlstate.startsWith('23')) {
        await this.#pool.query('DELETE FROM sys.jobs WHERE job_id = $1', [id]);
        return { sqlstate, message: error.message };
      }
      await this.#leaveInvalid(job);
      await this.#end(id, 'failed', error.message);
      return undefined;
    }
    if (this.#pace === 'at-once') {
      await this.#end(id, 'completed', '');
    } else {
      await this.#setValid(job, false);
      this.#held.push({ id, job });
    }
    return undefined;
  }

  /** A unique index over what is not unique stays behind, as it does here when it is built concurrently. */
  async #leaveInvalid({ kind, text }: Job): Promise<void> {
    if (kind !== 'CREATE INDEX') return;
    const concurrently = text.replace(/^(\s*CREATE\s+(?:UNIQUE\s+)?INDEX)\b/i, '$1 CONCURRENTLY');
    await this.#pool.query(concurrently).catch(() => undefined);
  }

  async #end(id: string, status: string, details: string): Promise<void> {
    await this.#pool.query(
      'UPDATE sys.jobs SET status = $2, details = $3, update_time = now() WHERE job_id = $1',
      [id, status, details],
    );
  }

  async #setValid(job: Job, isValid: boolean): Promise<void> {
    const client = await this.#pool.connect();
    try {
      await client.query('SET allow_system_table_mods = on');
      const change =
        job.kind === 'CREATE INDEX'
          ? `UPDATE pg_index SET indisvalid = $2 FROM pg_class c WHERE c.oid = indexrelid AND c.relname = $1`
          : `UPDATE pg_constraint SET convalidated = $2 WHERE conname = $1`;
      await client.query(change, [job.name, isValid]);
    } finally {
      client.release(true);
    }
  }
}

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';

/** 26 characters of lower-case base32. */
export function newJobId(): string {
  return Array.from(randomBytes(26), (byte) => alphabet[byte % alphabet.length]).join('');
}
