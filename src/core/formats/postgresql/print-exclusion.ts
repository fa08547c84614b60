import { renderExpression } from '../../schema/expression';
import type { SchemaRecord } from '../../schema/record';
import { quoteIdentifier } from '../../std/sql-identifier';
import type { ExportContext } from './export-context';
import { columnNameOf, columnNames, omit } from './export-context';
import { closed, isSelfContained } from './expression-text';
import { deferrability, indexParameters } from './print-constraint';
import { printElement } from './print-index';

/** `CONSTRAINT name EXCLUDE USING …`; null when a column is missing or an expression cannot be written. */
export function printExclusion(context: ExportContext, exclusion: SchemaRecord<'exclusion'>): string | null {
  const { body } = exclusion;
  const table = context.state.live(body.tableId, 'table')?.body.name;
  const render = (text: string) => renderExpression(text, body.columnRefs, columnNameOf(context), table);
  const elements = body.elements.map((element) => {
    const target = printElement(context, element, render);
    return target === null || !isSelfContained(element.operator)
      ? null
      : `${target} WITH ${closed(element.operator)}`;
  });
  const include = columnNames(context, body.include ?? []);
  const predicate = body.predicate === undefined ? '' : render(body.predicate);
  if (include === null || elements.includes(null) || !isSelfContained(predicate)) {
    return omit(context, exclusion, 'Left out: a column does not exist, or an expression is not complete.');
  }
  return [
    `CONSTRAINT ${quoteIdentifier(body.name)} EXCLUDE USING ${quoteIdentifier(body.method ?? 'gist')}`,
    `(${elements.join(', ')})`,
    include.length === 0 ? '' : `INCLUDE (${include.join(', ')})`,
    indexParameters(context, exclusion),
    predicate === '' ? '' : `WHERE (${closed(predicate)})`,
    deferrability(body),
  ]
    .filter((part) => part !== '')
    .join(' ');
}
