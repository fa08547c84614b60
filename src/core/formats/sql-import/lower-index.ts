import type { BodyOf } from '../../schema/bodies';
import type { IndexElement } from '../../schema/body-parts';
import { columnsPart, freeObjectName } from '../../schema/generated-names';
import type { RecordId } from '../../schema/ids';
import type { SchemaRecord } from '../../schema/record';
import { quoteIdentifier } from '../../std/sql-identifier';
import { rangeName, stringsOf } from './ast';
import { columnRefsOf } from './columns';
import type { ImportContext } from './context';
import { diagnose, findTable, isTemporary } from './context';
import { expressionName } from './expression-name';
import { alterIndexLater } from './keys';
import { keepVerbatim } from './lower-verbatim';
import type { IndexElem, IndexStmt } from './parse';

/** CREATE INDEX. On anything but a table of the model it is kept as text. */
export function lowerIndex(context: ImportContext, statement: IndexStmt): void {
  if (isTemporary(context, rangeName(statement.relation))) return;
  const keep = () => keepVerbatim(context, { IndexStmt: statement });
  const table = findTable(context, rangeName(statement.relation));
  if (!table) {
    keep();
    return;
  }
  const { catalog } = context;
  if (statement.if_not_exists && catalog.isRelationTaken(table.body.namespaceId, statement.idxname ?? ''))
    return;
  const elements = lowerElements(context, table, statement);
  const include = includedColumns(context, table, statement);
  if (!elements || !include) {
    keep();
    return;
  }
  const created = catalog.create('index', {
    tableId: table.id,
    elements,
    name: statement.idxname ?? indexName(context, table, statement),
    ...optionsOf(context, statement),
    ...(include.length > 0 && { include }),
    ...columnRefs(context, table, elements, statement),
  });
  if (!created) {
    diagnose(
      context,
      'error',
      'name-taken',
      `The name “${statement.idxname ?? ''}” is taken; the index was kept as text.`,
    );
    keep();
    return;
  }
  if (statement.tableSpace) {
    alterIndexLater(context, table, created.id, `SET TABLESPACE ${quoteIdentifier(statement.tableSpace)}`);
  }
}

function columnRefs(
  context: ImportContext,
  table: SchemaRecord<'table'>,
  elements: readonly IndexElement[],
  statement: IndexStmt,
): { columnRefs?: Record<string, RecordId> } {
  const expressions = elements.flatMap((one) => ('expression' in one ? [one.expression] : []));
  const predicate = predicateOf(context, statement);
  if (predicate !== undefined) expressions.push(predicate);
  return expressions.length > 0 ? { columnRefs: columnRefsOf(context, table.id, expressions) } : {};
}

/** Offset behind the parenthesis that opens the list of elements. */
function listStart(context: ImportContext, statement: IndexStmt): number {
  const { source } = context;
  let index = source.tokenIndex(source.offset(statement.relation?.location));
  while (index < source.tokens.length && source.tokens[index]?.value !== '(') index++;
  return source.tokens[index]?.end ?? source.text.length;
}

function listEnd(context: ImportContext, statement: IndexStmt): number {
  return context.source.parenthesised(listStart(context, statement) - 1).end;
}

function lowerElements(
  context: ImportContext,
  table: SchemaRecord<'table'>,
  statement: IndexStmt,
): IndexElement[] | undefined {
  const { source } = context;
  const elements: IndexElement[] = [];
  let from = listStart(context, statement);
  for (const node of statement.indexParams ?? []) {
    const end = source.elementEnd(from);
    if (!('IndexElem' in node) || node.IndexElem.opclassopts) return undefined;
    const element = lowerElement(context, table, node.IndexElem, from, end);
    if (!element) return undefined;
    elements.push(element);
    from = end + 1;
  }
  return elements;
}

