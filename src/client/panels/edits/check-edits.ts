/** Check constraints, as operations. Pure. */
import { isSelfContained } from '../../../core/formats/postgresql/expression-text';
import { renderExpression } from '../../../core/schema/expression';
import type { MemoryState } from '../../../core/schema/memory-state';
import type { SchemaRecord } from '../../../core/schema/record';
import { change } from './change';
import type { Edit } from './edit';
import type { Patch } from './operations';
import { create } from './operations';

/** A check of a table, named by the rules. */
export function createCheck(state: MemoryState, id: string, tableId: string, expression: string): Edit {
  const table = state.live(tableId, 'table')?.body.name ?? '?';
  return {
    label: `Add a check to ${table}`,
    operations: [create('check', id, { tableId, expression: expression.trim() })],
  };
}

/** Changes a check: its name, expression, comment or what it is valid for. */
export function changeCheck(check: SchemaRecord<'check'>, patch: Patch<'check'>): Edit {
  return change(check, check.body.name, patch);
}

/** What is wrong with an expression as far as can be said without PostgreSQL, in a sentence, or null. */
export function expressionProblem(text: string): string | null {
  if (text.trim() === '') return 'An expression cannot be empty.';
  if (isSelfContained(text)) return null;
  return 'This is not one complete expression: look for an open quote or bracket, or a semicolon.';
}

/** An expression of a record with the present names of the columns that it mentions. */
export function presentText(
  state: MemoryState,
  text: string,
  columnRefs: Readonly<Record<string, string>> | undefined,
): string {
  return renderExpression(text, columnRefs, (id) => state.live(id, 'column')?.body.name);
}
