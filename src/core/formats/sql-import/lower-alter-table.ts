import type { SchemaRecord } from '../../schema/record';
import { isKind } from '../../schema/record';
import { withoutSequenceDefaults } from '../../schema/sequence-defaults';
import { quoteIdentifier } from '../../std/sql-identifier';
import { rangeName } from './ast';
import { isConstraint } from './catalog';
import {
  addColumn,
  alterColumnLater,
  bindGenerated,
  columnRefsOf,
  pendingOf,
  setColumnDefault,
  setIdentity,
  textAfter,
} from './columns';
import { addConstraints } from './constraints';
import type { ImportContext } from './context';
import { diagnose, findRelation, isTemporary, qualifiedName, readableName, underSearchPath } from './context';
import { dropColumn, dropConstraint, dropRecord } from './dropping';
import { alterTableLater } from './lower-table';
import { keepVerbatim, resolveMentions } from './lower-verbatim';
import type { AlterTableCmd, AlterTableStmt, Constraint, DefElem, Node } from './parse';
import { readSequenceOptions } from './sequence-options';
import { lowerType, withoutModifiers } from './types';

type Table = SchemaRecord<'table'>;
/** One action of an ALTER TABLE and where it is written. */
type Action = { readonly command: AlterTableCmd; readonly from: number; readonly to: number };

/** ALTER TABLE, action by action. Actions that the model has no place for become statements of their own. */
export function alterTable(context: ImportContext, statement: AlterTableStmt): void {
  const name = rangeName(statement.relation);
  if (isTemporary(context, name)) return;
  const commands = (statement.cmds ?? []).flatMap((node) =>
    'AlterTableCmd' in node ? [node.AlterTableCmd] : [],
  );
  const others = commands.filter((command) => command.subtype !== 'AT_ChangeOwner');
  if (others.length < commands.length) {
    context.report.count('owner', 'OWNER TO', 'skipped: who owns an object is not part of a design');
  }
  if (others.length === 0) return;
  const found = statement.objtype === 'OBJECT_TYPE' ? undefined : findRelation(context, name);
  if (!isKind(found, 'table')) {
    keepStatement(context, statement, found);
    return;
  }
  for (const action of actionsOf(context, statement, commands)) {
    // An action before this one may have changed the table.
    const table = context.catalog.live(found.id, 'table') ?? found;
    alter(context, table, action);
  }
}

function keepStatement(
  context: ImportContext,
  statement: AlterTableStmt,
  found: SchemaRecord | undefined,
): void {
  if (!found && statement.missing_ok) return;
  if (!found && statement.objtype === 'OBJECT_TABLE') {
    diagnose(
      context,
      'warning',
      'unknown-table',
      `There is no table “${readableName(rangeName(statement.relation))}” in this import; the statement was kept as text.`,
    );
  }
  const phase = statement.objtype === 'OBJECT_TYPE' ? 'before tables' : 'after constraints';
  keepVerbatim(context, { AlterTableStmt: statement }, { phase, ...(found && { attachedTo: [found.id] }) });
}

/** The syntax tree has no positions for the actions: they are what stands between the commas. */
function actionsOf(
  context: ImportContext,
  statement: AlterTableStmt,
  commands: readonly AlterTableCmd[],
): readonly Action[] {
  const { source } = context;
  let index = source.tokenIndex(source.offset(statement.relation?.location)) + 1;
  while (source.tokens[index]?.value === '.') index += 2;
  if (source.tokens[index]?.value === '*') index++;
  let from = source.tokens[index]?.start ?? source.text.length;
  return commands.map((command) => {
    const to = source.elementEnd(from);
    const action = { command, from, to };
    from = to + 1;
    return action;
  });
}

function alter(context: ImportContext, table: Table, action: Action): void {
  const { command } = action;
  switch (command.subtype) {
    case 'AT_ChangeOwner':
      return;
    case 'AT_AddColumn':
      alterAddColumn(context, table, action);
      return;
    case 'AT_AddConstraint':
      alterAddConstraint(context, table, action);
      return;
    case 'AT_DropConstraint':
      alterDropConstraint(context, table, action);
      return;
    case 'AT_ValidateConstraint':
    case 'AT_AlterConstraint':
      alterConstraint(context, table, action);
      return;
    case 'AT_SetLogged':
    case 'AT_SetUnLogged':
    case 'AT_SetRelOptions':
    case 'AT_SetTableSpace':
    case 'AT_SetAccessMethod':
      alterTableLater(context, table, context.source.slice(action.from, action.to));
      return;
    default:
      alterColumn(context, table, action);
      return;
  }
}

