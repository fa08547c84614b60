/** How well one typed word goes with one text, and where it stands in it. Pure. */

/** From the best to the worst: the whole text, its beginning, a word of it, beginnings of words, any part. */
export const manners = ['exact', 'prefix', 'word', 'initials', 'inside', 'scattered'] as const;
export type Manner = (typeof manners)[number];

/** Half-open, in UTF-16 units of the text. */
export type Range = readonly [from: number, to: number];

export type Match = { readonly manner: Manner; readonly ranges: readonly Range[] };

/** A text that is looked through often. `lower` has the length of `text`, so that places hold for both. */
export type Searchable = { readonly text: string; readonly lower: string };

export function searchable(text: string): Searchable {
  const lower = text.toLowerCase();
  // A few letters get longer in lower case: they stay as they are.
  const isSameLength = lower.length === text.length;
  return { text, lower: isSameLength ? lower : Array.from(text, lowerIfAsLong).join('') };
}

function lowerIfAsLong(letter: string): string {
  const lower = letter.toLowerCase();
  return lower.length === letter.length ? lower : letter;
}

/** Letters and digits of any script are of a word; the underscore and the dot part words. */
function isOfWord(letter: string): boolean {
  return /[\p{L}\p{N}]/u.test(letter);
}

/** Whether a word begins here: after what parts words, and at a capital after a small letter. */
function beginsWord({ text, lower }: Searchable, at: number): boolean {
  if (at === 0) return true;
  const before = text.charAt(at - 1);
  if (!isOfWord(before)) return isOfWord(text.charAt(at));
  return before === lower.charAt(at - 1) && text.charAt(at) !== lower.charAt(at);
}

/**
 * The best manner in which `word` (lower case, not empty) is found in the text; null when its letters are not
 * even there in their order. The ranges spell the word.
 */
export function matchWord(word: string, within: Searchable): Match | null {
  const { lower } = within;
  const first = lower.indexOf(word);
  if (first === 0) return found(lower.length === word.length ? 'exact' : 'prefix', 0, word.length);
  for (let at = first; at > 0; at = lower.indexOf(word, at + 1)) {
    if (beginsWord(within, at)) return found('word', at, word.length);
  }
  const scattered = scatter(word, lower);
  if (!scattered) return null;
  const initials = wordBeginnings(word, within);
  if (initials) return { manner: 'initials', ranges: initials };
  return first > 0 ? found('inside', first, word.length) : { manner: 'scattered', ranges: scattered };
}

function found(manner: Manner, from: number, length: number): Match {
  return { manner, ranges: [[from, from + length]] };
}

/** The letters one by one, each at the first place where it can be; null when one is missing. */
function scatter(word: string, lower: string): readonly Range[] | null {
  const places: number[] = [];
  let at = -1;
  for (let index = 0; index < word.length; index += 1) {
    at = lower.indexOf(word.charAt(index), at + 1);
    if (at < 0) return null;
    places.push(at);
  }
  return runs(places);
}

/** `oit` in `order_items`: every stretch of it begins where a word does. Null when there is no such way. */
function wordBeginnings(word: string, within: Searchable): readonly Range[] | null {
  const { lower } = within;
  // What was tried in vain is not tried again: without that, `aaaa…` in `a_a_a_…` takes for ever.
  const vain = new Set<number>();
  const places: number[] = [];
  const go = (index: number, from: number): boolean => {
    if (index === word.length) return true;
    const key = index * (lower.length + 1) + from;
    if (vain.has(key)) return false;
    const letter = word.charAt(index);
    for (let at = lower.indexOf(letter, from); at >= 0; at = lower.indexOf(letter, at + 1)) {
      const goesOn = index > 0 && at === from;
      if (!goesOn && !beginsWord(within, at)) continue;
      places.push(at);
      if (go(index + 1, at + 1)) return true;
      places.pop();
    }
    vain.add(key);
    return false;
  };
  return go(0, 0) ? runs(places) : null;
}

/** Places one after another become one range. */
function runs(places: readonly number[]): readonly Range[] {
  const ranges: (readonly [number, number])[] = [];
  for (const place of places) {
    const last = ranges.at(-1);
    if (last && last[1] === place) ranges[ranges.length - 1] = [last[0], place + 1];
    else ranges.push([place, place + 1]);
  }
  return ranges;
}
