import { within } from '../deadline';
import type { Engine } from './engine';
import { missingMigration } from './migrate';
import { migrationsFor } from './migrations/index';
import { sqlstateOf } from './sqlstate';

/** Whether projects can be kept: the database answers in time, and has the tables that this version needs. */
export type Readiness = 'ready' | 'no answer' | 'not migrated';

const undefinedTable = '42P01';

/**
 * Asks the database whenever it is called, in one statement; several who ask at once share it. A connection
 * whose answer does not come in time is given up, or those who ask again and again would take them all.
 *
 * @param withinMs how long the database has, and about how long an answer takes at most
 */
export function createReadiness(
  engine: Pick<Engine, 'pool' | 'capabilities'>,
  withinMs: number,
): () => Promise<Readiness> {
  let asking: Promise<Readiness> | undefined;
  return () => {
    asking ??= ask(engine, withinMs).finally(() => {
      asking = undefined;
    });
    return within(withinMs, asking, 'no answer');
  };
}

async function ask(
  { pool, capabilities }: Pick<Engine, 'pool' | 'capabilities'>,
  withinMs: number,
): Promise<Readiness> {
  const client = await pool.connect().catch(() => undefined);
  if (client === undefined) return 'no answer';
  const answered = missingMigration(client, migrationsFor(capabilities)).then(
    (missing): Readiness => (missing === undefined ? 'ready' : 'not migrated'),
    (error: unknown): Readiness => (sqlstateOf(error) === undefinedTable ? 'not migrated' : 'no answer'),
  );
  const readiness = await within<Readiness, Readiness>(withinMs, answered, 'no answer');
  client.release(readiness === 'no answer');
  return readiness;
}
