import type { BodyOf } from '../../schema/bodies';
import type { SchemaRecord } from '../../schema/record';
import { quoteIdentifier } from '../../std/sql-identifier';
import { itemsOf, stringsOf } from './ast';
import type { PendingConstraint } from './columns';
import { columnRefsOf } from './columns';
import { columnIds, keepConstraint, nameTaken } from './constraint-parts';
import type { ImportContext } from './context';
import { elementExpression, elementOptions, indexColumnNames, indexName } from './index-elements';
import { indexSettings } from './keys';
import type { IndexElem } from './parse';

type Table = SchemaRecord<'table'>;
type Element = BodyOf<'exclusion'>['elements'][number];

/** EXCLUDE: like an index whose elements each have an operator. */
export function addExclusion(context: ImportContext, table: Table, pending: PendingConstraint): void {
  const { catalog, source } = context;
  const { node, from, to, deferrable, initiallyDeferred } = pending;
  const elements = elementsOf(context, table, pending);
  const include = columnIds(context, table, stringsOf(node.including), from);
  if (!elements || !include) {
    keepConstraint(context, table, pending, 'kept as text');
    return;
  }
  const where = node.where_clause ? source.wordAt('where', from) : undefined;
  const predicate = where === undefined || where >= to ? undefined : source.parenthesised(where).text;
  const method = node.access_method;
  const expressions = [
    ...elements.flatMap((one) => ('expression' in one ? [one.expression] : [])),
    ...(predicate === undefined ? [] : [predicate]),
  ];
  const names = indexColumnNames(elementNodes(pending).map(({ element }) => element));
  const created = catalog.create('exclusion', {
    tableId: table.id,
    elements,
    name: node.conname ?? indexName(context, table, 'excl', [...names, ...stringsOf(node.including)]),
    // PostgreSQL takes btree when none is written (gram.y); the model takes gist.
    ...(method !== 'gist' && { method: method ?? 'btree' }),
    ...(predicate !== undefined && { predicate }),
    ...(include.length > 0 && { include }),
    ...indexSettings(context, pending),
    ...(deferrable && { deferrable }),
    ...(initiallyDeferred && { initiallyDeferred }),
    ...(expressions.length > 0 && { columnRefs: columnRefsOf(context, table.id, expressions) }),
  });
  if (created) context.lineage.noteColumnNames(created.id, names);
  else nameTaken(context, table, pending);
}

type ElementNode = { readonly element: IndexElem; readonly operator: readonly string[] };

function elementNodes({ node }: PendingConstraint): readonly ElementNode[] {
  return (node.exclusions ?? []).flatMap((pair) => {
    const [element, operator] = itemsOf(pair);
    if (!element || !('IndexElem' in element)) return [];
    return [{ element: element.IndexElem, operator: stringsOf(itemsOf(operator)) }];
  });
}

function elementsOf(context: ImportContext, table: Table, pending: PendingConstraint): Element[] | undefined {
  const { source } = context;
  let start = elementsStart(context, pending);
  const elements: Element[] = [];
  for (const { element, operator } of elementNodes(pending)) {
    const end = source.elementEnd(start);
    const options = { ...elementOptions(context, element), operator: operatorText(operator) };
    if (element.name === undefined) {
      const withAt = source.wordAt('with', start) ?? end;
      elements.push({ expression: elementExpression(context, start, Math.min(withAt, end)), ...options });
    } else {
      const ids = columnIds(context, table, [element.name], start);
      const columnId = ids?.[0];
      if (columnId === undefined) return undefined;
      elements.push({ columnId, ...options });
    }
    start = end + 1;
  }
  return elements;
}

/** Behind the parenthesis that opens the list of elements; a USING stands before it. */
function elementsStart({ source }: ImportContext, { from }: PendingConstraint): number {
  const word = source.wordAt('exclude', from) ?? from;
  let index = source.tokenIndex(word);
  while (index < source.tokens.length && source.tokens[index]?.value !== '(') index++;
  return source.tokens[index]?.end ?? source.text.length;
}

function operatorText(parts: readonly string[]): string {
  const [operator = '', ...namespaces] = [...parts].reverse();
  if (namespaces.length === 0) return operator;
  return `OPERATOR(${namespaces.reverse().map(quoteIdentifier).join('.')}.${operator})`;
}
