import type { SchemaRecord } from '../../schema/record';
import { quoteIdentifier } from '../../std/sql-identifier';
import type { ExportContext } from './export-context';
import { ifNotExists } from './export-context';

/** CREATE SCHEMA; null for public, which every database has. */
export function printNamespace(context: ExportContext, { body }: SchemaRecord<'namespace'>): string | null {
  return body.name === 'public'
    ? null
    : `CREATE SCHEMA ${ifNotExists(context)}${quoteIdentifier(body.name)};`;
}
