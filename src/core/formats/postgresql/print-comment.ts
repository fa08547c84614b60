import type { SchemaRecord } from '../../schema/record';
import { isKind } from '../../schema/record';
import { quoteIdentifier, quoteLiteral } from '../../std/sql-identifier';
import type { ExportContext } from './export-context';
import { relationName, tableName, typeName } from './export-context';

/** COMMENT ON …; null for records without one, for those that cannot have one, and where none are wanted. */
export function printComment(context: ExportContext, record: SchemaRecord): string | null {
  if (!context.options.comments || context.omitted.has(record.id)) return null;
  const comment = 'comment' in record.body ? record.body.comment : undefined;
  const target = comment ? commentTarget(context, record) : null;
  return comment && target !== null ? `COMMENT ON ${target} IS ${quoteLiteral(comment)};` : null;
}

function commentTarget(context: ExportContext, record: SchemaRecord): string | null {
  switch (record.kind) {
    case 'namespace':
      return `SCHEMA ${quoteIdentifier(record.body.name)}`;
    case 'table':
      return `TABLE ${tableName(context, record)}`;
    case 'domain':
      return `DOMAIN ${typeName(context, record.body.namespaceId, record.body.name)}`;
    case 'enum':
    case 'composite':
    case 'range':
      return `TYPE ${typeName(context, record.body.namespaceId, record.body.name)}`;
    case 'sequence':
      return `SEQUENCE ${relationName(context, record.body.namespaceId, record.body.name)}`;
    case 'column':
      return ofTable(context, record, (table, name) => `COLUMN ${tableName(context, table)}.${name}`);
    case 'index':
      return ofTable(context, record, (table) => {
        return `INDEX ${relationName(context, table.body.namespaceId, record.body.name)}`;
      });
    case 'primary-key':
    case 'unique':
    case 'foreign-key':
    case 'check':
    case 'exclusion':
      return ofTable(context, record, (table, name) => `CONSTRAINT ${name} ON ${tableName(context, table)}`);
    case 'verbatim':
    case 'note':
    case 'area':
    case 'layout':
    case 'review-setting':
      return null;
  }
}

type PartOfTable = SchemaRecord<
  'column' | 'index' | 'primary-key' | 'unique' | 'foreign-key' | 'check' | 'exclusion'
>;

function ofTable(
  context: ExportContext,
  record: PartOfTable,
  target: (table: SchemaRecord<'table'>, name: string) => string,
): string | null {
  const table = context.state.get(record.body.tableId);
  return isKind(table, 'table') ? target(table, quoteIdentifier(record.body.name)) : null;
}
