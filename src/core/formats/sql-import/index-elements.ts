import type { IndexElement } from '../../schema/body-parts';
import { columnsPart, freeObjectName } from '../../schema/generated-names';
import type { SchemaRecord } from '../../schema/record';
import { quoteIdentifier } from '../../std/sql-identifier';
import { stringsOf } from './ast';
import type { ImportContext } from './context';
import { expressionName } from './expression-name';
import type { IndexElem } from './parse';

/** How an element of an index is compared and ordered; only what is not so anyway. */
export function elementOptions(
  context: ImportContext,
  element: IndexElem,
): Pick<IndexElement, 'direction' | 'nulls' | 'opclass' | 'collation'> {
  const descends = element.ordering === 'SORTBY_DESC';
  const names = stringsOf(element.opclass).map(quoteIdentifier).join('.');
  const opclass = names && `${names}${opclassParameters(context, element)}`;
  const collation = stringsOf(element.collation).map(quoteIdentifier).join('.');
  return {
    ...(descends && { direction: 'desc' as const }),
    ...(element.nulls_ordering === 'SORTBY_NULLS_FIRST' && !descends && { nulls: 'first' as const }),
    ...(element.nulls_ordering === 'SORTBY_NULLS_LAST' && descends && { nulls: 'last' as const }),
    ...(opclass && { opclass }),
    ...(collation && { collation }),
  };
}

function opclassParameters({ source }: ImportContext, { opclassopts }: IndexElem): string {
  const [first] = opclassopts ?? [];
  if (!first || !('DefElem' in first)) return '';
  const open = source.tokens[source.tokenIndex(source.offset(first.DefElem.location)) - 1];
  return open ? `(${source.parenthesised(open.start).text})` : '';
}

/** The expression of an element, without COLLATE, operator class and order behind it. */
export function elementExpression({ source }: ImportContext, from: number, end: number): string {
  const first = source.tokenIndex(from);
  if (source.tokens[first]?.value === '(') return source.parenthesised(from).text;
  for (let index = first; (source.tokens[index]?.start ?? end) < end; index++) {
    if (source.tokens[index]?.value === '(') {
      return source.slice(from, source.tokens[source.closing(index)]?.end ?? end);
    }
  }
  return source.slice(from, source.tokens[first]?.end ?? end);
}

/** The names that PostgreSQL gives the columns of an index (ChooseIndexColumnNames in indexcmds.c). */
export function indexColumnNames(elements: readonly IndexElem[]): readonly string[] {
  const names: string[] = [];
  for (const element of elements) {
    const base = element.name ?? expressionName(element.expr) ?? 'expr';
    let name = base;
    for (let pass = 1; names.includes(name); pass++) name = `${base}${pass}`;
    names.push(name);
  }
  return names;
}

/** What kind of index a name is made up for: its ending, and whether a constraint has the name too. */
export type IndexLabel = 'pkey' | 'key' | 'excl' | 'idx';

/** The name that PostgreSQL gives an index or key without one (ChooseIndexName in indexcmds.c). */
export function indexName(
  { catalog }: ImportContext,
  table: SchemaRecord<'table'>,
  label: IndexLabel,
  columns: readonly string[],
  isTaken: (name: string) => boolean = () => false,
): string {
  const { name, namespaceId } = table.body;
  const part = label === 'pkey' ? null : columnsPart(columns);
  return freeObjectName(
    name,
    part,
    label,
    (one) =>
      isTaken(one) ||
      catalog.isRelationTaken(namespaceId, one) ||
      (label !== 'idx' && catalog.isConstraintTaken(namespaceId, one)),
  );
}