function alterAddColumn(context: ImportContext, table: Table, { command }: Action): void {
  if (!command.def || !('ColumnDef' in command.def)) return;
  const definition = command.def.ColumnDef;
  if (command.missing_ok && context.catalog.column(table.id, definition.colname ?? '')) return;
  const pending = addColumn(context, table, definition);
  bindGenerated(context, table.id);
  addConstraints(context, table, pending, true);
}

function alterAddConstraint(context: ImportContext, table: Table, { command, from, to }: Action): void {
  if (!command.def || !('Constraint' in command.def)) return;
  const node = command.def.Constraint;
  const at = node.location === undefined ? from : Math.max(from, context.source.offset(node.location));
  addConstraints(context, table, [pendingOf(node, at, to)], false);
}

function alterDropConstraint(context: ImportContext, table: Table, { command, from }: Action): void {
  const name = command.name ?? '';
  const found = context.catalog.constraint(table.id, name);
  if (found) {
    dropConstraint(context, found);
    return;
  }
  const kept = context.verbatim.find(`constraint\0${table.id}\0${name}`);
  for (const id of kept) dropRecord(context, id);
  if (kept.length > 0) return;
  const notNull = context.catalog
    .childrenOf(table.id, 'column')
    .find((column) => `${table.body.name}_${column.body.name}_not_null` === name);
  if (notNull) context.catalog.update(notNull, { nullable: true });
  else if (!command.missing_ok) {
    diagnose(
      context,
      'error',
      'unknown-constraint',
      `The table “${table.body.name}” has no constraint “${name}” to drop.`,
      from,
    );
  }
}

function alterConstraint(context: ImportContext, table: Table, action: Action): void {
  const { command } = action;
  const change =
    command.def && 'ATAlterConstraint' in command.def ? command.def.ATAlterConstraint : undefined;
  const found = context.catalog.constraint(table.id, change?.conname ?? command.name ?? '');
  if (!found) {
    keepAction(context, table, action);
    return;
  }
  if (command.subtype === 'AT_ValidateConstraint') {
    if (found.kind === 'foreign-key' || found.kind === 'check') {
      context.catalog.update(found, { notValid: undefined } as Partial<typeof found.body>);
    }
    return;
  }
  if (!change?.alterDeferrability || found.kind !== 'foreign-key') {
    keepAction(context, table, action);
    return;
  }
  context.catalog.update(found, {
    deferrable: change.deferrable || undefined,
    initiallyDeferred: change.initdeferred || undefined,
  });
}

/** Actions on one column. */
function alterColumn(context: ImportContext, table: Table, action: Action): void {
  const { catalog, source } = context;
  const { command, from, to } = action;
  const column = command.name === undefined ? undefined : catalog.column(table.id, command.name);
  if (!column) {
    alterMissing(context, table, action);
    return;
  }
  switch (command.subtype) {
    case 'AT_DropColumn':
      dropColumn(context, column);
      return;
    case 'AT_ColumnDefault': {
      if (!command.def) {
        catalog.update(column, { default: undefined });
        return;
      }
      setColumnDefault(context, column, command.def, textAfter(context, 'default', from, to));
      return;
    }
    case 'AT_SetNotNull':
      catalog.update(column, { nullable: false });
      return;
    case 'AT_DropNotNull':
      catalog.update(column, { nullable: true });
      return;
    case 'AT_AlterColumnType':
      alterType(context, column, action);
      return;
    case 'AT_AddIdentity':
      if (command.def && 'Constraint' in command.def) {
        addIdentity(context, table, column, command.def.Constraint);
      }
      return;
    case 'AT_SetIdentity':
      changeIdentity(context, column, command.def);
      return;
    case 'AT_DropIdentity':
      catalog.forgetIdentitySequence(column.id);
      catalog.update(column, { identity: undefined, identityOptions: undefined });
      return;
    case 'AT_SetExpression': {
      const expression = source.parenthesised(from).text;
      const stored = column.body.generated?.stored ?? true;
      const columnRefs = columnRefsOf(context, table.id, [expression]);
      catalog.update(column, { generated: { expression, stored }, columnRefs });
      return;
    }
    case 'AT_DropExpression':
      catalog.update(column, { generated: undefined, columnRefs: undefined });
      return;
    case 'AT_SetStatistics':
    case 'AT_SetStorage':
    case 'AT_SetCompression':
    case 'AT_SetOptions': {
      const words = source.slice(from, to).replace(/^alter\s+(?:column\s+)?/i, '');
      const rest = words.slice(words.search(/\bset\b/i));
      alterColumnLater(context, { id: column.id, table }, rest);
      return;
    }
    default:
      keepAction(context, table, action);
      return;
  }
}

