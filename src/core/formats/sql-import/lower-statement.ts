import { isKind } from '../../schema/record';
import { quoteIdentifier } from '../../std/sql-identifier';
import { significantTokens } from '../../std/sql-tokens';
import { keepAction } from './alter-parts';
import { nodeEntry, rangeName, stringOf } from './ast';
import { lowerComposite } from './composites';
import type { ImportContext } from './context';
import { cannotFollow, diagnose, findRelation, isTemporary, readableName } from './context';
import { alterDomain, lowerDomain } from './domains';
import { alterTable } from './lower-alter-table';
import { lowerComment } from './lower-comment';
import { lowerDrop } from './lower-drop';
import { alterEnum, lowerEnum } from './lower-enum';
import { lowerGrant } from './lower-grant';
import { lowerIndex } from './lower-index';
import { lowerOwner } from './lower-owner';
import { lowerRename, lowerSetSchema } from './lower-rename';
import { alterSequence, lowerSequence } from './lower-sequence';
import { lowerSchema, lowerSelect, lowerSet } from './lower-set';
import { lowerTable } from './lower-table';
import { keepVerbatim } from './lower-verbatim';
import type { ClusterStmt, Node } from './parse';
import { lowerRange } from './ranges';
import { StatementSource } from './source';
import { sayingNamespaces } from './unsaid-namespaces';
import type { Phase } from './verbatim';

/** Brings the catalogue to where this statement leaves it. */
export function lowerStatement(context: ImportContext, node: Node): void {
  if ('CreateStmt' in node) lowerTable(sayingNamespaces(context, node), node.CreateStmt);
  else if ('AlterTableStmt' in node) alterTable(sayingNamespaces(context, node), node.AlterTableStmt);
  else if ('IndexStmt' in node) lowerIndex(sayingNamespaces(context, node), node.IndexStmt);
  else if ('CreateSeqStmt' in node) lowerSequence(context, node.CreateSeqStmt);
  else if ('AlterSeqStmt' in node) alterSequence(context, node.AlterSeqStmt);
  else if ('CommentStmt' in node) lowerComment(context, node.CommentStmt);
  else if ('DropStmt' in node) lowerDrop(context, node.DropStmt);
  else if ('RenameStmt' in node) lowerRename(context, node.RenameStmt);
  else if ('AlterObjectSchemaStmt' in node) lowerSetSchema(context, node.AlterObjectSchemaStmt);
  else if ('AlterOwnerStmt' in node) lowerOwner(context, node.AlterOwnerStmt);
  else if ('VariableSetStmt' in node) lowerSet(context, node.VariableSetStmt);
  else if ('SelectStmt' in node && !node.SelectStmt.intoClause) lowerSelect(context, node.SelectStmt);
  else if ('CreateSchemaStmt' in node) lowerSchemaElements(context, node);
  else if (!lowerTypeStatement(context, node)) lowerOther(context, node);
}

/** Statements that make and change types. Says whether it was one. */
function lowerTypeStatement(context: ImportContext, node: Node): boolean {
  if ('CreateEnumStmt' in node) lowerEnum(context, node.CreateEnumStmt);
  else if ('AlterEnumStmt' in node) alterEnum(context, node.AlterEnumStmt);
  else if ('CreateDomainStmt' in node) lowerDomain(sayingNamespaces(context, node), node.CreateDomainStmt);
  else if ('AlterDomainStmt' in node) alterDomain(sayingNamespaces(context, node), node.AlterDomainStmt);
  else if ('CompositeTypeStmt' in node) lowerComposite(context, node.CompositeTypeStmt);
  else if ('CreateRangeStmt' in node) lowerRange(context, node.CreateRangeStmt);
  else return false;
  return true;
}

function lowerSchemaElements(
  context: ImportContext,
  node: Extract<Node, { CreateSchemaStmt: unknown }>,
): void {
  const elements = lowerSchema(context, node.CreateSchemaStmt);
  const { session } = context;
  const before = session.searchPath;
  const schema = node.CreateSchemaStmt.schemaname ?? node.CreateSchemaStmt.authrole?.rolename ?? '';
  // Elements are created in the new schema and look there first.
  session.searchPath = [schema, ...before];
  const starts = elementStarts(context, elements.length);
  for (const [place, element] of elements.entries()) {
    const keptText = elementText(context, element, schema, starts[place], starts[place + 1]);
    lowerStatement({ ...context, ...(keptText !== undefined && { keptText }) }, element);
  }
  session.searchPath = before;
}

/** Where the elements of a CREATE SCHEMA begin: they follow each other without a separator. */
function elementStarts({ source }: ImportContext, count: number): readonly number[] {
  const starts: number[] = [];
  for (let from = 1; ; ) {
    const next = ['create', 'grant']
      .flatMap((word) => source.wordAt(word, from) ?? [])
      .sort((a, b) => a - b)[0];
    if (next === undefined) break;
    starts.push(next);
    from = next + 1;
  }
  return starts.length === count ? starts : [];
}

/** One element as a statement of its own, what it makes named with its schema. */
function elementText(
  { source }: ImportContext,
  element: Node,
  schema: string,
  from: number | undefined,
  to: number | undefined,
): string | undefined {
  if (from === undefined) return undefined;
  const [, content] = nodeEntry(element);
  const target = content.view ?? content.relation;
  const range: { readonly schemaname?: string; readonly location?: number } = { ...(target ?? {}) };
  const end = to ?? source.text.length;
  if (range.location === undefined || range.schemaname !== undefined) return source.slice(from, end);
  const at = source.offset(range.location);
  return `${source.text.slice(from, at)}${quoteIdentifier(schema)}.${source.slice(at, end)}`;
}

