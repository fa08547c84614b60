import type { BodyOf } from '../../schema/bodies';
import type { SchemaRecord } from '../../schema/record';
import { isKind } from '../../schema/record';
import { alterColumn } from './alter-column';
import { addsOrDropsConstraint, alterConstraint } from './alter-constraint';
import { alterHeir } from './alter-heir';
import { alterOther } from './alter-other';
import type { Action } from './alter-parts';
import { actionsOf, addedBy, keepAction } from './alter-parts';
import { rangeName } from './ast';
import { addColumn, bindGenerated } from './columns';
import { addConstraints } from './constraints';
import type { ImportContext } from './context';
import { findRelation, isTemporary } from './context';
import { dropRecord } from './dropping';
import { passDown } from './inheriting';
import { objectKey } from './kept-lookup';
import { changeOwner, roleName } from './owners';
import type { AlterTableStmt } from './parse';
import { withoutParameters, withParameters } from './storage-parameters';

type Table = SchemaRecord<'table'>;

/** ALTER TABLE, action by action. Actions that the model has no place for become statements of their own. */
export function alterTable(context: ImportContext, statement: AlterTableStmt): void {
  const name = rangeName(statement.relation);
  if (isTemporary(context, name)) return;
  const found = findRelation(context, name);
  if (!isKind(found, 'table')) {
    alterOther(context, statement, found);
    return;
  }
  for (const action of actionsOf(context, statement)) {
    // An action before this one may have changed the table.
    const table = context.catalog.live(found.id, 'table');
    if (table) alter(context, table, action);
  }
}

function alter(context: ImportContext, table: Table, action: Action): void {
  const { command } = action;
  const patch = settingOf(context, table, action);
  if (patch !== undefined) {
    context.catalog.update(table, patch);
    if ('unlogged' in patch) switchSequences(context, table, patch.unlogged);
    return;
  }
  switch (command.subtype) {
    case 'AT_ChangeOwner':
      changeOwner(context, table, roleName(command.newowner));
      return;
    case 'AT_AddColumn':
      addColumns(context, table, action);
      return;
    case 'AT_AddConstraint':
    case 'AT_DropConstraint':
      addsOrDropsConstraint(context, table, action);
      return;
    case 'AT_ValidateConstraint':
    case 'AT_AlterConstraint':
      alterConstraint(context, table, action);
      return;
    case 'AT_AttachPartition':
    case 'AT_DetachPartition':
    case 'AT_AddInherit':
    case 'AT_DropInherit':
      alterHeir(context, table, action);
      return;
    case 'AT_DetachPartitionFinalize':
      return;
    default:
      if (/^AT_(?:En|Dis)able\w*Trig/.test(String(command.subtype))) switchTrigger(context, table, action);
      else alterColumn(context, table, action);
      return;
  }
}

/** Sequences that a table's columns own are logged as the table is (ATPrepChangePersistence in tablecmds.c). */
function switchSequences({ catalog }: ImportContext, table: Table, unlogged: boolean | undefined): void {
  for (const column of catalog.childrenOf(table.id, 'column')) {
    for (const sequence of catalog.ownedSequences(column.id)) catalog.update(sequence, { unlogged });
  }
}

/** What the action changes in the table's own fields; undefined when it is about something else. */
function settingOf(
  { source }: ImportContext,
  { body }: Table,
  { command, from }: Action,
): Partial<BodyOf<'table'>> | undefined {
  const { name } = command;
  switch (command.subtype) {
    case 'AT_SetLogged':
      return { unlogged: undefined };
    case 'AT_SetUnLogged':
      return { unlogged: true };
    case 'AT_SetRelOptions':
      return { storage: withParameters(body.storage, source.parenthesised(from).text) };
    case 'AT_ResetRelOptions':
      return { storage: withoutParameters(body.storage, source.parenthesised(from).text) };
    case 'AT_SetTableSpace':
      return { tablespace: name === 'pg_default' ? undefined : name };
    case 'AT_SetAccessMethod':
      return { accessMethod: name === 'heap' ? undefined : name };
    case 'AT_EnableRowSecurity':
      return { rowSecurity: true };
    case 'AT_DisableRowSecurity':
      return { rowSecurity: undefined };
    case 'AT_ForceRowSecurity':
      return { forceRowSecurity: true };
    case 'AT_NoForceRowSecurity':
      return { forceRowSecurity: undefined };
    default:
      return undefined;
  }
}

function addColumns(context: ImportContext, table: Table, { command }: Action): void {
  const definition = command.def && 'ColumnDef' in command.def ? command.def.ColumnDef : undefined;
  if (!definition) return;
  if (command.missing_ok && context.catalog.column(table.id, definition.colname ?? '')) return;
  const added = addedBy(context, table, () => {
    const pending = addColumn(context, table, definition);
    bindGenerated(context, table.id);
    addConstraints(context, table, pending, true);
  });
  for (const record of added) passDown(context, table, record);
}

/** A trigger is on when it is made: what is kept is only where it is not so in the end. */
function switchTrigger(context: ImportContext, table: Table, action: Action): void {
  const { command } = action;
  const { verbatim } = context;
  const key = `trigger state\0${table.id}\0`;
  const own = `${key}${command.name ?? ''}`;
  const earlier = verbatim.find(command.name === undefined ? key : own);
  for (const id of earlier) dropRecord(context, id);
  const isOn = /^AT_EnableTrig/.test(String(command.subtype));
  if (isOn && (earlier.length > 0 || verbatim.find(key).length === 0)) return;
  const triggers = verbatim.find(
    objectKey(`trigger of ${table.id}`, { namespace: null, name: command.name ?? '' }),
  );
  keepAction(context, table, action, { keys: [key, own], attachedTo: triggers });
}
