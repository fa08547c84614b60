import { update } from '../../schema/operation-shorthand';
import type { Column, ReviewContext, TableFacts } from '../context';
import type { Fix, Rule } from '../rule';
import { docs } from '../rule';

export const quotedName: Rule = {
  code: 'quoted-name',
  title: 'Name that needs quotes',
  severity: 'info',
  why: 'PostgreSQL folds unquoted names to small letters, so a name with capitals, spaces or signs is only found in double quotes, by every program and everybody who types a query.',
  docs: docs('sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS'),
  *check(context) {
    for (const facts of context.tables) {
      if (!isPlain(facts.table.body.name)) {
        yield {
          record: facts.table,
          message: `${facts.name} has to be written in double quotes everywhere.`,
          fix: tableFix(context, facts),
        };
      }
      for (const column of facts.ownColumns) {
        if (isPlain(column.body.name)) continue;
        yield {
          record: column,
          message: `${context.nameOf(column)} has to be written in double quotes everywhere.`,
          fix: columnFix(context, facts, column),
        };
      }
    }
  },
};

/** Letters of other alphabets are taken without quotes, too, when they are small ones. */
function isPlain(name: string): boolean {
  return /^[\p{L}_][\p{L}\p{N}_$]*$/u.test(name) && name === name.toLowerCase();
}

/** `orderItems`, `Order Items` → `order_items`. */
function snakeCase(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .replace(/^_+|_+$/g, '')
    .toLowerCase();
}

function columnFix(context: ReviewContext, { columns, table }: TableFacts, column: Column): Fix | undefined {
  const name = snakeCase(column.body.name);
  const isTaken = columns.some(({ body }) => body.name === name);
  if (!isPlain(name) || isTaken || context.isInherited(table.id)) return undefined;
  if (context.isInStatements(column.body.name)) return undefined;
  return { label: `Rename to ${name}`, operations: () => [update(column, { name })] };
}

function tableFix(context: ReviewContext, { table }: TableFacts): Fix | undefined {
  const name = snakeCase(table.body.name);
  const isTaken = context.isNameTaken(table.body.namespaceId, name);
  if (!isPlain(name) || isTaken || context.isInStatements(table.body.name)) return undefined;
  return { label: `Rename to ${name}`, operations: () => [update(table, { name })] };
}
