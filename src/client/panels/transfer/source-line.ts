/** A line of a text with the text before the place that is meant. */
export type SourceLine = { readonly line: number; readonly before: string; readonly after: string };

const longest = 100;

/** The line of a problem, cut around its column. Line and column count from 1; columns count characters. */
export function sourceLine(text: string, line: number, column = 1): SourceLine | null {
  const found = text.split('\n', line)[line - 1];
  if (found === undefined) return null;
  const characters = [...found.replace(/\r$/, '')];
  const at = Math.max(0, column - 1);
  const from = Math.max(0, at - longest / 2);
  return {
    line,
    before: (from > 0 ? '…' : '') + characters.slice(from, at).join(''),
    after: characters.slice(at, from + longest).join(''),
  };
}
