/** What a table is besides its columns, in a few words for one quiet line. Pure. */
import { renderExpression } from '../../core/schema/expression';
import type { MemoryState } from '../../core/schema/memory-state';
import type { SchemaRecord } from '../../core/schema/record';
import { partitionsOf } from './drawn-tables';

/** `range (created_at)`: how a table is partitioned, with the present names of its columns. */
export function partitionKeyText(table: SchemaRecord<'table'>, state: MemoryState): string {
  const { partitionBy, columnRefs } = table.body;
  if (!partitionBy) return '';
  const nameOf = (id: string) => state.live(id, 'column')?.body.name;
  const elements = partitionBy.elements.map((one) =>
    'columnId' in one ? (nameOf(one.columnId) ?? '?') : renderExpression(one.expression, columnRefs, nameOf),
  );
  return `${partitionBy.strategy} (${elements.join(', ')})`;
}

/** `partitioned by range (created_at) · 7 partitions`, `inherits from vehicles · row security`; null for a plain table. */
export function tableTraits(table: SchemaRecord<'table'>, state: MemoryState): string | null {
  const { partitionBy, inherits, unlogged, rowSecurity } = table.body;
  const words: string[] = [];
  if (inherits) {
    const names = inherits.map((id) => state.live(id, 'table')?.body.name ?? '?');
    words.push(`inherits from ${names.join(', ')}`);
  }
  if (partitionBy) {
    const count = partitionsOf(table.id, state).length;
    words.push(`partitioned by ${partitionKeyText(table, state)}`);
    words.push(
      count === 0
        ? 'no partitions'
        : count === 1
          ? '1 partition'
          : `${count.toLocaleString('en')} partitions`,
    );
  }
  if (unlogged) words.push('unlogged');
  if (rowSecurity) words.push('row security');
  return words.length === 0 ? null : words.join(' · ');
}
