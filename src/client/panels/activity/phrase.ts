/** A sentence in pieces, so that it can be shown with its names and values standing out, and read as text. */
export type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'object'; readonly text: string; readonly isGone: boolean }
  | { readonly kind: 'value'; readonly text: string };
export type Phrase = readonly Part[];

type Piece = string | Part | Phrase;

/** A tagged template: what is put in is a part, a phrase, or plain words. */
export function phrase(texts: TemplateStringsArray, ...pieces: readonly Piece[]): Phrase {
  const parts: Part[] = [];
  for (const [index, text] of texts.entries()) {
    push(parts, text);
    const piece = pieces[index];
    if (piece !== undefined) push(parts, piece);
  }
  return parts;
}

function push(parts: Part[], piece: Piece): void {
  if (typeof piece !== 'string') {
    for (const part of 'kind' in piece ? [piece] : piece) pushPart(parts, part);
  } else if (piece !== '') pushPart(parts, { kind: 'text', text: piece });
}

function pushPart(parts: Part[], part: Part): void {
  const last = parts.at(-1);
  if (part.kind === 'text' && last?.kind === 'text') {
    parts[parts.length - 1] = { kind: 'text', text: last.text + part.text };
  } else parts.push(part);
}

/** Several phrases as one, with commas. */
export function inARow(phrases: readonly Phrase[]): Phrase {
  return phrases.flatMap((one, index) =>
    index === 0 ? one : [{ kind: 'text', text: ', ' } as const, ...one],
  );
}

/** The phrase as plain text. */
export function textOf(one: Phrase): string {
  return one.map(({ text }) => text).join('');
}

export function value(text: string): Part {
  return { kind: 'value', text };
}

/** `4 columns and 1 index`: what is 0 is left out. */
export function counted(counts: readonly (readonly [number, string, string])[]): string {
  const words = counts.filter(([count]) => count > 0).map(([count, one, many]) => plural(count, one, many));
  const last = words.pop();
  return words.length === 0 ? (last ?? '') : `${words.join(', ')} and ${last}`;
}

export function plural(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
