/** How the values of a record's fields are written in a sentence. */
import { quoteLiteral } from '../../../core/std/sql-identifier';
import type { NameOf } from './names';

/** Longer values are cut: the sentence has to stay one. */
const longest = 120;

/** Fields whose ids stand for columns of the record's own table: told by their names alone. */
const columnFields: ReadonlySet<string> = new Set([
  'columnIds',
  'referencedColumnIds',
  'onDeleteColumnIds',
  'include',
]);

/** A field's value as people read it: ids as the names they stand for, structures as PostgreSQL writes them. */
export function valueText(field: string, value: unknown, nameOf: NameOf): string {
  return cut(written(field, value, nameOf));
}

/** Names of columns in their order: `a, b`. */
export function columnNames(ids: unknown, nameOf: NameOf): string {
  return textsOf(ids)
    .map((id) => nameOf(id)?.name ?? '?')
    .join(', ');
}

/** What an index stands on: `lower(email) desc`. */
export function elementsText(elements: unknown, nameOf: NameOf): string {
  if (!Array.isArray(elements)) return '';
  return elements
    .map((element) => {
      const { columnId, expression, operator, direction, nulls } = fieldsOf(element);
      const name = typeof columnId === 'string' ? nameOf(columnId)?.name : expression;
      const words = [
        name ?? '?',
        direction,
        nulls && `nulls ${String(nulls)}`,
        operator && `with ${String(operator)}`,
      ];
      return words.filter((word) => typeof word === 'string').join(' ');
    })
    .join(', ');
}

function written(field: string, value: unknown, nameOf: NameOf): string {
  if (value === null || value === undefined) return 'nothing';
  if (columnFields.has(field)) return columnNames(value, nameOf);
  switch (field) {
    case 'namespaceId':
    case 'tableId':
    case 'referencedTableId':
    case 'ownedByColumnId':
      return nameOf(String(value))?.title ?? 'something deleted';
    case 'default':
      return defaultText(value, nameOf);
    case 'elements':
      return elementsText(value, nameOf);
    case 'partitionBy':
      return `${String(fieldsOf(value).strategy)} (${elementsText(fieldsOf(value).elements, nameOf)})`;
    case 'partitionOf':
      return String(fieldsOf(value).bound ?? '');
    case 'inherits':
      return columnNames(value, nameOf);
    case 'labels':
      return textsOf(value).map(quoteLiteral).join(', ') || 'none';
    case 'comment':
    case 'text':
      return `“${String(value)}”`;
    default:
      return plain(value);
  }
}

function defaultText(value: unknown, nameOf: NameOf): string {
  const { kind, text, sequenceId } = fieldsOf(value);
  if (kind === 'sequence') return `the next of ${nameOf(String(sequenceId))?.title ?? 'a deleted sequence'}`;
  if (typeof text !== 'string') return plain(value);
  return kind === 'expression' || /^-?\d+(\.\d+)?$/.test(text) ? text : quoteLiteral(text);
}

/** The fields of a structure; the log is read as it stands, whatever version wrote it. */
function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

/** Items of a list by their names, each with what it says: an attribute's type, a check's condition. */
export function itemsOf(value: unknown): ReadonlyMap<string, string> {
  const items = Array.isArray(value) ? value.map(fieldsOf) : [];
  return new Map(items.map(({ name, type, expression }) => [String(name), String(type ?? expression ?? '')]));
}

/** `start 10, increment 2` for a structure, the value itself for all else. */
function plain(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .filter(([, item]) => item !== null && item !== undefined && item !== false)
    .map(([key, item]) => (item === true ? key : `${key} ${String(item)}`))
    .join(', ');
}

export function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

function cut(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length <= longest ? line : `${line.slice(0, longest - 1)}…`;
}
