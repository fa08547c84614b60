import { renderExpression } from '../../schema/expression';
import type { RecordId } from '../../schema/ids';
import type { SchemaRecord } from '../../schema/record';
import { referencedKey } from '../../schema/references';
import { quoteIdentifier } from '../../std/sql-identifier';
import type { ExportContext } from './export-context';
import { columnNameOf, columnNames, hasSince, omit, plainName, tableName, warn } from './export-context';
import { closed, isSelfContained, parenthesised } from './expression-text';

const lineWidth = 100;

type KeyConstraint = SchemaRecord<'primary-key'> | SchemaRecord<'unique'>;

/** `CONSTRAINT name PRIMARY KEY (…)` or UNIQUE; null when a column is missing, or the version lacks it. */
export function printKey(context: ExportContext, constraint: KeyConstraint): string | null {
  const { body } = constraint;
  const columns = columnList(context, constraint, body.columnIds, body.withoutOverlaps);
  const include = body.include === undefined ? '' : columnList(context, constraint, body.include);
  if (columns === null || include === null) return null;
  if (body.withoutOverlaps && context.version < 18) {
    return omit(context, constraint, 'Left out: WITHOUT OVERLAPS came with PostgreSQL 18.');
  }
  const parts = [
    `CONSTRAINT ${quoteIdentifier(body.name)}`,
    constraint.kind === 'primary-key' ? 'PRIMARY KEY' : 'UNIQUE',
    constraint.kind === 'unique' ? nullsNotDistinct(context, constraint) : '',
    columns,
    include === '' ? '' : `INCLUDE ${include}`,
    indexParameters(context, constraint),
    deferrability(body),
  ];
  return join(parts);
}

/** `WITH (…)` and `USING INDEX TABLESPACE …` of the index behind a constraint. */
export function indexParameters(
  context: ExportContext,
  constraint: KeyConstraint | SchemaRecord<'exclusion'>,
): string {
  const { storage, tablespace } = constraint.body;
  const isComplete = storage === undefined || isSelfContained(storage);
  if (!isComplete) {
    const message = `WITH is left out: “${storage}” is not complete.`;
    warn(context, constraint.id, plainName(context, constraint), message);
  }
  return join([
    storage === undefined || !isComplete ? '' : `WITH (${closed(storage)})`,
    tablespace === undefined ? '' : `USING INDEX TABLESPACE ${quoteIdentifier(tablespace)}`,
  ]);
}

/** `NULLS NOT DISTINCT` where it is wanted and the version has it. */
export function nullsNotDistinct(
  context: ExportContext,
  record: SchemaRecord<'unique'> | SchemaRecord<'index'>,
): string {
  if (!record.body.nullsNotDistinct) return '';
  const message =
    'NULLS NOT DISTINCT is left out: it came with PostgreSQL 15. Several nulls will be allowed.';
  return hasSince(context, 15, record, message) ? 'NULLS NOT DISTINCT' : '';
}

/** `CONSTRAINT name CHECK (…)`; null when the expression cannot be written. */
export function printCheck(context: ExportContext, check: SchemaRecord<'check'>): string | null {
  const { name, noInherit, notEnforced } = check.body;
  if (notEnforced && context.version < 18) return omit(context, check, withoutEnforcement);
  const text = checkExpression(context, check);
  if (!isSelfContained(text)) {
    return omit(context, check, `The check is left out: “${text}” is not complete.`);
  }
  return join([
    `CONSTRAINT ${quoteIdentifier(name)} CHECK ${parenthesised(text)}`,
    noInherit ? 'NO INHERIT' : '',
    validity(check.body),
  ]);
}

/** A constraint that is not enforced is not valid either, without saying so. */
function validity({
  notEnforced,
  notValid,
}: {
  notEnforced?: boolean | undefined;
  notValid?: boolean | undefined;
}): string {
  return notEnforced ? 'NOT ENFORCED' : notValid ? 'NOT VALID' : '';
}

/** Enforced it would refuse what the design allows, so it is left out where NOT ENFORCED is not known. */
const withoutEnforcement = 'Left out: NOT ENFORCED came with PostgreSQL 18.';