function lowerElement(
  context: ImportContext,
  table: SchemaRecord<'table'>,
  element: IndexElem,
  from: number,
  end: number,
): IndexElement | undefined {
  const descends = element.ordering === 'SORTBY_DESC';
  const opclass = stringsOf(element.opclass).map(quoteIdentifier).join('.');
  const collation = stringsOf(element.collation).map(quoteIdentifier).join('.');
  const options = {
    ...(descends && { direction: 'desc' as const }),
    // Only where it is not what the direction brings anyway.
    ...(element.nulls_ordering === 'SORTBY_NULLS_FIRST' && !descends && { nulls: 'first' as const }),
    ...(element.nulls_ordering === 'SORTBY_NULLS_LAST' && descends && { nulls: 'last' as const }),
    ...(opclass && { opclass }),
    ...(collation && { collation }),
  };
  if (element.name === undefined) return { expression: elementExpression(context, from, end), ...options };
  const columnId = context.catalog.column(table.id, element.name)?.id;
  if (columnId !== undefined) return { columnId, ...options };
  diagnose(
    context,
    'error',
    'unknown-column',
    `The table “${table.body.name}” has no column “${element.name}”; the index was kept as text.`,
    from,
  );
  return undefined;
}

/** The expression of an index element, without COLLATE, operator class and order behind it. */
function elementExpression(context: ImportContext, from: number, end: number): string {
  const { source } = context;
  const first = source.tokenIndex(from);
  if (source.tokens[first]?.value === '(') return source.parenthesised(from).text;
  for (let index = first; (source.tokens[index]?.start ?? end) < end; index++) {
    if (source.tokens[index]?.value === '(') {
      return source.slice(from, source.tokens[source.closing(index)]?.end ?? end);
    }
  }
  return source.slice(from, source.tokens[first]?.end ?? end);
}

function includedColumns(
  context: ImportContext,
  table: SchemaRecord<'table'>,
  statement: IndexStmt,
): RecordId[] | undefined {
  const ids: RecordId[] = [];
  for (const name of includedNames(statement)) {
    const id = context.catalog.column(table.id, name)?.id;
    if (id === undefined) return undefined;
    ids.push(id);
  }
  return ids;
}

function includedNames(statement: IndexStmt): readonly string[] {
  return (statement.indexIncludingParams ?? []).map((node) =>
    'IndexElem' in node ? (node.IndexElem.name ?? '') : '',
  );
}

function predicateOf(context: ImportContext, statement: IndexStmt): string | undefined {
  if (!statement.whereClause) return undefined;
  const { source } = context;
  const where = source.wordAt('where', listEnd(context, statement));
  return where === undefined ? undefined : source.slice(where + 'where'.length, source.text.length);
}

function optionsOf(
  context: ImportContext,
  statement: IndexStmt,
): Pick<BodyOf<'index'>, 'method' | 'unique' | 'predicate' | 'nullsNotDistinct' | 'storage'> {
  const { source } = context;
  const method = statement.accessMethod;
  const predicate = predicateOf(context, statement);
  const storageAt = statement.options ? source.wordAt('with', listEnd(context, statement)) : undefined;
  return {
    ...(method !== undefined && method !== 'btree' && { method }),
    ...(statement.unique && { unique: true }),
    ...(statement.nulls_not_distinct && { nullsNotDistinct: true }),
    ...(predicate !== undefined && { predicate }),
    ...(storageAt !== undefined && { storage: source.parenthesised(storageAt).text }),
  };
}

/** The name that PostgreSQL gives an index without one (ChooseIndexName in indexcmds.c). */
function indexName(context: ImportContext, table: SchemaRecord<'table'>, statement: IndexStmt): string {
  const names: string[] = [];
  for (const node of statement.indexParams ?? []) {
    if (!('IndexElem' in node)) continue;
    const base = node.IndexElem.name ?? expressionName(node.IndexElem.expr) ?? 'expr';
    let name = base;
    for (let pass = 1; names.includes(name); pass++) name = `${base}${pass}`;
    names.push(name);
  }
  names.push(...includedNames(statement));
  const { name, namespaceId } = table.body;
  return freeObjectName(name, columnsPart(names), 'idx', (one) =>
    context.catalog.isRelationTaken(namespaceId, one),
  );
}
