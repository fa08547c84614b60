import type { IndexElement } from '../../schema/body-parts';
import { renderExpression } from '../../schema/expression';
import type { RecordId } from '../../schema/ids';
import type { SchemaRecord } from '../../schema/record';
import { quoteIdentifier } from '../../std/sql-identifier';
import type { ExportContext } from './export-context';
import { columnNameOf, columnNames, ifNotExists, omit, tableName } from './export-context';
import { closed, indexExpression, isSelfContained } from './expression-text';
import { printObjectName, printOperatorClass } from './print-collation';
import { nullsNotDistinct } from './print-constraint';

/** CREATE INDEX; null when a column is missing or an expression cannot be written. */
export function printIndex(
  context: ExportContext,
  index: SchemaRecord<'index'>,
  concurrently = false,
): string | null {
  const { body } = index;
  const table = context.state.live(body.tableId, 'table');
  if (!table) return null;
  const render = (text: string) =>
    renderExpression(text, body.columnRefs, columnNameOf(context), table.body.name);
  const elements = body.elements.map((element) => printElement(context, element, render));
  const include = columnNames(context, body.include ?? []);
  const predicate = body.predicate === undefined ? '' : render(body.predicate);
  const texts = [predicate, body.storage ?? ''];
  if (include === null || !elements.every((element) => element !== null) || !texts.every(isSelfContained)) {
    return omit(context, index, 'Left out: a column does not exist, or an expression is not complete.');
  }
  const method =
    body.method === undefined || body.method === 'btree' ? '' : `USING ${quoteIdentifier(body.method)} `;
  const parts = [
    `CREATE ${body.unique ? 'UNIQUE ' : ''}INDEX ${concurrently ? 'CONCURRENTLY ' : ''}${ifNotExists(context)}${quoteIdentifier(body.name)}`,
    `ON ${tableName(context, table)} ${method}(${elements.join(', ')})`,
    include.length === 0 ? '' : `INCLUDE (${include.join(', ')})`,
    nullsNotDistinct(context, index),
    body.storage === undefined ? '' : `WITH (${closed(body.storage)})`,
    body.tablespace === undefined ? '' : `TABLESPACE ${quoteIdentifier(body.tablespace)}`,
    predicate === '' ? '' : `WHERE ${closed(predicate)}`,
  ];
  return `${parts.filter((part) => part !== '').join(' ')};`;
}

/** A column or expression with what is said about it, in the order of the grammar. */
export function printElement(
  context: ExportContext,
  element: IndexElement,
  render: (text: string) => string,
): string | null {
  const target = elementTarget(context, element, render);
  if (target === null) return null;
  const parts = [
    target,
    element.collation === undefined ? '' : `COLLATE ${printObjectName(element.collation)}`,
    element.opclass === undefined ? '' : printOperatorClass(element.opclass),
    element.direction === 'desc' ? 'DESC' : '',
    isUsual(element) ? '' : `NULLS ${element.nulls?.toUpperCase()}`,
  ];
  return parts.filter((part) => part !== '').join(' ');
}

/** Nulls come last going up and first going down, without saying so. */
function isUsual({ direction, nulls }: IndexElement): boolean {
  return nulls === undefined || nulls === (direction === 'desc' ? 'first' : 'last');
}

/** The column or expression of an element; null when it cannot be written. */
export function elementTarget(
  context: ExportContext,
  element: { readonly columnId: RecordId } | { readonly expression: string },
  render: (text: string) => string,
): string | null {
  if ('columnId' in element) {
    const name = context.state.live(element.columnId, 'column')?.body.name;
    return name === undefined ? null : quoteIdentifier(name);
  }
  const text = render(element.expression);
  return isSelfContained(text) ? indexExpression(text) : null;
}
