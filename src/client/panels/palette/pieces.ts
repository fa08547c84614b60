/** Where a found text is emphasised, and which part of a long one is shown. Pure. */

import type { Entry } from './entries';
import type { Range } from './match';
import type { Found } from './rank';

export type Piece = { readonly text: string; readonly isHit: boolean };

/** A text cut where hits begin and end; together the pieces are the text. Ranges may overlap and be in any order. */
export function piecesOf(text: string, ranges: readonly Range[]): readonly Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const [from, to] of [...ranges].sort((a, b) => a[0] - b[0])) {
    if (to <= at || from >= text.length) continue;
    const begin = Math.max(from, at);
    if (begin > at) pieces.push({ text: text.slice(at, begin), isHit: false });
    pieces.push({ text: text.slice(begin, to), isHit: true });
    at = Math.min(to, text.length);
  }
  if (at < text.length) pieces.push({ text: text.slice(at), isHit: false });
  return pieces;
}

function moved(ranges: readonly Range[], by: number): readonly Range[] {
  return ranges.flatMap(([from, to]) => (to + by > 0 ? [[Math.max(0, from + by), to + by] as const] : []));
}

/** Before the first hit of a long comment so much of it is shown. */
const lead = 24;
const longestExcerpt = 120;

/** The first hit of a comment with what is around it, on one line. */
export function excerptOf(text: string, ranges: readonly Range[]): readonly Piece[] {
  const first = Math.min(...ranges.map(([from]) => from));
  const from = first <= lead ? 0 : text.lastIndexOf(' ', first - lead) + 1;
  const shown = text.slice(from, from + longestExcerpt).replaceAll(/\s/g, ' ');
  const pieces = piecesOf(shown, moved(ranges, -from));
  return from === 0 ? pieces : [{ text: '… ', isHit: false }, ...pieces];
}

/** A found record's own name, and where it is with the schema `public` left out. */
export function namePieces({ item, ranges }: Found<Entry>): {
  readonly name: readonly Piece[];
  readonly owner: readonly Piece[];
} {
  const { name, path } = item;
  const nameAt = path.text.length - name.text.length;
  const ownerFrom = path.text.startsWith('public.') ? 'public.'.length : 0;
  const owner = path.text.slice(ownerFrom, Math.max(ownerFrom, nameAt - 1));
  return {
    name: piecesOf(name.text, [...ranges.name, ...moved(ranges.path, -nameAt)]),
    owner: piecesOf(owner, moved(ranges.path, -ownerFrom)),
  };
}
