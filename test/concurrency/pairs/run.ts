import { canonicalJson, sameJson } from '../../../src/core/std/canonical-json';
import type { TestStore } from '../../support/store';
import { openTestStore } from '../../support/store';
import type { Answer } from '../person';
import { atCommit, firstWrite, Person } from '../person';
import { ada, ben, conflictsDuring } from '../setting';
import { aftermathOf } from './aftermath';
import { meetingEdits } from './edits';
import type { Interleaving } from './meet';
import { letMeet } from './meet';
import type { Pair, Pairs } from './pairs';
import { groupsApart, pairsOver } from './pairs';
import type { Course, Told } from './serial';
import { changedBy, mergeWords, sameCourse } from './serial';
import type { Template } from './template';
import { openTemplate } from './template';

/** So many meet in projects of their own at the same time. */
const tables = 6;
/** So many edits that have nothing to do with each other are held at once in one project. */
const crowd = 24;

/** Where they meet: a database of their own, the project that all begin with, and what meets there. */
export type Place = { readonly store: TestStore; readonly template: Template; readonly pairs: Pairs };

export async function openPlace(): Promise<Place> {
  const store = await openTestStore();
  const template = await openTemplate(store);
  return { store, template, pairs: pairsOver(template.states) };
}

/** What came of pairs that touch. */
export type TouchingReport = {
  readonly pairs: number;
  readonly meetings: number;
  /** How often the store met a conflict and tried again. */
  readonly conflicts: number;
  readonly damage: readonly string[];
};

/** Lets each pair that touches meet in the interleavings given. */
export async function runTouching(
  { store, template, pairs: { touching: pairs } }: Place,
  choose: (pair: Pair) => readonly Interleaving[],
): Promise<TouchingReport> {
  const due = pairs.flatMap((pair) => choose(pair).map((interleaving) => ({ pair, interleaving })));
  const projects = await template.copies(due.length);
  const damage: string[] = [];
  const conflicts = await conflictsDuring(() =>
    inTurns(tables, due, async (next) => {
      const two = { first: new Person(store.url, ada), second: new Person(store.url, ben) };
      for (let job = next(); job; job = next()) {
        const found = await meetOnce(store, template, two, {
          ...job.item,
          projectId: projects[job.place] ?? '',
        });
        damage.push(
          ...found.map(
            (line) => `${job?.item.pair.name} (${canonicalJson(job?.item.interleaving)}): ${line}`,
          ),
        );
      }
      await Promise.all([two.first.leave(), two.second.leave()]);
    }),
  );
  const met = Object.values(conflicts).reduce((sum, count) => sum + count, 0);
  return { pairs: pairs.length, meetings: due.length, conflicts: met, damage };
}

type Meeting = { readonly pair: Pair; readonly interleaving: Interleaving; readonly projectId: string };

async function meetOnce(
  store: TestStore,
  template: Template,
  two: { readonly first: Person; readonly second: Person },
  { pair, interleaving, projectId }: Meeting,
): Promise<readonly string[]> {
  try {
    const answers = await letMeet(store, two, projectId, pair, interleaving);
    const { changed, damage } = await aftermathOf(store, projectId, template.states);
    const course: Course = { told: answers.map(toldOf), changed };
    const known = [pair.oneFirst, pair.otherFirst];
    if (known.some((one) => sameCourse(one, course))) return damage;
    return [...damage, `came to ${words(course)} instead of ${known.map(words).join(' or ')}`];
  } catch (error) {
    return [`failed: ${String(error)}`];
  }
}

function toldOf(answer: Answer): Told {
  return answer.ok
    ? { ok: true, merges: answer.value.merges.map(mergeWords).sort() }
    : { ok: false, code: answer.problem.code };
}

function words({ told, changed }: Course): string {
  return `${canonicalJson(told)} with ${canonicalJson([...changed.values()].map((text) => JSON.parse(text)))}`;
}

/** What came of edits that have nothing to do with each other. */
export type ApartReport = {
  readonly pairs: number;
  /** How many of the pairs were under way at once. */
  readonly covered: number;
  /** What the store met, by SQLSTATE. */
  readonly waited: Readonly<Record<string, number>>;
  readonly damage: readonly string[];
};

/** How a crowd meets: everything written and locked, or everything read, before anybody goes on. */
export const crowdings = { 'all hold everything': atCommit, 'all have looked': firstWrite };

/** Has each pair of edits that do not touch under way at once, in crowds of which no two do. */
export async function runApart(
  { store, template, pairs: { apart } }: Place,
  choose: (place: number) => readonly RegExp[],
): Promise<ApartReport> {
  const groups = groupsApart(apart, crowd);
  const due = groups.flatMap((group, place) => choose(place).map((pattern) => ({ group, pattern })));
  const projects = await template.copies(due.length);
  const damage: string[] = [];
  const covered = new Set<string>();
  const waited = await conflictsDuring(() =>
    inTurns(2, due, async (next) => {
      const people = Array.from(
        { length: crowd },
        (_, place) => new Person(store.url, place % 2 ? ben : ada),
      );
      for (let job = next(); job; job = next()) {
        const { group, pattern } = job.item;
        damage.push(
          ...(await crowdOnce(store, template, people, {
            group,
            pattern,
            projectId: projects[job.place] ?? '',
          })),
        );
        for (const a of group) for (const b of group) if (a < b) covered.add(`${a} ${b}`);
      }
      await Promise.all(people.map((person) => person.leave()));
    }),
  );
  const pairs = apart.reduce((sum, others) => sum + others.size, 0) / 2;
  return { pairs, covered: covered.size, waited, damage };
}

async function crowdOnce(
  store: TestStore,
  template: Template,
  people: readonly Person[],
  {
    group,
    pattern,
    projectId,
  }: { readonly group: readonly number[]; readonly pattern: RegExp; readonly projectId: string },
): Promise<readonly string[]> {
  const edits = group.map((place) => meetingEdits[place]).filter((edit) => edit !== undefined);
  const names = edits.map(({ name }) => name).join(', ');
  try {
    const sent = edits.map(({ way }, place) => ({
      person: people[place],
      operations: way(`person ${place}`),
    }));
    const held = await Promise.all(
      sent.map(({ person, operations }) => person?.hold(pattern, projectId, operations)),
    );
    const answers = await Promise.all(held.map((one) => one?.goOn()));
    const { changed, damage } = await aftermathOf(store, projectId, template.states);
    const found = answers.flatMap((answer, place) =>
      answer?.ok && answer.value.retries === 0 ? [] : `${edits[place]?.name}: ${JSON.stringify(answer)}`,
    );
    const expected = changedBy(
      template.states,
      sent.map(({ operations }) => operations),
    );
    if (!sameJson([...changed].sort(), [...expected].sort()))
      found.push('came to something else than one by one');
    return [...found, ...damage].map((line) => `${line} in a crowd of ${names}`);
  } catch (error) {
    return [`failed: ${String(error)} in a crowd of ${names}`];
  }
}

type Next<Item> = () => { readonly item: Item; readonly place: number } | undefined;

/** Several workers take the items one by one. */
async function inTurns<Item>(
  workers: number,
  items: readonly Item[],
  work: (next: Next<Item>) => Promise<void>,
): Promise<void> {
  const left = items.entries();
  const next: Next<Item> = () => {
    const { value } = left.next();
    return value && { place: value[0], item: value[1] };
  };
  await Promise.all(Array.from({ length: workers }, () => work(next)));
}
