import type { RecordId } from '../../schema/ids';
import type { SchemaRecord } from '../../schema/record';
import { isLive } from '../../schema/record';
import { quoteIdentifier } from '../../std/sql-identifier';
import { significantTokens } from '../../std/sql-tokens';
import type { ImportContext } from './context';
import { qualifiedName, readableName, underSearchPath } from './context';
import { resolveMentions } from './lower-verbatim';
import type { AlterTableCmd, AlterTableStmt } from './parse';

/** One action of an ALTER TABLE and where it is written. */
export type Action = {
  readonly command: AlterTableCmd;
  readonly from: number;
  readonly to: number;
  /** Without ONLY it is about all tables below, too. */
  readonly isForAll: boolean;
};

/** The syntax tree has no positions for the actions: they are what stands between the commas. */
export function actionsOf({ source }: ImportContext, statement: AlterTableStmt): readonly Action[] {
  const commands = (statement.cmds ?? []).flatMap((node) =>
    'AlterTableCmd' in node ? [node.AlterTableCmd] : [],
  );
  let index = source.tokenIndex(source.offset(statement.relation?.location)) + 1;
  while (source.tokens[index]?.value === '.') index += 2;
  if (source.tokens[index]?.value === '*' || source.tokens[index]?.value === ')') index++;
  let from = source.tokens[index]?.start ?? source.text.length;
  const isForAll = statement.relation?.inh === true;
  return commands.map((command) => {
    const to = source.elementEnd(from);
    const action = { command, from, to, isForAll };
    from = to + 1;
    return action;
  });
}

/** What an action added to a table: columns first, as they came. */
export function addedBy(
  { catalog }: ImportContext,
  table: SchemaRecord<'table'>,
  run: () => void,
): readonly SchemaRecord[] {
  const before = catalog.createdCount;
  run();
  return catalog.createdSince(before).filter(({ parentId }) => parentId === table.id);
}

/** Keeps one action as a statement of its own. */
export function keepAction(
  context: ImportContext,
  table: SchemaRecord<'table'>,
  { command, from, to, isForAll }: Pick<Action, 'command' | 'from' | 'to' | 'isForAll'>,
  more: { readonly keys?: readonly string[]; readonly attachedTo?: readonly RecordId[] } = {},
): void {
  const { catalog, source } = context;
  const text = source.slice(from, to);
  const { searchPath } = context.session;
  const named = namedPart(context, table, command.name ?? '');
  const only = isForAll || catalog.heirs(table.id).length === 0 ? '' : 'ONLY ';
  context.verbatim.add({
    tag: 'alter table',
    reason: `${text.slice(0, 80)}: kept as text`,
    name: readableName({ namespace: catalog.namespaceName(table.body.namespaceId), name: table.body.name }),
    text: () =>
      underSearchPath(
        searchPath,
        `ALTER TABLE ${only}${qualifiedName(catalog, catalog.live(table.id, 'table') ?? table)} ${named ? renamed(context, text, named) : text}`,
      ),
    phase: 'after constraints',
    about: table.id,
    attachedTo: [...(named ? [named.id] : []), ...(more.attachedTo ?? [])],
    ...(more.keys && { keys: more.keys }),
    mentions: resolveMentions(context, command),
  });
}

/** An action with the present name of the constraint or index that it is about. */
function renamed({ catalog }: ImportContext, text: string, before: SchemaRecord): string {
  const now = catalog.get(before.id);
  if (!isLive(now) || !('name' in now.body) || !('name' in before.body)) return text;
  const { name } = before.body;
  const token = significantTokens(text).findLast(({ value }) => value === name);
  if (!token || now.body.name === name) return text;
  return `${text.slice(0, token.start)}${quoteIdentifier(now.body.name)}${text.slice(token.end)}`;
}

/** A constraint or index of the table: an action that names it goes with it. */
function namedPart(
  { catalog }: ImportContext,
  table: SchemaRecord<'table'>,
  name: string,
): SchemaRecord | undefined {
  const relation = catalog.relation(table.body.namespaceId, name);
  const isOwn = relation && 'tableId' in relation.body && relation.body.tableId === table.id;
  return catalog.constraint(table.id, name) ?? (isOwn ? relation : undefined);
}
