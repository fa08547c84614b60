import type { BodyOf } from '../../schema/bodies';
import type { IndexElement } from '../../schema/body-parts';
import type { RecordId } from '../../schema/ids';
import type { SchemaRecord } from '../../schema/record';
import { rangeName } from './ast';
import { columnRefsOf } from './columns';
import type { ImportContext } from './context';
import { diagnose, findTable, isTemporary } from './context';
import { elementExpression, elementOptions, indexColumnNames, indexName } from './index-elements';
import { keepVerbatim } from './lower-verbatim';
import type { IndexElem, IndexStmt } from './parse';
import { indexPartitions } from './partition-indexes';

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
  const names = indexColumnNames(elementNodes(statement));
  const created = catalog.create('index', {
    tableId: table.id,
    elements,
    name: statement.idxname ?? indexName(context, table, 'idx', [...names, ...includedNames(statement)]),
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
  context.lineage.noteColumnNames(created.id, names);
  indexPartitions(context, created, statement.relation?.inh === true);
}

function elementNodes(statement: IndexStmt): readonly IndexElem[] {
  return (statement.indexParams ?? []).flatMap((node) => ('IndexElem' in node ? [node.IndexElem] : []));
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
    if (!('IndexElem' in node)) return undefined;
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
  const options = elementOptions(context, element);
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
): Pick<BodyOf<'index'>, 'method' | 'unique' | 'predicate' | 'nullsNotDistinct' | 'storage' | 'tablespace'> {
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
    ...(statement.tableSpace && { tablespace: statement.tableSpace }),
  };
}
