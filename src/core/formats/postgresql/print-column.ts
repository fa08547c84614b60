import { parseDataType, printDataType } from '../../schema/data-type';
import { renderExpression } from '../../schema/expression';
import type { SchemaRecord } from '../../schema/record';
import { unreachable } from '../../std/assert';
import { quoteIdentifier, quoteLiteral } from '../../std/sql-identifier';
import type { ExportContext } from './export-context';
import { columnNameOf, namespaceName, plainName, relationName, typeNamespace, warn } from './export-context';
import { defaultExpression, isSelfContained, parenthesised } from './expression-text';
import { printObjectName } from './print-collation';
import { sequenceOptions } from './print-sequence';

/** One line of CREATE TABLE in its three parts, so that the table can align them. */
export type ColumnLine = { readonly name: string; readonly type: string; readonly constraints: string };

/** What the table knows about its columns beyond their records. */
export type ColumnOptions = {
  /** The default is set later: it calls a function that does not exist yet. */
  readonly isDefaultLate: boolean;
  /** The name for the identity column's sequence, when the usual one belongs to something else. */
  readonly identitySequence: string | undefined;
};

export function printColumn(
  context: ExportContext,
  column: SchemaRecord<'column'>,
  options: ColumnOptions,
): ColumnLine {
  const { name, collation, nullable, identity } = column.body;
  const parts = [
    collation === undefined ? '' : `COLLATE ${printObjectName(collation)}`,
    // An identity column is NOT NULL without saying so.
    nullable || identity !== undefined ? '' : 'NOT NULL',
    options.isDefaultLate ? '' : defaultClause(context, column),
    identityClause(context, column, options.identitySequence),
    generatedClause(context, column),
  ];
  return {
    name: quoteIdentifier(name),
    type: printColumnType(context, column),
    constraints: parts.filter((part) => part !== '').join(' '),
  };
}

/** The column's type under the name that it has now. */
export function printColumnType(context: ExportContext, { body }: SchemaRecord<'column'>): string {
  const parsed = parseDataType(body.type);
  if (!parsed.ok) return body.type;
  const named = body.typeId === undefined ? undefined : typeOf(context, body.typeId);
  return printDataType(named ? { ...parsed.value, ...named } : parsed.value);
}

function typeOf(
  context: ExportContext,
  id: string,
): { readonly namespace: string | null; readonly name: string } | undefined {
  const record =
    context.state.live(id, 'enum') ?? context.state.live(id, 'table') ?? context.state.live(id, 'verbatim');
  if (!record) return undefined;
  const defined = record.kind === 'verbatim' ? record.body.definesType : record.body;
  if (!defined) return undefined;
  return { namespace: typeNamespace(context, defined.namespaceId, defined.name), name: defined.name };
}

/** The value behind DEFAULT, or null when the column has none that can be written. */
export function printDefault(context: ExportContext, column: SchemaRecord<'column'>): string | null {
  const value = column.body.default;
  // PostgreSQL allows neither a default beside the other two: they are where the value comes from.
  if (value === undefined || column.body.identity !== undefined || column.body.generated !== undefined)
    return null;
  switch (value.kind) {
    case 'literal':
      return printLiteral(column.body, value.text);
    case 'expression':
      if (isSelfContained(value.text)) return defaultExpression(value.text);
      warn(
        context,
        column.id,
        plainName(context, column),
        `The default is left out: “${value.text}” is not complete.`,
      );
      return null;
    case 'sequence': {
      const sequence = context.state.live(value.sequenceId, 'sequence');
      if (!sequence) return null;
      const name = relationName(context, sequence.body.namespaceId, sequence.body.name);
      return `nextval(${quoteLiteral(name)}::regclass)`;
    }
    default:
      return unreachable(value);
  }
}

const numericType = /^(?:smallint|integer|bigint|real|double precision|numeric(?:\(.*\))?)$/;
const number = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** Numbers and booleans stand bare where the type is theirs; every other literal is a quoted string. */
function printLiteral({ type, typeId }: SchemaRecord<'column'>['body'], text: string): string {
  const isBare =
    typeId === undefined &&
    ((numericType.test(type) && number.test(text)) || (type === 'boolean' && /^(?:true|false)$/.test(text)));
  return isBare ? text : quoteLiteral(text);
}

function defaultClause(context: ExportContext, column: SchemaRecord<'column'>): string {
  const value = printDefault(context, column);
  return value === null ? '' : `DEFAULT ${value}`;
}

function identityClause(
  context: ExportContext,
  { body }: SchemaRecord<'column'>,
  sequenceName: string | undefined,
): string {
  if (body.identity === undefined) return '';
  const table = context.state.live(body.tableId, 'table');
  const options = [
    ...(sequenceName === undefined || !table
      ? []
      : [
          `SEQUENCE NAME ${quoteIdentifier(namespaceName(context, table.body.namespaceId))}.${quoteIdentifier(sequenceName)}`,
        ]),
    ...sequenceOptions(body.identityOptions ?? {}),
  ];
  const kind = body.identity === 'always' ? 'ALWAYS' : 'BY DEFAULT';
  return `GENERATED ${kind} AS IDENTITY${options.length > 0 ? ` (${options.join(' ')})` : ''}`;
}

function generatedClause(context: ExportContext, column: SchemaRecord<'column'>): string {
  const { generated, columnRefs, tableId } = column.body;
  if (generated === undefined) return '';
  const table = context.state.live(tableId, 'table')?.body.name;
  const text = renderExpression(generated.expression, columnRefs, columnNameOf(context), table);
  const name = plainName(context, column);
  if (!isSelfContained(text)) {
    warn(context, column.id, name, `The column is not generated in this script: “${text}” is not complete.`);
    return '';
  }
  if (!generated.stored && context.version < 18) {
    warn(context, column.id, name, `Written as STORED: virtual generated columns came with PostgreSQL 18.`);
  }
  const isStored = generated.stored || context.version < 18;
  return `GENERATED ALWAYS AS ${parenthesised(text)} ${isStored ? 'STORED' : 'VIRTUAL'}`;
}
