/** One line of CREATE TABLE or of a composite type in its three parts. */
export type Line = { readonly name: string; readonly type: string; readonly rest: string };

/** Wider names and types do not push the others to the right. */
const widestAligned = 32;

/** Lines whose types stand under each other, and so does what comes behind them. */
export function alignedLines(lines: readonly Line[]): readonly string[] {
  const nameWidth = widthOf(lines.map(({ name }) => name));
  const typeWidth = widthOf(lines.filter(({ rest }) => rest !== '').map(({ type }) => type));
  return lines.map(({ name, type, rest }) =>
    rest === ''
      ? `${name.padEnd(nameWidth)} ${type}`
      : `${name.padEnd(nameWidth)} ${type.padEnd(typeWidth)} ${rest}`,
  );
}

/** The lines of a list in parentheses: four spaces in, a comma behind each but the last. */
export function indented(lines: readonly string[]): string {
  return lines.map((line) => `    ${line}`).join(',\n');
}

function widthOf(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => text.length).filter((length) => length <= widestAligned));
}
