import { remove, update } from '../../schema/operation-shorthand';
import type { SchemaRecord } from '../../schema/record';
import type { Column, ReviewContext } from '../context';
import type { Fix, Rule } from '../rule';
import { docs } from '../rule';

export const serial: Rule = {
  code: 'serial',
  title: 'Serial column',
  severity: 'info',
  why: 'serial makes a sequence with permissions of its own and a default that anybody can overwrite. An identity column is the SQL standard’s way, and the sequence is part of the column.',
  docs: docs('ddl-identity-columns.html'),
  *check(context) {
    for (const { ownColumns } of context.tables) {
      for (const column of ownColumns) {
        const { default: value } = column.body;
        const sequence = value?.kind === 'sequence' ? context.get(value.sequenceId) : undefined;
        if (sequence?.kind !== 'sequence' || sequence.body.ownedByColumnId !== column.id) continue;
        yield {
          record: column,
          message: `${context.nameOf(column)} takes its numbers from the sequence ${context.nameOf(sequence)}, as serial does.`,
          fix: fixFor(context, column, sequence),
        };
      }
    }
  },
};

const integers: ReadonlySet<string> = new Set(['smallint', 'integer', 'bigint']);

function fixFor(context: ReviewContext, column: Column, sequence: SchemaRecord<'sequence'>): Fix | undefined {
  if (column.body.nullable || !integers.has(column.body.type) || context.isMentioned(sequence.body.name)) {
    return undefined;
  }
  const isShared = context
    .ofKind('column')
    .some(
      ({ id, body }) =>
        id !== column.id && body.default?.kind === 'sequence' && body.default.sequenceId === sequence.id,
    );
  if (isShared) return undefined;
  const { start, increment, minimum, maximum, cache, cycle } = sequence.body;
  const options = Object.entries({ start, increment, minimum, maximum, cache, cycle });
  const kept = options.filter(([, value]) => value !== undefined);
  return {
    label: 'Make it an identity column',
    operations: () => [
      update(column, {
        default: null,
        identity: 'by default',
        ...(kept.length > 0 ? { identityOptions: Object.fromEntries(kept) } : {}),
      }),
      remove(sequence),
    ],
  };
}