/** The check's expression with the present names of its columns. */
export function checkExpression(context: ExportContext, { body }: SchemaRecord<'check'>): string {
  const table = context.state.live(body.tableId, 'table')?.body.name;
  return renderExpression(body.expression, body.columnRefs, columnNameOf(context), table);
}

/** `CONSTRAINT name FOREIGN KEY (…) REFERENCES …`, on two lines where it is long; null when what it needs is not there. */
export function printForeignKey(
  context: ExportContext,
  foreignKey: SchemaRecord<'foreign-key'>,
): string | null {
  const { body } = foreignKey;
  const referenced = context.state.live(body.referencedTableId, 'table');
  const columns = columnList(context, foreignKey, body.columnIds, body.period && 'PERIOD');
  const referencedColumns = columnList(
    context,
    foreignKey,
    body.referencedColumnIds,
    body.period && 'PERIOD',
  );
  if (!referenced || columns === null || referencedColumns === null) return null;
  if (body.period && context.version < 18) {
    return omit(context, foreignKey, 'Left out: PERIOD came with PostgreSQL 18.');
  }
  if (body.notEnforced && context.version < 18) return omit(context, foreignKey, withoutEnforcement);
  if (!referencedKey(body, context.state)) {
    const message =
      'Left out: no primary key, unique constraint or unique index is on the columns that it refers to.';
    return omit(context, foreignKey, message);
  }
  warnOfNulls(context, foreignKey);
  const head = `CONSTRAINT ${quoteIdentifier(body.name)}`;
  const rest = join([
    `FOREIGN KEY ${columns}`,
    `REFERENCES ${tableName(context, referenced)} ${referencedColumns}`,
    body.match === 'full' ? 'MATCH FULL' : '',
    action('ON UPDATE', body.onUpdate),
    deleteAction(context, foreignKey),
    deferrability(body),
    foreignKeyValidity(context, foreignKey),
  ]);
  return `${head}${head.length + rest.length > lineWidth ? '\n        ' : ' '}${rest}`;
}

function foreignKeyValidity(context: ExportContext, foreignKey: SchemaRecord<'foreign-key'>): string {
  const { tableId, notValid, notEnforced } = foreignKey.body;
  const isPartitioned = context.state.live(tableId, 'table')?.body.partitionBy !== undefined;
  if (isPartitioned && notValid && !notEnforced) {
    const message = 'NOT VALID is left out: a partitioned table can have it from PostgreSQL 18 on.';
    if (!hasSince(context, 18, foreignKey, message)) return '';
  }
  return validity(foreignKey.body);
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
  const message = `${clause} is for all columns of the key: naming some came with PostgreSQL 15.`;
  if (!hasSince(context, 15, foreignKey, message)) return clause;
  const columns = columnList(context, foreignKey, onDeleteColumnIds);
  return columns === null ? clause : `${clause} ${columns}`;
}

function action(event: string, value: string | undefined): string {
  return value === undefined || value === 'no action' ? '' : `${event} ${value.toUpperCase()}`;
}

export function deferrability(body: {
  readonly deferrable?: boolean | undefined;
  readonly initiallyDeferred?: boolean | undefined;
}): string {
  if (body.initiallyDeferred) return 'DEFERRABLE INITIALLY DEFERRED';
  return body.deferrable ? 'DEFERRABLE' : '';
}

/** `(a, b)`; of a temporal key the last column is marked: `b WITHOUT OVERLAPS`, `PERIOD b`. */
function columnList(
  context: ExportContext,
  record: SchemaRecord,
  ids: readonly RecordId[],
  temporal?: boolean | 'PERIOD',
): string | null {
  const names = columnNames(context, ids);
  if (names === null) {
    return omit(context, record, 'Left out: a column that it names does not exist.');
  }
  if (!temporal) return `(${names.join(', ')})`;
  const last = names.at(-1) ?? '';
  const marked = temporal === 'PERIOD' ? `PERIOD ${last}` : `${last} WITHOUT OVERLAPS`;
  return `(${[...names.slice(0, -1), marked].join(', ')})`;
}

function join(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' ');
}
