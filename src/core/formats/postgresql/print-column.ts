import { renderExpression } from '../../schema/expression';
import type { SchemaRecord } from '../../schema/record';
import { quoteIdentifier } from '../../std/sql-identifier';
import type { Line } from './aligned-lines';
import type { ExportContext } from './export-context';
import { columnNameOf, hasSince, inform, namespaceName, plainName, warn } from './export-context';
import { closed, isSelfContained, parenthesised } from './expression-text';
import { printObjectName } from './print-collation';
import { printDefault } from './print-default';
import { sequenceOptions } from './print-sequence';
import { printTypeName } from './print-type-name';

/** What the table knows about its columns beyond their records. */
export type ColumnOptions = {
  /** The default is set later: it calls a function that does not exist yet. */
  readonly isDefaultLate: boolean;
  /** The name for the identity column's sequence, when the usual one belongs to something else. */
  readonly identitySequence: string | undefined;
};

/** The line of CREATE TABLE that makes the column. */
export function printColumn(
  context: ExportContext,
  column: SchemaRecord<'column'>,
  options: ColumnOptions,
): Line {
  const { name, collation, storage, compression } = column.body;
  const parts = [
    storage !== undefined && context.version >= storageInline ? `STORAGE ${storage.toUpperCase()}` : '',
    compression === undefined ? '' : `COMPRESSION ${compression}`,
    collation === undefined ? '' : `COLLATE ${printObjectName(collation)}`,
    notNullClause(context, column),
    options.isDefaultLate ? '' : defaultClause(context, column),
    identityClause(context, column, options.identitySequence),
    generatedClause(context, column),
  ];
  return {
    name: quoteIdentifier(name),
    type: printTypeName(context, column.body),
    rest: parts.filter((part) => part !== '').join(' '),
  };
}

/** The first version whose CREATE TABLE knows STORAGE. */
const storageInline = 16;

/** What only ALTER TABLE can say about a column: the actions of one. */
export function columnSettings(context: ExportContext, column: SchemaRecord<'column'>): readonly string[] {
  const { name, storage, statistics, options } = column.body;
  // So it is with nearly all columns.
  if (storage === undefined && statistics === undefined && options === undefined) return [];
  const alter = `ALTER COLUMN ${quoteIdentifier(name)}`;
  const isComplete = options === undefined || isSelfContained(options);
  if (!isComplete) {
    warn(context, column.id, plainName(context, column), `Left out: “${options}” is not complete.`);
  }
  return [
    storage !== undefined && context.version < storageInline
      ? `${alter} SET STORAGE ${storage.toUpperCase()}`
      : '',
    statistics === undefined ? '' : `${alter} SET STATISTICS ${statistics}`,
    options === undefined || !isComplete ? '' : `${alter} SET (${closed(options)})`,
  ].filter((action) => action !== '');
}

/** An identity column is NOT NULL without saying so, but for a name of its own. */
function notNullClause(context: ExportContext, column: SchemaRecord<'column'>): string {
  const { nullable, identity, notNullName, notNullNoInherit } = column.body;
  if (nullable) return '';
  const isPlain = notNullName === undefined && !notNullNoInherit;
  if (isPlain) return identity === undefined ? 'NOT NULL' : '';
  if (context.version < 18) {
    if (notNullNoInherit) {
      hasSince(context, 18, column, 'NOT NULL is inherited: NO INHERIT for it came with PostgreSQL 18.');
    } else {
      const message = `NOT NULL is written without its name ${notNullName}: PostgreSQL keeps such names from 18 on.`;
      inform(context, column.id, plainName(context, column), message);
    }
    return identity === undefined ? 'NOT NULL' : '';
  }
  const name = notNullName === undefined ? '' : `CONSTRAINT ${quoteIdentifier(notNullName)} `;
  return `${name}NOT NULL${notNullNoInherit ? ' NO INHERIT' : ''}`;
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
    ...sequenceOptions(context, body.identityOptions ?? {}),
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
  const isStored =
    generated.stored ||
    !hasSince(context, 18, column, 'Written as STORED: virtual generated columns came with PostgreSQL 18.');
  return `GENERATED ALWAYS AS ${parenthesised(text)} ${isStored ? 'STORED' : 'VIRTUAL'}`;
}
