import type { MemoryState } from '../../../core/schema/memory-state';
import { isLive } from '../../../core/schema/record';
import { titleOf } from '../edits/table-edits';

const longest = 60;

/** A field's value as it stands in a sentence: texts in quotes, ids as the names they stand for. */
export function describeValue(value: unknown, state: MemoryState): string {
  if (value === null || value === undefined) return 'nothing';
  if (typeof value === 'string') {
    const record = state.get(value);
    return `“${cut(isLive(record) ? titleOf(record, state) : value)}”`;
  }
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value))
    return cut(value.map((item) => describeValue(item, state)).join(', ') || 'nothing');
  if (typeof value === 'object' && 'text' in value) return `“${cut(String(value.text))}”`;
  return cut(typeof value === 'object' ? JSON.stringify(value) : String(value));
}

function cut(text: string): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}

const fieldWords: Readonly<Record<string, string>> = {
  nullable: 'nullability',
  namespaceId: 'schema',
  columnIds: 'columns',
  order: 'place in the table',
  onDelete: 'action on delete',
  onUpdate: 'action on update',
  x: 'position',
  y: 'position',
  color: 'colour',
};

/** A field of a body as people call it. */
export function describeField(field: string): string {
  return fieldWords[field] ?? field;
}
