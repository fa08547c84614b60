import { hasPlainDefault, retype } from '../retype';
import type { Rule } from '../rule';
import { docs } from '../rule';

/** Lengths that come from the limits of other databases. */
const habitual: ReadonlySet<string> = new Set(['191', '255', '256']);

export const varcharHabit: Rule = {
  code: 'varchar-habit',
  title: 'Length out of habit',
  severity: 'info',
  why: 'In PostgreSQL varchar(255) is neither smaller nor faster than text. The limit only refuses data one day, or has to be raised. Where a limit has a reason, keep it, and ignore this.',
  docs: docs('datatype-character.html'),
  *check(context) {
    for (const { ownColumns } of context.tables) {
      for (const column of ownColumns) {
        if (context.builtIn(column) !== 'character varying') continue;
        const [length] = context.typeOf(column)?.modifiers ?? [];
        if (length === undefined || !habitual.has(length)) continue;
        yield {
          record: column,
          message: `${context.nameOf(column)} is limited to ${length} characters, a number that means nothing to PostgreSQL.`,
          fix: hasPlainDefault(column) ? retype(context, column, 'text') : undefined,
        };
      }
    }
  },
};
