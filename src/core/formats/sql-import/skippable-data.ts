import type { SqlToken } from '../../std/sql-tokens';
import { nextSqlToken, significantTokens } from '../../std/sql-tokens';
import { foreignDialect } from './dialect';

/** What a statement that reads or changes rows begins with. */
const dataVerbs: ReadonlySet<string> = new Set(
  'insert update delete merge select values copy truncate table with explain'.split(' '),
);

/** What another statement begins with: where the parser stumbles over it, a semicolon is missing. */
const schemaVerbs: ReadonlySet<string> = new Set('create alter drop comment grant revoke'.split(' '));

/**
 * Whether a statement that the parser did not take may be left out because it makes nothing: PostgreSQL has
 * data statements newer than our parser, and rows can be more than it takes. Not in a script for another
 * database, which is refused as a whole, and not where it has swallowed statements that do make something.
 *
 * @param at where the parser stumbled, in `statement`
 */
export function isSkippableData(sql: string, statement: string, at: number): boolean {
  const first = nextSqlToken(statement, 0);
  if (first?.kind !== 'identifier' || !dataVerbs.has(first.value)) return false;
  const stumbled = nextSqlToken(statement, at);
  if (stumbled && at > 0 && schemaVerbs.has(stumbled.value)) return false;
  const tokens = significantTokens(statement);
  return !swallowsMore(tokens) && !makesTable(tokens) && foreignDialect(sql) === undefined;
}

/** A quote or a parenthesis that is never closed takes in all that follows, semicolons too. */
function swallowsMore(tokens: readonly SqlToken[]): boolean {
  return tokens.some(
    ({ kind, value }) => kind === 'unterminated' || (kind === 'punctuation' && value === ';'),
  );
}

/** SELECT … INTO makes a table; INTO after INSERT and MERGE does not. */
function makesTable(tokens: readonly SqlToken[]): boolean {
  const words = tokens.filter(({ kind }) => kind === 'identifier');
  return words.some(({ value }, index) => {
    const before = words[index - 1]?.value;
    return value === 'into' && before !== 'insert' && before !== 'merge';
  });
}
