import { quoteIdentifier } from '../std/sql-identifier';
import type { SqlToken } from '../std/sql-tokens';
import type { ColumnMention } from './expression-mentions';
import { columnMentions } from './expression-mentions';
import type { RecordId } from './ids';

/**
 * Which column each name in an expression means: names as SQL sees them (unquoted ones folded) → ids.
 * `columnIdOf` answers for the columns of the expression's own table, the only ones that a check, an
 * index or a generated column can mention; what it does not know is left out.
 */
export function bindColumns(
  text: string,
  columnIdOf: (name: string) => RecordId | undefined,
): Record<string, RecordId> {
  const refs = new Map<string, RecordId>();
  for (const { column } of columnMentions(text)) {
    const id = columnIdOf(column.value);
    if (id !== undefined) refs.set(column.value, id);
  }
  // fromEntries defines own properties, so a column named __proto__ is a name like any other.
  return Object.fromEntries(refs);
}

/**
 * The expression with the present names of the columns it mentions. Where a name is still the one that
 * was written, the text stays as it is, spaces and comments included. `tableName`, when given, also
 * brings the `t` of `t.column` up to date.
 */
export function renderExpression(
  text: string,
  columnRefs: Readonly<Record<string, RecordId>> | undefined,
  nameOf: (id: RecordId) => string | undefined,
  tableName?: string,
): string {
  if (columnRefs === undefined) return text;
  let rendered = '';
  let at = 0;
  const replace = (token: SqlToken, name: string) => {
    rendered +=
      text.slice(at, token.start) + (token.value === name ? written(text, token) : quoteIdentifier(name));
    at = token.end;
  };
  for (const mention of columnMentions(text)) {
    const { column } = mention;
    if (!Object.hasOwn(columnRefs, column.value)) continue;
    const name = nameOf(columnRefs[column.value] ?? '');
    if (name === undefined) continue;
    const qualifier = qualifierOf(mention);
    if (qualifier && tableName !== undefined) replace(qualifier, tableName);
    replace(column, name);
  }
  return rendered + text.slice(at);
}

function qualifierOf(mention: ColumnMention): SqlToken | undefined {
  return mention.qualifiers.at(-1);
}

function written(text: string, token: SqlToken): string {
  return text.slice(token.start, token.end);
}
