/** SQL cut into coloured pieces: enough for reading what we print, no parser. Pure. */

export type SqlToken = {
  readonly kind: 'plain' | 'keyword' | 'string' | 'number' | 'comment';
  readonly text: string;
  /** Where in the text it begins. */
  readonly at: number;
};

const keywords: ReadonlySet<string> = new Set(
  `add after all alter always and as asc before begin by cascade check column comment commit concurrently
  constraint create cycle data database default deferrable deferred delete desc distinct domain each enable enum
  exclude execute exists extension for foreign from full function generated grant identity if immediate in include
  increment index inherits initially insert into is key language like maxvalue minvalue match materialized no not
  null nulls on only or owned owner partial partition primary procedure references replace restrict returns row
  schema select sequence set simple start storage stored table tablespace temporary then to trigger type unique
  unlogged update using valid values view virtual when where with without`.split(/\s+/),
);

/** Comments, dollar quotes, strings, quoted names, numbers, words; whatever is between stays plain. */
const pattern =
  /(?<comment>--[^\n]*|\/\*[\s\S]*?\*\/)|(?<string>\$(?<tag>\w*)\$[\s\S]*?\$\k<tag>\$|[eE]?'(?:[^'\\]|''|\\.)*')|(?<name>"(?:[^"]|"")*")|(?<number>\b\d+(?:\.\d+)?\b)|(?<word>[A-Za-z_]\w*)/g;

/** The pieces in order; together they are the text. */
export function sqlTokens(sql: string): readonly SqlToken[] {
  const tokens: SqlToken[] = [];
  let end = 0;
  const push = (kind: SqlToken['kind'], text: string, at: number) => {
    const last = tokens.at(-1);
    if (last?.kind === 'plain' && kind === 'plain')
      tokens[tokens.length - 1] = { ...last, text: last.text + text };
    else tokens.push({ kind, text, at });
  };
  for (const match of sql.matchAll(pattern)) {
    if (match.index > end) push('plain', sql.slice(end, match.index), end);
    push(kindOf(match), match[0], match.index);
    end = match.index + match[0].length;
  }
  if (end < sql.length) push('plain', sql.slice(end), end);
  return tokens;
}

function kindOf({ groups, 0: text }: RegExpMatchArray): SqlToken['kind'] {
  if (groups?.comment !== undefined) return 'comment';
  if (groups?.string !== undefined) return 'string';
  if (groups?.number !== undefined) return 'number';
  return groups?.word !== undefined && keywords.has(text.toLowerCase()) ? 'keyword' : 'plain';
}
