'use client';
import { useMemo, useSyncExternalStore } from 'react';
import type { Person } from '../../../core/protocol/presence';
import type { Here } from '../../presence/here';
import { othersHere } from '../../presence/here';
import { thisClientId } from './client-id';
import { useSession } from './project-session';

/** This tab as the server knows it; undefined before it does. */
export function ownPerson(people: readonly Person[]): Person | undefined {
  return people.find(({ clientId }) => clientId === thisClientId());
}

/** Something computed from who is here, followed. Renders again only when that changes, not with every pointer. */
function useFromPeople<Value>(derive: (people: readonly Person[]) => Value): Value {
  const { store } = useSession();
  const read = () => JSON.stringify(derive(store.people()));
  const found = useSyncExternalStore(store.subscribePeople, read, read);
  return useMemo(() => JSON.parse(found) as Value, [found]);
}

/** Everybody else, one entry an account. */
export function useOthers(): readonly Here[] {
  return useFromPeople((people) => othersHere(people, ownPerson(people)?.id));
}

/** The colours of the accounts that are here, by id. */
export function useColors(): Readonly<Record<string, string>> {
  return useFromPeople((people) => Object.fromEntries(people.map(({ id, color }) => [id, color])));
}

/** True while people on other servers cannot be shown. */
export function useIsPresencePartial(): boolean {
  const { store } = useSession();
  const read = () => store.presence().isPartial === true;
  return useSyncExternalStore(store.subscribePeople, read, read);
}
