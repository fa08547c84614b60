import type { SchemaRecord } from '../../schema/record';
import { quoteIdentifier } from '../../std/sql-identifier';

/** CREATE SCHEMA; null for public, which every database has. */
export function printNamespace({ body }: SchemaRecord<'namespace'>): string | null {
  return body.name === 'public' ? null : `CREATE SCHEMA IF NOT EXISTS ${quoteIdentifier(body.name)};`;
}