/** Statements about data: nothing of the schema. */
const dataStatements: ReadonlyMap<string, string> = new Map([
  ['InsertStmt', 'INSERT'],
  ['UpdateStmt', 'UPDATE'],
  ['DeleteStmt', 'DELETE'],
  ['MergeStmt', 'MERGE'],
  ['CopyStmt', 'COPY'],
  ['TruncateStmt', 'TRUNCATE'],
  ['RefreshMatViewStmt', 'REFRESH MATERIALIZED VIEW'],
  ['CallStmt', 'CALL'],
  ['ExecuteStmt', 'EXECUTE'],
  ['DeclareCursorStmt', 'DECLARE'],
  ['FetchStmt', 'FETCH'],
]);

/** Statements that leave a database as it is. */
const withoutEffect: ReadonlySet<string> = new Set([
  'VariableShowStmt',
  'ExplainStmt',
  'VacuumStmt',
  'ReindexStmt',
  'LockStmt',
  'CheckPointStmt',
  'DiscardStmt',
  'ConstraintsSetStmt',
  'PrepareStmt',
  'DeallocateStmt',
  'ListenStmt',
  'UnlistenStmt',
  'NotifyStmt',
  'LoadStmt',
  'ClosePortalStmt',
]);

function lowerOther(context: ImportContext, node: Node): void {
  const [kind] = nodeEntry(node);
  const data = dataStatements.get(kind);
  if (data !== undefined) {
    context.report.count('data', data, 'skipped: data is not part of a design');
    return;
  }
  if (withoutEffect.has(kind)) return;
  if ('TransactionStmt' in node) {
    lowerTransaction(context, node.TransactionStmt.kind);
    return;
  }
  if ('ClusterStmt' in node) {
    lowerCluster(context, node.ClusterStmt);
    return;
  }
  if ('GrantStmt' in node) {
    lowerGrant(context, node.GrantStmt);
    return;
  }
  if ('DoStmt' in node) {
    cannotFollow(context, 'A DO block was kept as text, not run: what it would change is not shown here.');
  }
  if ('CreateTableAsStmt' in node) {
    const into = node.CreateTableAsStmt.into?.rel;
    if (into?.relpersistence === 't' || isTemporary(context, rangeName(into))) {
      context.session.temporary.add(into?.relname ?? '');
      return;
    }
  }
  keepVerbatim(context, node, placing(context, node));
}

/** CLUSTER t USING i: from then on the table is clustered on that index. */
function lowerCluster(context: ImportContext, { relation, indexname }: ClusterStmt): void {
  const found = findRelation(context, rangeName(relation));
  if (!found || indexname === undefined) return;
  if (!isKind(found, 'table')) {
    if (!isKind(found, 'verbatim')) return;
    const index = quoteIdentifier(indexname);
    const keptText = `ALTER MATERIALIZED VIEW ${readableName(rangeName(relation))} CLUSTER ON ${index}`;
    keepVerbatim({ ...context, keptText }, { ClusterStmt: { relation, indexname } }, { about: found.id });
    return;
  }
  const text = `CLUSTER ON ${quoteIdentifier(indexname)}`;
  const source = new StatementSource(text, text, context.source.start);
  const command = { subtype: 'AT_ClusterOn', name: indexname } as const;
  keepAction({ ...context, source }, found, { command, from: 0, to: text.length, isForAll: true });
}

/** Where a kept statement goes when that depends on what stands before it, and what its text does not tell. */
function placing(context: ImportContext, node: Node): { readonly phase?: Phase; readonly unknown?: string } {
  if ('DoStmt' in node) return { phase: phaseOfBlock(context, node.DoStmt.args) };
  if ('AlterDefaultPrivilegesStmt' in node) {
    // They are those of what is made afterwards.
    const { catalog } = context;
    const isFirst =
      !context.verbatim.hasRoutines() &&
      !(['table', 'sequence', 'enum', 'domain', 'composite', 'range'] as const).some((kind) =>
        catalog.hasKind(kind),
      );
    return { phase: isFirst ? 'before tables' : 'after constraints' };
  }
  const isTable = 'CreateTableAsStmt' in node && node.CreateTableAsStmt.objtype === 'OBJECT_TABLE';
  if (!isTable && !('SelectStmt' in node)) return {};
  return {
    unknown:
      'Which columns the table has that a query makes is not said by the text; the statement was kept as it is.',
  };
}

const earlyObjects: ReadonlySet<string> = new Set(
  'function procedure extension type domain schema role language collation'.split(' '),
);

/**
 * Where a DO block has to run: before the tables when all that it creates is what tables may use, or when
 * it stands before the first table; else after everything.
 */
function phaseOfBlock(context: ImportContext, args: readonly Node[] | undefined): Phase {
  const bodies = (args ?? []).map((node) => ('DefElem' in node ? stringOf(node.DefElem.arg) : ''));
  const words = significantTokens(bodies.join('\n')).map((token) => token.value);
  const created = words.flatMap((word, at) => {
    if (word !== 'create') return [];
    return [words[at + 1] === 'or' ? (words[at + 3] ?? '') : (words[at + 1] ?? '')];
  });
  const isEarly = created.length > 0 && created.every((object) => earlyObjects.has(object));
  const hasTables = context.catalog.hasKind('table');
  return isEarly || !hasTables ? 'before tables' : 'after constraints';
}

function lowerTransaction(context: ImportContext, kind: string | undefined): void {
  if (kind !== 'TRANS_STMT_ROLLBACK' && kind !== 'TRANS_STMT_ROLLBACK_TO') return;
  diagnose(
    context,
    'warning',
    'rollback',
    'ROLLBACK is not followed: the statements before it count as if they had been committed.',
  );
}
