import { MemoryState } from '../../../src/core/schema/memory-state';
import type { Operation } from '../../../src/core/schema/operation';
import type { RecordState } from '../../../src/core/schema/record';
import type { NamedEdit } from './edits';
import { meetingEdits } from './edits';
import type { Behind, Course, Footprint } from './serial';
import { behind, courseBehind, doTouch, footprintOf, sameCourse } from './serial';

/** Two edits, by two people, and what they come to in either order. */
export type Pair = {
  readonly name: string;
  readonly one: readonly Operation[];
  readonly other: readonly Operation[];
  readonly oneFirst: Course;
  readonly otherFirst: Course;
};

export type Pairs = {
  /** How many there are of each edit with each other, and with itself. */
  readonly all: number;
  /** Those of which one can matter to the other, or the order of which matters. */
  readonly touching: readonly Pair[];
  /** For each edit, the edits that it has nothing to do with, by their places in `meetingEdits`. */
  readonly apart: readonly ReadonlySet<number>[];
};

/** Every pair of edits, over the fixture as it stands in a project. */
export function pairsOver(states: readonly RecordState[]): Pairs {
  const sides = meetingEdits.map((edit) => sideOf(states, edit));
  const touching: Pair[] = [];
  const apart = sides.map(() => new Set<number>());
  let all = 0;
  for (const [place, a] of sides.entries()) {
    for (const [otherPlace, b] of sides.entries()) {
      if (otherPlace < place) continue;
      all += 1;
      const pair = pairOf(a, b);
      if (place === otherPlace || isTouching(a, b, pair)) touching.push(pair);
      else {
        apart[place]?.add(otherPlace);
        apart[otherPlace]?.add(place);
      }
    }
  }
  return { all, touching, apart };
}

/** An edit as either of two people sends it. */
type Side = { readonly edit: NamedEdit; readonly one: Sent; readonly other: Sent };
type Sent = {
  readonly operations: readonly Operation[];
  readonly print: Footprint | null;
  readonly behind: Behind;
};

function sideOf(states: readonly RecordState[], edit: NamedEdit): Side {
  const state = MemoryState.from(states);
  const sent = (who: string): Sent => {
    const operations = edit.way(who);
    return { operations, print: footprintOf(state, operations), behind: behind(states, operations) };
  };
  return { edit, one: sent('one'), other: sent('other') };
}

function pairOf(a: Side, b: Side): Pair {
  const oneFirst = courseBehind(a.one.behind, b.other.operations);
  const last = courseBehind(b.other.behind, a.one.operations);
  // By person, whoever was first.
  const otherFirst = { ...last, told: [...last.told].reverse() };
  const name = `${a.edit.name} × ${b.edit.name}`;
  return { name, one: a.one.operations, other: b.other.operations, oneFirst, otherFirst };
}

function isTouching({ one }: Side, { other }: Side, { oneFirst, otherFirst }: Pair): boolean {
  if (!one.print || !other.print || doTouch(one.print, other.print)) return true;
  return !sameCourse(oneFirst, otherFirst);
}

/** The edits that are mutually apart, in groups that together hold every pair of them. */
export function groupsApart(
  apart: readonly ReadonlySet<number>[],
  limit: number,
): readonly (readonly number[])[] {
  const left = apart.map((places) => new Set(places));
  const groups: number[][] = [];
  for (const [first, others] of left.entries()) {
    while (others.size > 0) {
      const group = [first];
      const candidates = new Set(apart[first]);
      while (candidates.size > 0 && group.length < limit) {
        const next = mostLeft(candidates, group, left);
        group.push(next);
        candidates.delete(next);
        for (const place of candidates) if (!apart[next]?.has(place)) candidates.delete(place);
      }
      for (const a of group) for (const b of group) left[a]?.delete(b);
      groups.push(group);
    }
  }
  return groups;
}

/** The candidate with the most pairs that no group has yet. */
function mostLeft(
  candidates: ReadonlySet<number>,
  group: readonly number[],
  left: readonly ReadonlySet<number>[],
): number {
  let best = -1;
  let most = -1;
  for (const place of candidates) {
    const count = group.filter((member) => left[member]?.has(place)).length;
    if (count > most) [best, most] = [place, count];
  }
  return best;
}
