import { renderExpression } from '../../schema/expression';
import type { SchemaRecord } from '../../schema/record';
import { quoteIdentifier } from '../../std/sql-identifier';
import { alignedLines, indented } from './aligned-lines';
import type { ExportContext } from './export-context';
import { columnNameOf, ifNotExists, plainName, present, tableName, warn } from './export-context';
import { closed, isSelfContained } from './expression-text';
import type { Key } from './keys';
import { printObjectName, printOperatorClass } from './print-collation';
import type { ColumnOptions } from './print-column';
import { printColumn } from './print-column';
import { printCheck, printKey } from './print-constraint';
import { printExclusion } from './print-exclusion';
import { elementTarget } from './print-index';

type Table = SchemaRecord<'table'>;

const lineWidth = 100;

/** What of a table stands in its CREATE TABLE. */
export type TableParts = {
  readonly keys: readonly Key[];
  readonly checks: readonly SchemaRecord<'check'>[];
  readonly columnOptions: (column: SchemaRecord<'column'>) => ColumnOptions;
};

/** CREATE TABLE with its columns aligned, then its keys and checks, each under its name. */
export function printTable(context: ExportContext, table: Table, parts: TableParts): string {
  const { partitionOf, unlogged } = table.body;
  const columns = partitionOf ? [] : context.state.childrenOf(table.id, 'column');
  const lines = [
    ...alignedLines(columns.map((column) => printColumn(context, column, parts.columnOptions(column)))),
    ...present(parts.keys.map((key) => printKeyConstraint(context, key))),
    ...present(parts.checks.map((check) => printCheck(context, check))),
  ];
  const parent = partitionOf && context.state.live(partitionOf.tableId, 'table');
  const kind = unlogged ? 'UNLOGGED TABLE' : 'TABLE';
  const head = `CREATE ${kind} ${ifNotExists(context)}${tableName(context, table)}`;
  const of = parent ? ` PARTITION OF ${tableName(context, parent)}` : '';
  const list = lines.length > 0 ? ` (\n${indented(lines)}\n)` : parent ? '' : ' ()';
  return `${withClauses(`${head}${of}${list}`, tableClauses(context, table))};`;
}

/** A primary key, unique or exclusion constraint as it stands in CREATE TABLE and behind ADD. */
export function printKeyConstraint(context: ExportContext, key: Key): string | null {
  return key.kind === 'exclusion' ? printExclusion(context, key) : printKey(context, key);
}

/** Behind the parenthesis where they fit on its line, else each on one of its own. */
function withClauses(head: string, clauses: readonly string[]): string {
  const lastLine = head.slice(head.lastIndexOf('\n') + 1);
  const inline = [lastLine, ...clauses].join(' ');
  const isShort = inline.length <= lineWidth && !inline.includes('\n');
  return [head, ...clauses].join(isShort ? ' ' : '\n');
}

/** What stands behind the columns, in the order of the grammar. */
function tableClauses(context: ExportContext, table: Table): readonly string[] {
  const { partitionOf, inherits, accessMethod, storage, tablespace } = table.body;
  const parents = (inherits ?? []).flatMap((id) => context.state.live(id, 'table') ?? []);
  const isBoundComplete = isSelfContained(partitionOf?.bound ?? '');
  const isStorageComplete = isSelfContained(storage ?? '');
  if (!isBoundComplete || !isStorageComplete) {
    const message = 'What comes behind the columns is left out in part: it is not complete.';
    warn(context, table.id, plainName(context, table), message);
  }
  return [
    partitionOf && isBoundComplete ? closed(partitionOf.bound) : '',
    parents.length === 0 ? '' : `INHERITS (${parents.map((one) => tableName(context, one)).join(', ')})`,
    partitionClause(context, table),
    accessMethod === undefined || accessMethod === 'heap' ? '' : `USING ${quoteIdentifier(accessMethod)}`,
    storage !== undefined && isStorageComplete ? `WITH (${closed(storage)})` : '',
    tablespace === undefined ? '' : `TABLESPACE ${quoteIdentifier(tablespace)}`,
  ].filter((clause) => clause !== '');
}

function partitionClause(context: ExportContext, table: Table): string {
  const { partitionBy, columnRefs, name } = table.body;
  if (!partitionBy) return '';
  const render = (text: string) => renderExpression(text, columnRefs, columnNameOf(context), name);
  const elements = partitionBy.elements.map((element) => {
    const target = elementTarget(context, element, render);
    if (target === null) return null;
    const collation = element.collation === undefined ? '' : `COLLATE ${printObjectName(element.collation)}`;
    const opclass = element.opclass === undefined ? '' : printOperatorClass(element.opclass);
    return [target, collation, opclass].filter((part) => part !== '').join(' ');
  });
  if (elements.includes(null)) {
    const message = 'It is not partitioned in this script: a column of the partition key is missing.';
    warn(context, table.id, plainName(context, table), message);
    return '';
  }
  return `PARTITION BY ${partitionBy.strategy.toUpperCase()} (${elements.join(', ')})`;
}
