import type { SchemaRecord } from '../../schema/record';
import { quoteLiteral } from '../../std/sql-identifier';
import type { ExportContext } from './export-context';
import { typeName } from './export-context';

const lineWidth = 100;

/** CREATE TYPE … AS ENUM, on one line where it fits, else with a label to a line. */
export function printEnum(context: ExportContext, { body }: SchemaRecord<'enum'>): string {
  const head = `CREATE TYPE ${typeName(context, body.namespaceId, body.name)} AS ENUM (`;
  const labels = body.labels.map(quoteLiteral);
  const line = `${head}${labels.join(', ')});`;
  if (line.length <= lineWidth) return line;
  return `${head}\n${labels.map((label) => `    ${label}`).join(',\n')}\n);`;
}
