import type { Client } from 'pg';

/**
 * The ways in which a row is written to the table `t`, each with what is asked last: there the gateway lets a commit
 * take its time, or fail.
 *
 * @param client is asked for when it is written
 */
export function waysToWrite(
  client: () => Client,
): readonly (readonly [name: string, write: () => Promise<unknown>])[] {
  return [
    [
      'a COMMIT',
      async () => {
        await client().query('BEGIN');
        await client().query('INSERT INTO t VALUES (1)');
        return client().query('COMMIT');
      },
    ],
    ['a simple query of its own', () => client().query('INSERT INTO t VALUES (1)')],
    ['a prepared statement of its own', () => client().query('INSERT INTO t VALUES ($1)', [1])],
  ];
}
