/** Indexes over columns and expressions, as operations. Pure. */
import type { IndexElement } from '../../../core/schema/body-parts';
import { columnsOf } from '../../../core/schema/inheritance';
import type { MemoryState } from '../../../core/schema/memory-state';
import type { SchemaRecord } from '../../../core/schema/record';
import { withoutUndefined } from '../../../core/std/without-undefined';
import { change } from './change';
import { expressionProblem, presentText } from './check-edits';
import type { Edit } from './edit';
import type { Patch } from './operations';
import { create, remove } from './operations';

type Index = SchemaRecord<'index'>;

/** An index over these elements, named by the rules; btree, not unique. */
export function createIndex(
  state: MemoryState,
  id: string,
  tableId: string,
  elements: readonly IndexElement[],
): Edit {
  const words = elements.map((element) => elementText(state, element, undefined)).join(', ');
  return {
    label: `Add index (${words})`,
    operations: [create('index', id, { tableId, elements: [...elements] })],
  };
}

/** Changes an index; with its last element it goes. */
export function changeIndex(index: Index, patch: Patch<'index'>): Edit {
  if (patch.elements?.length === 0) {
    return { label: `Delete ${index.body.name}`, operations: [remove(index)] };
  }
  return change(index, index.body.name, patch);
}

export const indexMethods = ['btree', 'hash', 'gin', 'gist', 'spgist', 'brin'] as const;

/** Access methods that take INCLUDE (PostgreSQL, CREATE INDEX). */
const methodsWithInclude: ReadonlySet<string> = new Set(['btree', 'gist', 'spgist']);

/**
 * Another access method, and without what that one does not have: only btree is unique and ordered, and an
 * operator class belongs to one method (PostgreSQL, CREATE INDEX and Operator Classes).
 */
export function changeMethod(index: Index, method: string): Edit {
  const isBtree = method === 'btree';
  const { body } = index;
  const elements = body.elements.map((element) => {
    const { opclass: _foreign, ...kept } = element;
    if (isBtree) return kept;
    const { direction: _ordered, nulls: _placed, ...plain } = kept;
    return plain;
  });
  const dropped: Patch<'index'> = {
    ...(!isBtree && body.unique ? { unique: null } : {}),
    ...(!isBtree && body.nullsNotDistinct ? { nullsNotDistinct: null } : {}),
    ...(!methodsWithInclude.has(method) && body.include ? { include: null } : {}),
  };
  return change(index, index.body.name, { method: isBtree ? null : method, elements, ...dropped });
}

/** Whether an index of this method keeps an order. */
export function isOrdered(method: string | undefined): boolean {
  return method === undefined || method === 'btree';
}

/** Whether an index of this method can carry further columns. */
export function canInclude(method: string | undefined): boolean {
  return method === undefined || methodsWithInclude.has(method);
}

export type ReadElement =
  | { readonly ok: true; readonly element: IndexElement }
  | { readonly ok: false; readonly problem: string };

/** What somebody typed as an element: the name of a column, else an expression. */
export function readElement(state: MemoryState, tableId: string, text: string): ReadElement {
  const typed = text.trim();
  const columnId = columnsOf(tableId, state).find(({ body }) => body.name === typed)?.id;
  if (columnId !== undefined) return { ok: true, element: { columnId } };
  if (/^\w+$/.test(typed)) return { ok: false, problem: `There is no column "${typed}" in this table.` };
  const problem = expressionProblem(typed);
  return problem === null ? { ok: true, element: { expression: typed } } : { ok: false, problem };
}

/** An element as a person would type it: the column's name or the expression. */
export function elementText(
  state: MemoryState,
  element: IndexElement,
  columnRefs: Readonly<Record<string, string>> | undefined,
): string {
  if ('columnId' in element) return state.live(element.columnId, 'column')?.body.name ?? '?';
  return presentText(state, element.expression, columnRefs);
}

/** The element over another column or expression: it keeps all of its options. */
export function retarget<Element extends IndexElement>(element: Element, target: IndexElement): Element {
  const options: Readonly<Record<string, unknown>> = element;
  const { columnId: _column, expression: _expression, ...kept } = options;
  return { ...kept, ...target } as Element;
}

/** The options of an element. Undefined takes one away. */
export type ElementOptions = Partial<Pick<IndexElement, 'direction' | 'nulls' | 'opclass' | 'collation'>>;

/** The element with other options. */
export function withOptions<Element extends IndexElement>(
  element: Element,
  options: ElementOptions,
): Element {
  const next = { ...element, ...options };
  return withoutUndefined(next.direction === 'asc' ? { ...next, direction: undefined } : next);
}

const storageParameter = /^[a-z_][a-z0-9_.]*(\s*=\s*('[^']*'|[a-z0-9_.+-]+))?$/i;

/**
 * What is wrong with storage parameters as they stand after WITH, in a sentence, or null: `fillfactor=70, …`
 * (PostgreSQL, CREATE INDEX). Which ones there are, the access method knows.
 */
export function storageProblem(text: string): string | null {
  if (text.trim() === '') return null;
  const wrong = text.split(',').find((one) => !storageParameter.test(one.trim()));
  return wrong === undefined ? null : `"${wrong.trim()}" is not a parameter like fillfactor=70.`;
}
