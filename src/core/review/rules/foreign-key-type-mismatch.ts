import { update } from '../../schema/operation-shorthand';
import type { Column, ReviewContext } from '../context';
import { isLooseInTable } from '../retype';
import type { Fix, Rule } from '../rule';
import { docs } from '../rule';

export const foreignKeyTypeMismatch: Rule = {
  code: 'foreign-key-type-mismatch',
  title: 'Foreign key between different types',
  severity: 'warning',
  why: 'The two sides can be compared, but a smaller type cannot hold every value of the other, and mixed types keep some joins from using an index.',
  docs: docs('ddl-constraints.html#DDL-CONSTRAINTS-FK'),
  *check(context) {
    for (const { foreignKeys } of context.tables) {
      for (const foreignKey of foreignKeys) {
        const pair = foreignKey.body.columnIds
          .map((id, place) => ({
            from: context.column(id),
            to: context.column(foreignKey.body.referencedColumnIds[place] ?? ''),
          }))
          .find(({ from, to }) => from && to && differ(context, from, to));
        if (!pair?.from || !pair.to) continue;
        yield {
          record: foreignKey,
          message: `${context.nameOf(pair.from)} is ${pair.from.body.type}, but ${context.nameOf(pair.to)}, to which it refers, is ${pair.to.body.type}.`,
          fix: widening(context, pair.from, pair.to),
        };
      }
    }
  },
};

/** Text is text, whatever it is called; a domain counts as itself. */
const textTypes: ReadonlySet<string> = new Set(['text', 'character varying']);

function differ(context: ReviewContext, from: Column, to: Column): boolean {
  const [a, b] = [context.builtIn(from), context.builtIn(to)];
  if (a === undefined || b === undefined || a === b) return false;
  return !(textTypes.has(a) && textTypes.has(b));
}

const integers = ['smallint', 'integer', 'bigint'];

/** The larger type on the referencing side: no value is lost. */
function widening(context: ReviewContext, from: Column, to: Column): Fix | undefined {
  const [a, b] = [from, to].map((column) => integers.indexOf(context.builtIn(column) ?? ''));
  if (a === undefined || b === undefined || a < 0 || b <= a) return undefined;
  if (!isLooseInTable(context, from) || context.isInExpression(from)) return undefined;
  return {
    label: `Make it ${to.body.type}`,
    operations: () => [update(from, { type: to.body.type })],
  };
}
