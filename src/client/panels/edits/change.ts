/** Changing fields of one record, in words that fit for undo. */
import type { RecordKind } from '../../../core/schema/kinds';
import type { SchemaRecord } from '../../../core/schema/record';
import type { Edit } from './edit';
import type { Patch } from './operations';
import { update } from './operations';

/** Changes fields of one record, which is called `name`. The label says renaming and commenting by their names. */
export function change<Kind extends RecordKind>(
  record: SchemaRecord<Kind>,
  name: string,
  patch: Patch<Kind>,
): Edit {
  return { label: changeLabel(name, patch), operations: [update(record, patch)] };
}

/** `Rename orders_key`, `Comment on orders_key`, else `Change orders_key`. */
export function changeLabel(name: string, patch: object): string {
  const [field, ...others] = Object.keys(patch);
  if (others.length > 0) return `Change ${name}`;
  if (field === 'name') return `Rename ${name}`;
  return field === 'comment' ? `Comment on ${name}` : `Change ${name}`;
}

/** What a field for a comment, or for anything that may be left empty, holds as a patch: null takes it away. */
export function orNothing(text: string): string | null {
  return text.trim() === '' ? null : text;
}
