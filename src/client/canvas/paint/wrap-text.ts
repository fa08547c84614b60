/** Breaking a text into lines. Pure. */
import { ellipsize } from './fit-text';

/**
 * The lines of a text in a column `room` wide, at most `mostLines`: broken between words, within a word that is
 * wider than the column, and where the text has line breaks. What does not fit ends in an ellipsis.
 */
export function wrapText(
  text: string,
  room: number,
  mostLines: number,
  widthOf: (text: string) => number,
): readonly string[] {
  if (mostLines < 1) return [];
  const lines: string[] = [];
  for (const paragraph of text.split('\n')) {
    // One line more than there is room for tells that something is left.
    if (lines.length > mostLines) break;
    lines.push(...wrapParagraph(paragraph, room, widthOf, mostLines + 1 - lines.length));
  }
  if (lines.length <= mostLines) return lines;
  const last = `${lines[mostLines - 1] ?? ''}…`;
  return [...lines.slice(0, mostLines - 1), ellipsize(last, room, widthOf)];
}

function wrapParagraph(
  paragraph: string,
  room: number,
  widthOf: (text: string) => number,
  most: number,
): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of paragraph.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (widthOf(longer) <= room) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    const pieces = piecesOf(word, room, widthOf);
    lines.push(...pieces.slice(0, -1));
    line = pieces.at(-1) ?? '';
    if (lines.length >= most) break;
  }
  return [...lines, line];
}

/** A word cut into pieces that fit, each one character at least. */
function piecesOf(word: string, room: number, widthOf: (text: string) => number): readonly string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const character of word) {
    if (piece !== '' && widthOf(piece + character) > room) {
      pieces.push(piece);
      piece = '';
    }
    piece += character;
  }
  return [...pieces, piece];
}
