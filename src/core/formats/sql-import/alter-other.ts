import type { SchemaRecord } from '../../schema/record';
import { isKind } from '../../schema/record';
import type { Action } from './alter-parts';
import { actionsOf } from './alter-parts';
import { rangeName } from './ast';
import { alterAttributes } from './composites';
import type { ImportContext } from './context';
import { diagnose, findIdentityColumn, findRelation, readableName } from './context';
import { keepOwner, keepVerbatim } from './lower-verbatim';
import { changeOwner, roleName } from './owners';
import type { AlterTableStmt } from './parse';
import type { IndexRecord } from './partition-indexes';
import { attachIndex, isIndexRecord } from './partition-indexes';
import { withoutParameters, withParameters } from './storage-parameters';

/** ALTER TABLE (VIEW, SEQUENCE, INDEX, TYPE …) of something that is no table of the model. */
export function alterOther(
  context: ImportContext,
  statement: AlterTableStmt,
  found: SchemaRecord | undefined,
): void {
  const name = rangeName(statement.relation);
  // An identity column's sequence belongs to whom the table belongs to.
  if (!found && findIdentityColumn(context, name)) return;
  const actions = actionsOf(context, statement);
  if (isKind(found, 'composite')) {
    alterAttributes(context, found, actions);
    return;
  }
  const rest = actions.filter((action) => !isAltered(context, statement, found, action));
  if (rest.length === 0) return;
  if (!found && statement.missing_ok) return;
  if (!found && statement.objtype === 'OBJECT_TABLE') {
    const message = `There is no table “${readableName(name)}” in this import; the statement was kept as text.`;
    diagnose(context, 'warning', 'unknown-table', message);
  }
  const phase = statement.objtype === 'OBJECT_TYPE' ? 'before tables' : 'after constraints';
  keepVerbatim(context, { AlterTableStmt: statement }, { phase, ...(found && { about: found.id }) });
}

/** Whether the action is now said by the record. */
function isAltered(
  context: ImportContext,
  statement: AlterTableStmt,
  found: SchemaRecord | undefined,
  action: Action,
): boolean {
  const { command } = action;
  if (found === undefined) return false;
  const now = context.catalog.get(found.id);
  if (command.subtype === 'AT_ChangeOwner') {
    const owner = roleName(command.newowner);
    if (isKind(now, 'sequence')) changeOwner(context, now, owner);
    else if (isKind(now, 'verbatim')) keepOwner(context, now.id, { AlterTableStmt: statement });
    // An index belongs to whom its table belongs to.
    return true;
  }
  if (isKind(now, 'sequence')) return alterSequenceTable(context, now, action);
  return now !== undefined && !('deleted' in now) && isIndexRecord(now) && alterIndex(context, now, action);
}

function alterSequenceTable(
  { catalog }: ImportContext,
  sequence: SchemaRecord<'sequence'>,
  { command }: Action,
): boolean {
  if (command.subtype !== 'AT_SetLogged' && command.subtype !== 'AT_SetUnLogged') return false;
  return catalog.update(sequence, { unlogged: command.subtype === 'AT_SetUnLogged' || undefined });
}

function alterIndex(context: ImportContext, index: IndexRecord, { command, from }: Action): boolean {
  const { catalog, source } = context;
  const record = index as SchemaRecord<'index'>;
  const { storage } = index.body;
  switch (command.subtype) {
    case 'AT_SetRelOptions':
      return catalog.update(record, { storage: withParameters(storage, source.parenthesised(from).text) });
    case 'AT_ResetRelOptions':
      return catalog.update(record, { storage: withoutParameters(storage, source.parenthesised(from).text) });
    case 'AT_SetTableSpace':
      return catalog.update(record, {
        tablespace: command.name === 'pg_default' ? undefined : command.name,
      });
    case 'AT_AttachPartition': {
      const { def } = command;
      const part =
        def && 'PartitionCmd' in def ? findRelation(context, rangeName(def.PartitionCmd.name)) : null;
      return part ? attachIndex(context, index, part) : false;
    }
    default:
      return false;
  }
}
