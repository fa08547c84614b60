import { remove } from '../../schema/operation-shorthand';
import type { ForeignKey } from '../context';
import type { Rule } from '../rule';
import { docs } from '../rule';

export const duplicateForeignKey: Rule = {
  code: 'duplicate-foreign-key',
  title: 'Two foreign keys that say the same',
  severity: 'warning',
  why: 'Both are checked with every write. Where their actions differ, which of them acts first depends on their names.',
  docs: docs('ddl-constraints.html#DDL-CONSTRAINTS-FK'),
  *check(context) {
    for (const { foreignKeys } of context.tables) {
      const seen = new Map<string, ForeignKey>();
      for (const foreignKey of foreignKeys) {
        const first = seen.get(pairsOf(foreignKey));
        if (!first) {
          seen.set(pairsOf(foreignKey), foreignKey);
          continue;
        }
        const isSame = actionsOf(first) === actionsOf(foreignKey);
        yield {
          record: foreignKey,
          message: `${context.nameOf(foreignKey)} refers to the same columns as ${first.body.name}${isSame ? '' : ', with other actions'}.`,
          fix: isSame
            ? { label: `Delete ${foreignKey.body.name}`, operations: () => [remove(foreignKey)] }
            : undefined,
        };
      }
    }
  },
};

function pairsOf({ body }: ForeignKey): string {
  const pairs = body.columnIds.map((id, place) => `${id}→${body.referencedColumnIds[place]}`);
  return `${body.referencedTableId} ${pairs.sort().join()}`;
}

function actionsOf({ body }: ForeignKey): string {
  const { onDelete = 'no action', onUpdate = 'no action', match = 'simple' } = body;
  return [
    onDelete,
    onUpdate,
    match,
    body.notValid ?? false,
    body.deferrable ?? false,
    body.period ?? false,
  ].join();
}
