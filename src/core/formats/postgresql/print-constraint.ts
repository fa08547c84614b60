import { renderExpression } from '../../schema/expression';
import type { RecordId } from '../../schema/ids';
import type { SchemaRecord } from '../../schema/record';
import { referencedKey } from '../../schema/references';
import { quoteIdentifier } from '../../std/sql-identifier';
import type { ExportContext } from './export-context';
import { columnNameOf, columnNames, plainName, tableName, warn } from './export-context';
import { isSelfContained, parenthesised } from './expression-text';

type KeyConstraint = SchemaRecord<'primary-key'> | SchemaRecord<'unique'>;

/** `CONSTRAINT name PRIMARY KEY (…)` or UNIQUE; null when a column is missing. */
export function printKey(context: ExportContext, constraint: KeyConstraint): string | null {
  const { body } = constraint;
  const columns = columnList(context, constraint, body.columnIds);
  const include = body.include === undefined ? '' : columnList(context, constraint, body.include);
  if (columns === null || include === null) return null;
  const parts = [
    `CONSTRAINT ${quoteIdentifier(body.name)}`,
    constraint.kind === 'primary-key' ? 'PRIMARY KEY' : 'UNIQUE',
    constraint.kind === 'unique' ? nullsNotDistinct(context, constraint) : '',
    columns,
    include === '' ? '' : `INCLUDE ${include}`,
    deferrability(body),
  ];
  return join(parts);
}

/** `NULLS NOT DISTINCT` where it is wanted and the version has it. */
export function nullsNotDistinct(
  context: ExportContext,
  record: SchemaRecord<'unique'> | SchemaRecord<'index'>,
): string {
  if (!record.body.nullsNotDistinct) return '';
  if (context.version >= 15) return 'NULLS NOT DISTINCT';
  const message =
    'NULLS NOT DISTINCT is left out: it came with PostgreSQL 15. Several nulls will be allowed.';
  warn(context, record.id, plainName(context, record), message);
  return '';
}

/** `CONSTRAINT name CHECK (…)`; null when the expression cannot be written. */
export function printCheck(context: ExportContext, check: SchemaRecord<'check'>): string | null {
  const { name, noInherit, notValid } = check.body;
  const text = checkExpression(context, check);
  if (!isSelfContained(text)) {
    warn(context, check.id, plainName(context, check), `The check is left out: “${text}” is not complete.`);
    return null;
  }
  return join([
    `CONSTRAINT ${quoteIdentifier(name)} CHECK ${parenthesised(text)}`,
    noInherit ? 'NO INHERIT' : '',
    notValid ? 'NOT VALID' : '',
  ]);
}

/** The check's expression with the present names of its columns. */
export function checkExpression(context: ExportContext, { body }: SchemaRecord<'check'>): string {
  const table = context.state.live(body.tableId, 'table')?.body.name;
  return renderExpression(body.expression, body.columnRefs, columnNameOf(context), table);
}

/** `CONSTRAINT name FOREIGN KEY (…) REFERENCES …`; null when what it needs is not there. */
export function printForeignKey(
  context: ExportContext,
  foreignKey: SchemaRecord<'foreign-key'>,
): string | null {
  const { body } = foreignKey;
  const referenced = context.state.live(body.referencedTableId, 'table');
  const columns = columnList(context, foreignKey, body.columnIds);
  const referencedColumns = columnList(context, foreignKey, body.referencedColumnIds);
  if (!referenced || columns === null || referencedColumns === null) return null;
  if (!referencedKey(body, context.state)) {
    const message =
      'Left out: no primary key, unique constraint or unique index is on the columns that it refers to.';
    warn(context, foreignKey.id, plainName(context, foreignKey), message);
    return null;
  }
  warnOfNulls(context, foreignKey);
  const parts = [
    `CONSTRAINT ${quoteIdentifier(body.name)} FOREIGN KEY ${columns}`,
    `REFERENCES ${tableName(context, referenced)} ${referencedColumns}`,
    body.match === 'full' ? 'MATCH FULL' : '',
    action('ON UPDATE', body.onUpdate),
    deleteAction(context, foreignKey),
    deferrability(body),
    body.notValid ? 'NOT VALID' : '',
  ];
  return join(parts);
}

/** SET NULL is accepted for columns that cannot be null, and fails when a row is deleted. */
function warnOfNulls(context: ExportContext, foreignKey: SchemaRecord<'foreign-key'>): void {
  const { onDelete, onUpdate, columnIds, onDeleteColumnIds } = foreignKey.body;
  const affected = new Set<RecordId>([
    ...(onDelete === 'set null' ? (onDeleteColumnIds ?? columnIds) : []),
    ...(onUpdate === 'set null' ? columnIds : []),
  ]);
  for (const id of affected) {
    const column = context.state.live(id, 'column');
    if (!column || column.body.nullable) continue;
    const message = `SET NULL will fail when it is needed: the column “${column.body.name}” is NOT NULL.`;
    warn(context, foreignKey.id, plainName(context, foreignKey), message);
  }
}

function deleteAction(context: ExportContext, foreignKey: SchemaRecord<'foreign-key'>): string {
  const { onDelete, onDeleteColumnIds } = foreignKey.body;
  const clause = action('ON DELETE', onDelete);
  if (onDeleteColumnIds === undefined || (onDelete !== 'set null' && onDelete !== 'set default'))
    return clause;
  if (context.version < 15) {
    const message = `${clause} is for all columns of the key: naming some came with PostgreSQL 15.`;
    warn(context, foreignKey.id, plainName(context, foreignKey), message);
    return clause;
  }
  const columns = columnList(context, foreignKey, onDeleteColumnIds);
  return columns === null ? clause : `${clause} ${columns}`;
}

function action(event: string, value: string | undefined): string {
  return value === undefined || value === 'no action' ? '' : `${event} ${value.toUpperCase()}`;
}

function deferrability(body: {
  readonly deferrable?: boolean | undefined;
  readonly initiallyDeferred?: boolean | undefined;
}): string {
  if (body.initiallyDeferred) return 'DEFERRABLE INITIALLY DEFERRED';
  return body.deferrable ? 'DEFERRABLE' : '';
}

function columnList(context: ExportContext, record: SchemaRecord, ids: readonly RecordId[]): string | null {
  const names = columnNames(context, ids);
  if (names !== null) return `(${names.join(', ')})`;
  warn(context, record.id, plainName(context, record), 'Left out: a column that it names does not exist.');
  return null;
}

function join(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' ');
}
