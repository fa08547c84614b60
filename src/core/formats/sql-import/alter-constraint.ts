import type { BodyOf } from '../../schema/bodies';
import type { SchemaRecord } from '../../schema/record';
import { isKind } from '../../schema/record';
import type { Action } from './alter-parts';
import { addedBy, keepAction } from './alter-parts';
import { notNullName, pendingOf } from './columns';
import { addConstraints } from './constraints';
import type { ImportContext } from './context';
import { diagnose } from './context';
import { dropConstraint, dropRecord } from './dropping';
import { passDown } from './inheriting';
import { indexPartitions, isIndexRecord } from './partition-indexes';

type Table = SchemaRecord<'table'>;

/** ADD CONSTRAINT and DROP CONSTRAINT, on the tables below too. */
export function addsOrDropsConstraint(context: ImportContext, table: Table, action: Action): void {
  if (action.command.subtype === 'AT_DropConstraint') drop(context, table, action);
  else add(context, table, action);
}

function add(context: ImportContext, table: Table, { command, from, to, isForAll }: Action): void {
  if (!command.def || !('Constraint' in command.def)) return;
  const node = command.def.Constraint;
  const at = node.location === undefined ? from : Math.max(from, context.source.offset(node.location));
  const added = addedBy(context, table, () => {
    addConstraints(context, table, [pendingOf(node, at, to)], false);
  });
  for (const record of added) {
    if (isIndexRecord(record)) indexPartitions(context, record, isForAll);
    else if (isForAll) passDown(context, table, record);
  }
}

function drop(context: ImportContext, table: Table, { command, from, isForAll }: Action): void {
  const { catalog, lineage } = context;
  const name = command.name ?? '';
  const found = catalog.constraint(table.id, name);
  if (found) {
    dropConstraint(context, found);
    if (!isIndexRecord(found)) dropBelow(context, table, name, isForAll);
    return;
  }
  const kept = context.verbatim.find(`constraint\0${table.id}\0${name}`);
  for (const id of kept) dropRecord(context, id);
  if (kept.length > 0) return;
  const column = notNullColumn(context, table, name);
  if (column) {
    catalog.update(column, { nullable: true, notNullName: undefined, notNullNoInherit: undefined });
    for (const heir of isForAll ? catalog.heirs(table.id) : []) {
      const below = catalog.column(heir.id, column.body.name);
      if (below && lineage.isInherited(below.id)) catalog.update(below, { nullable: true });
    }
  } else if (!command.missing_ok) {
    const message = `The table “${table.body.name}” has no constraint “${name}” to drop.`;
    diagnose(context, 'error', 'unknown-constraint', message, from);
  }
}

/** Constraints of the tables below that are there because of one that is gone; with ONLY they stay, as their own. */
function dropBelow(context: ImportContext, table: Table, name: string, isForAll: boolean): void {
  const { catalog, lineage } = context;
  for (const heir of catalog.heirs(table.id)) {
    const below = catalog.constraint(heir.id, name);
    if (!below || !lineage.isInherited(below.id)) continue;
    if (!isForAll) {
      lineage.setInherited(below.id, false);
      continue;
    }
    dropConstraint(context, below);
    dropBelow(context, heir, name, isForAll);
  }
}

/** The column whose not-null constraint has this name. */
export function notNullColumn(
  { catalog }: ImportContext,
  table: Table,
  name: string,
): SchemaRecord<'column'> | undefined {
  return catalog
    .childrenOf(table.id, 'column')
    .find(
      (column) => !column.body.nullable && (column.body.notNullName ?? notNullName(table, column)) === name,
    );
}

/** VALIDATE CONSTRAINT and ALTER CONSTRAINT. */
export function alterConstraint(context: ImportContext, table: Table, action: Action): void {
  const { command } = action;
  const { catalog } = context;
  const change =
    command.def && 'ATAlterConstraint' in command.def ? command.def.ATAlterConstraint : undefined;
  const found = catalog.constraint(table.id, change?.conname ?? command.name ?? '');
  if (command.subtype === 'AT_ValidateConstraint') {
    if (!found) keepAction(context, table, action);
    else if (found.kind === 'foreign-key' || found.kind === 'check') {
      catalog.update(found, { notValid: undefined } as Partial<typeof found.body>);
    }
    return;
  }
  if (!change || !isKind(found, 'foreign-key') || change.alterInheritability) {
    keepAction(context, table, action);
    return;
  }
  const patch: Partial<BodyOf<'foreign-key'>> = {
    ...(change.alterDeferrability && {
      deferrable: change.deferrable || undefined,
      initiallyDeferred: change.initdeferred || undefined,
    }),
    ...(change.alterEnforceability && { notEnforced: change.is_enforced ? undefined : true }),
  };
  catalog.update(found, patch);
}
