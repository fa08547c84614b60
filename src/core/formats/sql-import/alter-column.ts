import type { BodyOf } from '../../schema/bodies';
import { parentTables } from '../../schema/inheritance';
import type { SchemaRecord } from '../../schema/record';
import { withoutSequenceDefaults } from '../../schema/sequence-defaults';
import { quoteIdentifier } from '../../std/sql-identifier';
import type { Action } from './alter-parts';
import { keepAction } from './alter-parts';
import { stringOf, stringsOf } from './ast';
import {
  columnRefsOf,
  compressionNamed,
  identityOf,
  setColumnDefault,
  storageNamed,
  textAfter,
} from './columns';
import type { ImportContext } from './context';
import { diagnose } from './context';
import { dropColumn } from './dropping';
import type { DefElem, Node } from './parse';
import { readSequenceOptions } from './sequence-options';
import { withoutParameters, withParameters } from './storage-parameters';
import { lowerType, withoutModifiers } from './types';

type Table = SchemaRecord<'table'>;
type Column = SchemaRecord<'column'>;

/** Actions on one column, and on the columns of the tables below. */
export function alterColumn(context: ImportContext, table: Table, action: Action): void {
  const { catalog } = context;
  const { command } = action;
  const column = command.name === undefined ? undefined : catalog.column(table.id, command.name);
  if (!column) {
    alterMissing(context, table, action);
    return;
  }
  if (command.subtype === 'AT_DropColumn') {
    dropWithHeirs(context, table, column, action);
    return;
  }
  if (!alterOne(context, table, column, action)) {
    keepAction(context, table, action);
    return;
  }
  if (action.isForAll && recurses(command.subtype)) alterBelow(context, table, column.body.name, action);
}

/** Not the options of a column and not its compression (ATPrepCmd in tablecmds.c). */
function recurses(subtype: string | undefined): boolean {
  return subtype !== 'AT_SetOptions' && subtype !== 'AT_ResetOptions' && subtype !== 'AT_SetCompression';
}

function alterBelow(context: ImportContext, table: Table, name: string, action: Action): void {
  for (const heir of context.catalog.heirs(table.id)) {
    const column = context.catalog.column(heir.id, name);
    const isIdentity = /Identity$/.test(String(action.command.subtype));
    if (!column || (isIdentity && !heir.body.partitionOf)) continue;
    if (isIdentity) shareIdentity(context, table, column);
    else alterOne(context, heir, column, action);
    alterBelow(context, heir, name, action);
  }
}

/** A partition's column has the identity of the partitioned table's, sequence and all. */
function shareIdentity({ catalog }: ImportContext, table: Table, column: Column): void {
  const above = catalog.column(table.id, column.body.name)?.body;
  const { identity, identityOptions } = above ?? {};
  catalog.update(column, {
    identity,
    identityOptions,
    ...(identity && { nullable: false, default: undefined }),
  });
}

function dropWithHeirs(context: ImportContext, table: Table, column: Column, action: Action): void {
  const { catalog, lineage } = context;
  const { name } = column.body;
  for (const heir of catalog.heirs(table.id)) {
    const below = catalog.column(heir.id, name);
    if (!below) continue;
    const comesFromOther = parentTables(heir.body).some(
      (id) => id !== table.id && catalog.column(id, name) !== undefined,
    );
    const goes =
      action.isForAll && !comesFromOther && (heir.body.partitionOf || lineage.isInherited(below.id));
    if (goes) dropWithHeirs(context, heir, below, action);
    else if (!comesFromOther) lineage.setInherited(below.id, false);
  }
  dropColumn(context, column, action.command.behavior === 'DROP_CASCADE');
}

