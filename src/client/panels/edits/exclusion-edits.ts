/** Exclusion constraints, as operations. Pure. */
import type { BodyOf } from '../../../core/schema/bodies';
import type { IndexElement } from '../../../core/schema/body-parts';
import type { MemoryState } from '../../../core/schema/memory-state';
import type { SchemaRecord } from '../../../core/schema/record';
import { change } from './change';
import type { Edit } from './edit';
import { elementText } from './index-edits';
import type { Patch } from './operations';
import { create, remove } from './operations';

export type ExclusionElement = BodyOf<'exclusion'>['elements'][number];
type Exclusion = SchemaRecord<'exclusion'>;

/** An exclusion constraint over these elements, named by the rules; gist. */
export function createExclusion(
  state: MemoryState,
  id: string,
  tableId: string,
  elements: readonly ExclusionElement[],
): Edit {
  const table = state.live(tableId, 'table')?.body.name ?? '?';
  return {
    label: `Add an exclusion constraint to ${table}`,
    operations: [create('exclusion', id, { tableId, elements: [...elements] })],
  };
}

/** Changes an exclusion constraint; with its last element it goes. */
export function changeExclusion(exclusion: Exclusion, patch: Patch<'exclusion'>): Edit {
  if (patch.elements?.length === 0) {
    return { label: `Delete ${exclusion.body.name}`, operations: [remove(exclusion)] };
  }
  return change(exclusion, exclusion.body.name, patch);
}

/** Methods that can keep rows apart by any operator, and btree, which can by equality (PostgreSQL, CREATE TABLE, EXCLUDE). */
export const exclusionMethods = ['gist', 'spgist', 'btree', 'hash'] as const;

/** Operators that people keep rows apart by. */
export const exclusionOperators = [
  { label: '&&', detail: 'Overlaps: ranges, arrays, networks, boxes' },
  { label: '=', detail: 'Is equal (needs btree_gist in gist)' },
  { label: '<>', detail: 'Is other: all rows agree (btree_gist)' },
  { label: '-|-', detail: 'Touches: ranges' },
] as const;

/** An element of an index with the operator to begin with: overlapping for ranges and geometry, else equality. */
export function withOperator(state: MemoryState, element: IndexElement): ExclusionElement {
  const type = 'columnId' in element ? state.live(element.columnId, 'column')?.body.type : undefined;
  const record = 'columnId' in element ? state.live(element.columnId, 'column')?.body.typeId : undefined;
  const isRange = record !== undefined && state.live(record, 'range') !== undefined;
  const overlaps = isRange || 'expression' in element || /range$|^(box|circle|polygon)$/.test(type ?? '');
  return { ...element, operator: overlaps ? '&&' : '=' };
}

/** What is wrong with an operator, in a sentence, or null: `&&`, or with its schema `OPERATOR(app.&&)`. */
export function operatorProblem(text: string): string | null {
  const operator = text.trim();
  if (operator === '') return 'An operator cannot be empty.';
  if (/^[-+*/<>=~!@#%^&|`?]{1,63}$/.test(operator) && !/--|\/\*/.test(operator)) return null;
  if (/^operator\s*\([^()'";]*[-+*/<>=~!@#%^&|`?]+\s*\)$/i.test(operator)) return null;
  return `"${operator}" is not an operator like && or =.`;
}

/** `room_id WITH =, during WITH &&`: what it keeps apart. */
export function exclusionText(state: MemoryState, { body }: Exclusion): string {
  return body.elements
    .map((element) => `${elementText(state, element, body.columnRefs)} with ${element.operator}`)
    .join(', ');
}
