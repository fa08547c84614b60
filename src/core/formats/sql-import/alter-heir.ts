import type { SchemaRecord } from '../../schema/record';
import type { Action } from './alter-parts';
import { keepAction } from './alter-parts';
import { rangeName } from './ast';
import type { ImportContext } from './context';
import { diagnose, findTable } from './context';
import { addParent, boundText, removeParent, unknownParent } from './lower-heirs';
import type { RangeVar } from './parse';

type Table = SchemaRecord<'table'>;

/** ATTACH and DETACH PARTITION, INHERIT and NO INHERIT. What does not fit is kept as text. */
export function alterHeir(context: ImportContext, table: Table, action: Action): void {
  const { command } = action;
  const { def } = command;
  const isPartition = command.subtype === 'AT_AttachPartition' || command.subtype === 'AT_DetachPartition';
  const range: RangeVar | undefined =
    def && 'PartitionCmd' in def
      ? def.PartitionCmd.name
      : def && 'RangeVar' in def
        ? def.RangeVar
        : undefined;
  const named = range && findTable(context, rangeName(range));
  // ALTER TABLE partitioned ATTACH PARTITION …, but ALTER TABLE heir INHERIT …
  const [heir, parent] = isPartition ? [named, table] : [table, named];
  if (!heir || !parent) {
    unknownParent(context, range ? [range] : []);
    keepAction(context, table, action);
    return;
  }
  if (command.subtype === 'AT_DetachPartition' || command.subtype === 'AT_DropInherit') {
    removeParent(context, heir, parent);
    return;
  }
  const spec = def && 'PartitionCmd' in def ? def.PartitionCmd.bound : undefined;
  const bound = isPartition ? (spec ? boundText(context, spec) : '') : undefined;
  if ((bound?.length ?? 0) <= maxBoundLength && addParent(context, heir, parent, bound)) return;
  diagnose(
    context,
    'warning',
    'not-attached',
    `“${heir.body.name}” cannot take its columns from “${parent.body.name}” in the model; the action was kept as text.`,
    action.from,
  );
  keepAction(context, table, action, { attachedTo: [heir.id, parent.id] });
}

const maxBoundLength = 20_000;