function alterMissing(context: ImportContext, table: Table, action: Action): void {
  const { command, from } = action;
  const isColumnAction = /^AT_(?:DropColumn|ColumnDefault|(?:Set|Drop)NotNull|AlterColumnType|\w+Identity)$/;
  if (!isColumnAction.test(String(command.subtype))) {
    keepAction(context, table, action);
    return;
  }
  if (command.missing_ok) return;
  diagnose(
    context,
    'error',
    'unknown-column',
    `The table “${table.body.name}” has no column “${command.name ?? ''}”; the action was kept as text.`,
    from,
  );
  keepAction(context, table, action);
}

function alterType(context: ImportContext, column: SchemaRecord<'column'>, { command, to }: Action): void {
  const { source } = context;
  if (!command.def || !('ColumnDef' in command.def)) return;
  const { typeName, collClause } = command.def.ColumnDef;
  const from = source.offset(typeName?.location);
  const using = source.wordAt('using', from);
  const collate = collClause ? source.offset(collClause.location) : undefined;
  const end = Math.min(
    to,
    ...[using, collate].filter((edge) => edge !== undefined && edge > from).map(Number),
  );
  const lowered = lowerType(context, source.slice(from, end));
  const value = column.body.default;
  // The stored default keeps the type that it was made with.
  const isText = value?.kind === 'literal' && !/^(?:-?[\d.]+|true|false)$/.test(value.text);
  const kept = isText && lowered.type !== column.body.type;
  const quoted = value?.kind === 'literal' ? value.text.replaceAll("'", "''") : '';
  const collation = collClause?.collname?.map((node) =>
    'String' in node ? quoteIdentifier(node.String.sval ?? '') : '',
  );
  context.catalog.update(column, {
    type: lowered.type,
    typeId: lowered.typeId,
    collation: collation?.join('.'),
    ...(kept && {
      default: { kind: 'expression', text: `'${quoted}'::${withoutModifiers(column.body.type)}` },
    }),
  });
}

function addIdentity(
  context: ImportContext,
  table: Table,
  column: SchemaRecord<'column'>,
  node: Constraint,
): void {
  const { id, body } = column;
  setIdentity(context, { id, table, name: body.name, type: { type: body.type } }, node);
}

/** ALTER COLUMN … SET GENERATED and SET of sequence options. */
function changeIdentity(context: ImportContext, column: SchemaRecord<'column'>, def: Node | undefined): void {
  const nodes = def && 'List' in def ? (def.List.items ?? []) : [];
  const elements = nodes.flatMap((node): readonly DefElem[] => ('DefElem' in node ? [node.DefElem] : []));
  const generated = elements.find((element) => element.defname === 'generated');
  const { numbers } = readSequenceOptions(nodes);
  const size =
    column.body.type === 'smallint' || column.body.type === 'integer' ? column.body.type : undefined;
  const options = withoutSequenceDefaults({ ...column.body.identityOptions, ...numbers }, size);
  const isByDefault =
    generated?.arg && 'Integer' in generated.arg && generated.arg.Integer.ival === 'd'.charCodeAt(0);
  context.catalog.update(column, {
    ...(generated && { identity: isByDefault ? ('by default' as const) : ('always' as const) }),
    identityOptions: Object.keys(options).length > 0 ? options : undefined,
  });
}

/** Keeps one action as a statement of its own. */
function keepAction(context: ImportContext, table: Table, { command, from, to }: Action): void {
  const { catalog, source } = context;
  const text = source.slice(from, to);
  const { searchPath } = context.session;
  const constraint = catalog.constraint(table.id, command.name ?? '');
  const attached = constraint && isConstraint(constraint) ? [constraint.id] : [];
  context.verbatim.add({
    tag: 'alter table',
    reason: `${text.slice(0, 80)}: kept as text`,
    name: readableName({ namespace: catalog.namespaceName(table.body.namespaceId), name: table.body.name }),
    text: () =>
      underSearchPath(
        searchPath,
        `ALTER TABLE ${qualifiedName(catalog, catalog.live(table.id, 'table') ?? table)} ${text}`,
      ),
    phase: 'after constraints',
    attachedTo: [table.id, ...attached],
    mentions: resolveMentions(context, command),
  });
}
