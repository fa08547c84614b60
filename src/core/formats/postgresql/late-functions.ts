import type { BodyOf } from '../../schema/bodies';
import type { SchemaRecord } from '../../schema/record';
import type { ExportContext } from './export-context';
import { calledFunctions } from './expression-text';

/** Where a statement stands that has to wait for a function; null: it need not wait. */
export type LatePhase = Exclude<BodyOf<'verbatim'>['phase'], 'before tables'> | null;

/**
 * Functions that are made after the tables because they build on them. Checks and defaults that call one
 * cannot stand in CREATE TABLE. Told by name alone: the worst a namesake can do is move a check.
 */
export type LateFunctions = {
  readonly phaseOfCheck: (check: SchemaRecord<'check'>) => LatePhase;
  readonly phaseOfDefault: (column: SchemaRecord<'column'>) => LatePhase;
};

export function lateFunctions(context: ExportContext): LateFunctions {
  const phases = new Map<string, LatePhase>();
  for (const { body } of context.state.ofKind('verbatim')) {
    const isRoutine = body.tag === 'function' || body.tag === 'procedure' || body.tag === 'aggregate';
    if (!isRoutine || body.phase === 'before tables') continue;
    const name = body.name.slice(body.name.lastIndexOf('.') + 1);
    if (phases.get(name) !== 'after tables') phases.set(name, body.phase);
  }
  const phaseOf = (text: string): LatePhase => {
    if (phases.size === 0) return null;
    const found = new Set([...calledFunctions(text)].map((name) => phases.get(name) ?? null));
    if (found.has('after constraints')) return 'after constraints';
    return found.has('after tables') ? 'after tables' : null;
  };
  return {
    phaseOfCheck: ({ body }) => phaseOf(body.expression),
    phaseOfDefault: ({ body }) => (body.default?.kind === 'expression' ? phaseOf(body.default.text) : null),
  };
}
