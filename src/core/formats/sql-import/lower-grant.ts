import type { ImportContext } from './context';
import { keepVerbatim } from './lower-verbatim';
import type { GrantStmt } from './parse';
import { parseStatement } from './parse';
import { StatementSource } from './source';

/** GRANT and REVOKE, kept as text: of several tables one statement each, so that it can go with its table. */
export function lowerGrant(context: ImportContext, statement: GrantStmt): void {
  const { source } = context;
  const ranges = (statement.objects ?? []).flatMap((node) => ('RangeVar' in node ? [node.RangeVar] : []));
  if (ranges.length < 2) {
    keepVerbatim(context, { GrantStmt: statement });
    return;
  }
  const places = ranges.map((range) => {
    const from = source.offset(range.location);
    return { from, to: nameEnd(context, from) };
  });
  const head = source.text.slice(0, places[0]?.from);
  const tail = source.text.slice(places.at(-1)?.to);
  for (const { from, to } of places) {
    const text = `${head}${source.text.slice(from, to)}${tail}`;
    const parsed = parseStatement(text);
    const [node] = parsed.ok ? parsed.nodes : [];
    if (node) keepVerbatim({ ...context, source: new StatementSource(text, text, source.start) }, node);
  }
}

/** Where a possibly qualified name ends. */
function nameEnd({ source }: ImportContext, from: number): number {
  let index = source.tokenIndex(from);
  while (source.tokens[index + 1]?.value === '.') index += 2;
  return source.tokens[index]?.end ?? source.text.length;
}
