/** The rules of docs/spec and the tests that carry their ids in their names. Pure. */

/** Texts by their paths. */
export type Texts = ReadonlyMap<string, string>;

/** Series of ids that are no rules: mistakes that exporters make, and paths through the browser. */
const otherSeries: ReadonlySet<string> = new Set(['PF', 'E2E']);

const id = '[A-Z][A-Z0-9]*-[0-9]+';
/** At the beginning of a line or of a cell of a table, in bold. */
const stated = new RegExp(`^(?:- |\\| )?\\*\\*(${id})\\*\\*`, 'gm');
/** At the beginning of a text: the name of a test, or the first cell of a table of them. */
const carried = new RegExp(`['"\`](${id}(?:, ${id})*)(:|['"\`])`, 'g');

/** Each rule, and where it is stated. */
export function rulesIn(specs: Texts): ReadonlyMap<string, readonly string[]> {
  return collect(specs, (text) => [...text.matchAll(stated)].map(([, rule = '']) => rule));
}

/** Each id that a test carries in its name, and the files of these tests. */
export function idsIn(tests: Texts): ReadonlyMap<string, readonly string[]> {
  return collect(tests, (text) =>
    [...text.matchAll(carried)].flatMap(([, ids = '', end]) =>
      ids.split(', ').filter((one) => end === ':' || !isForeign(one)),
    ),
  );
}

/** A text that only looks like an id: UTF-8. */
function isForeign(one: string): boolean {
  return /^(?:UTF|SHA|ISO|MD|RFC)-/.test(one);
}

function collect(
  texts: Texts,
  find: (text: string) => readonly string[],
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const [path, text] of texts) {
    for (const one of new Set(find(text))) found.set(one, [...(found.get(one) ?? []), path]);
  }
  return found;
}

/**
 * What is wrong between rules and tests, in words: a rule that no test carries, unless it is one of `untested`,
 * which must not have got one meanwhile; an id that is no rule; a rule that is stated twice.
 */
export function mismatches(specs: Texts, tests: Texts, untested: ReadonlySet<string>): readonly string[] {
  const [rules, ids] = [rulesIn(specs), idsIn(tests)];
  const found: string[] = [];
  for (const [rule, places] of rules) {
    if (places.length > 1) found.push(`${rule} is stated in ${places.join(' and in ')}`);
    if (!ids.has(rule) && !untested.has(rule)) found.push(`${rule} (${places[0]}) has no test`);
  }
  for (const [one, places] of ids) {
    const series = one.slice(0, one.lastIndexOf('-'));
    if (!rules.has(one) && !otherSeries.has(series)) found.push(`${one} (${places[0]}) is no rule`);
  }
  for (const rule of untested) {
    if (ids.has(rule)) found.push(`${rule} has a test now: take it out of the list of those that have none`);
    if (!rules.has(rule)) found.push(`${rule} is no rule any more`);
  }
  return found;
}

/**
 * What is wrong with tables that name rules and the files of their tests: a row without a rule, an id that is no
 * rule, a file that is not there or carries none of the row's rules. Rows that say `not yet` are let be.
 */
export function tableProblems(table: string, specs: Texts, tests: Texts): readonly string[] {
  const [rules, ids] = [rulesIn(specs), idsIn(tests)];
  const found: string[] = [];
  for (const row of table.split('\n').filter((line) => /^\| (?!name|---|promise)/.test(line))) {
    if (row.includes('not yet')) continue;
    const named = row.match(new RegExp(`\\b${id}\\b`, 'g')) ?? [];
    if (named.length === 0) found.push(`no rule in: ${row}`);
    found.push(...named.filter((one) => !rules.has(one)).map((one) => `${one} is no rule: ${row}`));
    for (const [, path = ''] of row.matchAll(/`([^`]+\.tsx?)`/g)) {
      const isHere = named.some((one) => ids.get(one)?.some((file) => file.endsWith(path)));
      if (!isHere) found.push(`${path} has no test of ${named.join(', ')}`);
    }
  }
  return found;
}