/** One column. False when the model has no place for what is done to it. */
function alterOne(context: ImportContext, table: Table, column: Column, action: Action): boolean {
  const { catalog } = context;
  const { command, from, to } = action;
  const setting = settingOf(context, column, action);
  if (setting !== undefined) {
    catalog.update(column, setting);
    return true;
  }
  switch (command.subtype) {
    case 'AT_ColumnDefault':
      if (!command.def) catalog.update(column, { default: undefined });
      else setColumnDefault(context, column, command.def, textAfter(context, 'default', from, to));
      return true;
    case 'AT_AlterColumnType':
      alterType(context, column, action);
      return true;
    case 'AT_AddIdentity':
      addIdentity(context, table, column, command.def);
      return true;
    case 'AT_SetIdentity':
      changeIdentity(context, column, command.def);
      return true;
    case 'AT_DropIdentity':
      catalog.forgetIdentitySequence(column.id);
      catalog.update(column, { identity: undefined, identityOptions: undefined });
      return true;
    case 'AT_SetExpression': {
      const expression = context.source.parenthesised(from).text;
      const stored = column.body.generated?.stored ?? true;
      const columnRefs = columnRefsOf(context, table.id, [expression]);
      catalog.update(column, { generated: { expression, stored }, columnRefs });
      return true;
    }
    default:
      return false;
  }
}

/** What the action changes in single fields of the column; undefined when it is about something else. */
function settingOf(
  { source }: ImportContext,
  { body }: Column,
  { command, from }: Action,
): Partial<BodyOf<'column'>> | undefined {
  const { def } = command;
  switch (command.subtype) {
    case 'AT_SetNotNull':
      return { nullable: false };
    case 'AT_DropNotNull':
      return { nullable: true, notNullName: undefined, notNullNoInherit: undefined };
    case 'AT_DropExpression':
      return { generated: undefined, columnRefs: undefined };
    case 'AT_SetStorage':
      return { storage: storageNamed(stringOf(def)) };
    case 'AT_SetCompression':
      return { compression: compressionNamed(stringOf(def)) };
    case 'AT_SetStatistics': {
      const target = def && 'Integer' in def ? (def.Integer.ival ?? 0) : -1;
      return { statistics: target < 0 ? undefined : target };
    }
    case 'AT_SetOptions':
      return { options: withParameters(body.options, source.parenthesised(from).text) };
    case 'AT_ResetOptions':
      return { options: withoutParameters(body.options, source.parenthesised(from).text) };
    default:
      return undefined;
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

function alterType(context: ImportContext, column: Column, { command, to }: Action): void {
  const { source } = context;
  if (!command.def || !('ColumnDef' in command.def)) return;
  const { typeName, collClause } = command.def.ColumnDef;
  const from = source.offset(typeName?.location);
  const using = source.wordAt('using', from);
  const collate = collClause ? source.offset(collClause.location) : undefined;
  const edges = [using, collate].filter((edge) => edge !== undefined && edge > from).map(Number);
  const lowered = lowerType(context, source.slice(from, Math.min(to, ...edges)));
  const value = column.body.default;
  // The stored default keeps the type that it was made with.
  const isText = value?.kind === 'literal' && !/^(?:-?[\d.]+|true|false)$/.test(value.text);
  const kept = isText && lowered.type !== column.body.type;
  const quoted = value?.kind === 'literal' ? value.text.replaceAll("'", "''") : '';
  const collation = stringsOf(collClause?.collname).map(quoteIdentifier).join('.');
  context.catalog.update(column, {
    type: lowered.type,
    typeId: lowered.typeId,
    collation: collation || undefined,
    // What was set for the old type's values does not hold for the new one's (ATExecAlterColumnType).
    storage: undefined,
    compression: undefined,
    ...(kept && {
      default: { kind: 'expression', text: `'${quoted}'::${withoutModifiers(column.body.type)}` },
    }),
  });
}

function addIdentity(context: ImportContext, table: Table, column: Column, def: Node | undefined): void {
  if (!def || !('Constraint' in def)) return;
  const { id, body } = column;
  const type = { type: body.type };
  const identity = identityOf(context, { id, table, name: body.name, type }, def.Constraint);
  context.catalog.update(column, identity);
}

/** ALTER COLUMN … SET GENERATED and SET of sequence options. */
function changeIdentity(context: ImportContext, column: Column, def: Node | undefined): void {
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
