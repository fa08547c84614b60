/** Who is here, tab by tab and account by account. Pure. */
import type { Person } from '../../core/protocol/presence';

/** Somebody who is here, whatever number of tabs they have open. */
export type Here = Pick<Person, 'id' | 'name' | 'color' | 'following'> & { readonly isAway: boolean };

/** A part of the diagram's world. */
type Area = NonNullable<Person['viewport']>;

/** Which of two tabs of one account is more in use. */
function inUse({ away, cursor }: Person): number {
  return (away ? 0 : 2) + (cursor === null ? 0 : 1);
}

/** The tab that stands for an account: the one in use. Undefined when the account is not here. */
export function tabInUse(people: readonly Person[], accountId: string): Person | undefined {
  return people.filter(({ id }) => id === accountId).sort((a, b) => inUse(b) - inUse(a))[0];
}

/** Everybody but this account, by name. Nobody before it is known who one is oneself. */
export function othersHere(people: readonly Person[], myId: string | undefined): readonly Here[] {
  if (myId === undefined) return [];
  const ids = [...new Set(people.map(({ id }) => id))].filter((id) => id !== myId);
  return ids
    .flatMap((id) => tabInUse(people, id) ?? [])
    .map(({ id, name, color, following, away }) => ({ id, name, color, following, isAway: away }))
    .sort((a, b) => a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1));
}

/**
 * What somebody who follows is to be shown: what the other has in view; where that is not told (a program that
 * has no view) the pointer in the middle of an area as large as `mine`. Null when there is nothing to go by.
 */
export function areaToFollow({ viewport, cursor }: Person, mine: Area): Area | null {
  if (viewport !== null) return viewport;
  if (cursor === null) return null;
  return { ...mine, x: cursor.x - mine.width / 2, y: cursor.y - mine.height / 2 };
}

/** Of two who follow each other one has to stop, or both would stand still: the one with the smaller id. */
export function mustStop(leader: Pick<Person, 'id' | 'following'>, myId: string): boolean {
  return leader.following === myId && myId < leader.id;
}
