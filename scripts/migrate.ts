/**
 * `npm run migrate`: brings the database that the environment names up to date; on Aurora DSQL as its admin,
 * which the server itself never is. Other databases are brought up to date when the server starts, too.
 */
import { readConfig } from '../src/server/config';
import { migrateDsql } from '../src/server/storage/dsql/migrate-dsql';
import { migrate } from '../src/server/storage/migrate';
import { migrations } from '../src/server/storage/migrations';
import { openPostgres } from '../src/server/storage/postgres';
import { StartError } from '../src/server/storage/storage-error';

async function main(): Promise<string> {
  const { database } = readConfig(process.env, []);
  switch (database.kind) {
    case 'embedded':
      return 'There is nothing to do: the embedded database is brought up to date when the server starts.';
    case 'postgres': {
      const engine = await openPostgres(database.url);
      try {
        await migrate(engine.pool, migrations);
      } finally {
        await engine.close();
      }
      return 'The database is up to date.';
    }
    case 'dsql':
      await migrateDsql(database, console.log);
      return 'The cluster is up to date.';
  }
}

try {
  console.log(await main());
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
