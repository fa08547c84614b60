import type { Operation } from '../../../src/core/schema/operation';
import type { Random } from '../../support/random';
import type { TestStore } from '../../support/store';
import type { Answer, Person } from '../person';
import { atCommit, firstWrite } from '../person';

/** Two people who edit one project. */
export type Two = { readonly first: Person; readonly second: Person };
export type Both = { readonly first: Answer; readonly second: Answer };
type Edit = readonly Operation[];

/** How two edits can meet; in each `first` is the one that is held, or neither is. */
export const meetings = {
  'one holds everything while the other runs': async (store, two, projectId, held, run) => {
    const holding = await two.first.hold(atCommit, projectId, held);
    const second = two.second.send(projectId, ...run);
    await two.second.untilWaiting(store.direct, second);
    return { first: await holding.goOn(), second: await second };
  },
  'one has looked before the other commits': async (_store, two, projectId, held, run) => {
    const looking = await two.first.hold(firstWrite, projectId, held);
    const second = await two.second.send(projectId, ...run);
    return { first: await looking.goOn(), second };
  },
  'both at once': async (_store, two, projectId, one, other) => {
    const [first, second] = await Promise.all([
      two.first.send(projectId, ...one),
      two.second.send(projectId, ...other),
    ]);
    return { first, second };
  },
} satisfies Record<
  string,
  (store: TestStore, two: Two, projectId: string, held: Edit, run: Edit) => Promise<Both>
>;

/** An interleaving of two edits: how they meet, and which of them is the one that is held. */
export type Interleaving = { readonly meeting: keyof typeof meetings; readonly isSwapped: boolean };

export const interleavings: readonly Interleaving[] = [
  { meeting: 'one holds everything while the other runs', isSwapped: false },
  { meeting: 'one holds everything while the other runs', isSwapped: true },
  { meeting: 'one has looked before the other commits', isSwapped: false },
  { meeting: 'one has looked before the other commits', isSwapped: true },
  { meeting: 'both at once', isSwapped: false },
];

/** Lets them meet; the answers by edit, whoever was held. */
export async function letMeet(
  store: TestStore,
  two: Two,
  projectId: string,
  { one, other }: { readonly one: Edit; readonly other: Edit },
  { meeting, isSwapped }: Interleaving,
): Promise<readonly [one: Answer, other: Answer]> {
  if (isSwapped) {
    const { first, second } = await meetings[meeting](store, two, projectId, other, one);
    return [second, first];
  }
  const { first, second } = await meetings[meeting](store, two, projectId, one, other);
  return [first, second];
}

/** Some of the interleavings, others for each pair. */
export function someOf(random: Random, count: number): readonly Interleaving[] {
  const left = [...interleavings];
  while (left.length > count) left.splice(random.below(left.length), 1);
  return left;
}
