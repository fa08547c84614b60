/** Which of many things a person means by what they typed, the likeliest first. Pure. */
import type { Manner, Match, Range, Searchable } from './match';
import { matchWord } from './match';

/** Something that can be found. */
export type Candidate = {
  readonly id: string;
  readonly name: Searchable;
  /** Where it is: `public.orders.total`; ends with the name. The name again for what is nowhere. */
  readonly path: Searchable;
  /** What else is said of it: a comment, other words for a command. */
  readonly about: Searchable | null;
  /** Between things that match alike the heavier comes first; ten make up for the next better manner. */
  readonly weight: number;
};

type Source = 'name' | 'path' | 'about';

/** What was found, with the places of the words in its texts. */
export type Found<Item extends Candidate = Candidate> = {
  readonly item: Item;
  readonly score: number;
  readonly ranges: Readonly<Record<Source, readonly Range[]>>;
};

/** A name counts most, then the whole path, then what is said. Letters here and there count in names only. */
const worth: Readonly<Record<Source, Partial<Record<Manner, number>>>> = {
  name: { exact: 15, prefix: 14, word: 13, initials: 12, inside: 11, scattered: 4 },
  path: { exact: 15, prefix: 10, word: 9, initials: 8, inside: 7 },
  about: { exact: 6, prefix: 6, word: 6, inside: 5 },
};
const step = 1_000;
const weightStep = 100;

/** The words of a query, lower case. Quotes are left out: they part nothing in `"Order items".id`. */
export function wordsOf(query: string): readonly string[] {
  return query
    .replaceAll('"', '')
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
}

type WordMatch = { readonly source: Source; readonly match: Match; readonly worth: number };

function bestMatch(word: string, item: Candidate): WordMatch | null {
  let best: WordMatch | null = null;
  for (const source of ['name', 'path', 'about'] as const) {
    const within = item[source];
    const match = within && matchWord(word, within);
    const value = match ? worth[source][match.manner] : undefined;
    if (match && value !== undefined && value > (best?.worth ?? 0)) best = { source, match, worth: value };
  }
  return best;
}

/** How one thing answers to all words, or null when one of them is not in it. */
function answer<Item extends Candidate>(words: readonly string[], item: Item): Found<Item> | null {
  const ranges: Record<Source, Range[]> = { name: [], path: [], about: [] };
  let sum = 0;
  for (const word of words) {
    const best = bestMatch(word, item);
    if (!best) return null;
    sum += best.worth;
    ranges[best.source].push(...best.match.ranges);
  }
  // How it matches decides first, then what it is, then which is shorter.
  const tie = item.weight * weightStep + weightStep - Math.min(item.name.text.length, weightStep);
  return { item, score: (sum / Math.max(1, words.length)) * step + tie, ranges };
}

function isBetter(a: Found, b: Found): boolean {
  if (a.score !== b.score) return a.score > b.score;
  if (a.item.path.lower !== b.item.path.lower) return a.item.path.lower < b.item.path.lower;
  return a.item.id < b.item.id;
}

/**
 * The best of what answers to every word of the query, at most `limit`, and how many do in all. Equal scores
 * go by path. A query without a word finds nothing.
 */
export function rank<Item extends Candidate>(
  query: string,
  items: Iterable<Item>,
  limit: number,
): { readonly found: readonly Found<Item>[]; readonly total: number } {
  const words = wordsOf(query);
  const found: Found<Item>[] = [];
  let total = 0;
  if (words.length === 0) return { found, total };
  for (const item of items) {
    const one = answer(words, item);
    if (!one) continue;
    total += 1;
    const last = found.at(-1);
    if (found.length === limit && last && !isBetter(one, last)) continue;
    insert(found, one);
    if (found.length > limit) found.pop();
  }
  return { found, total };
}

/** Into a list that is sorted, the best first. */
function insert<Item extends Candidate>(sorted: Found<Item>[], one: Found<Item>): void {
  let from = 0;
  let to = sorted.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    const other = sorted[middle];
    if (other && isBetter(other, one)) from = middle + 1;
    else to = middle;
  }
  sorted.splice(from, 0, one);
}
