/**
 * `npm run inspect -- postgres://user@host/database [--json]`: reads the catalogue of a running PostgreSQL, 14
 * or newer, and prints the schema as SQL (or its records as JSON) to standard output; what is kept as text, left
 * out or worth knowing goes to standard error. Only reads. The password may stand in PGPASSWORD.
 */
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { Inspected } from '../src/core/formats/catalogue/inspect';
import { inspectCatalogue } from '../src/core/formats/catalogue/inspect';
import { exportPostgresql } from '../src/core/formats/postgresql/export-postgresql';
import { quoteNamesOfBefore } from '../src/core/formats/sql-import/names-of-before';
import { loadParser } from '../src/core/formats/sql-import/parse';
import { MemoryState } from '../src/core/schema/memory-state';
import { explainFailure } from './inspect/explain-failure';

const usage = 'usage: npm run inspect -- postgres://user@host:5432/database [--json]';

async function main(args: readonly string[]): Promise<void> {
  const urls = args.filter((arg) => !arg.startsWith('--'));
  const unknown = args.find((arg) => arg.startsWith('--') && arg !== '--json');
  const [url] = urls;
  if (url === undefined || urls.length > 1 || unknown !== undefined || !/^postgres(?:ql)?:\/\//.test(url)) {
    throw new Error(unknown === undefined ? usage : `There is no option ${unknown}.\n${usage}`);
  }
  const inspected = await read(url);
  for (const { severity, message } of inspected.diagnostics) console.error(`${severity}: ${message}`);
  for (const { kind, name, reason } of inspected.ledger) console.error(`${kind} ${name}: ${reason}`);
  console.log(args.includes('--json') ? JSON.stringify(inspected.records, null, 2) : printed(inspected));
}

async function read(url: string): Promise<Inspected> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'versionzero inspect',
    connectionTimeoutMillis: 15_000,
  });
  // A connection that ends early is told by the statement that was under way.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await loadParser();
    return await inspectCatalogue(async (sql) => (await client.query(sql)).rows, {
      mintId: randomUUID,
      asReadNow: quoteNamesOfBefore,
    });
  } catch (fault) {
    throw new Error(explainFailure(fault, url));
  } finally {
    await client.end().catch(() => undefined);
  }
}

function printed({ records }: Inspected): string {
  const { sql, report } = exportPostgresql(MemoryState.from(records));
  for (const { severity, name, message } of report) console.error(`${severity}: ${name}: ${message}`);
  return sql;
}

try {
  await main(process.argv.slice(2));
} catch (fault) {
  console.error(fault instanceof Error ? fault.message : String(fault));
  process.exitCode = 1;
}
