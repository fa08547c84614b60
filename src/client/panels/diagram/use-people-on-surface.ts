'use client';
import { useEffect } from 'react';
import type { Person } from '../../../core/protocol/presence';
import type { ScenePeople } from '../../canvas/scene';
import type { Surface } from '../../canvas/surface/types';
import { othersOf } from '../../presence/presence';
import { thisClientId } from '../session/client-id';
import { useSession } from '../session/project-session';

/** The others as the surface draws them: cursors, selections, and tables on the move. */
export function scenePeopleOf(people: readonly Person[], clientId: string): ScenePeople {
  const others = othersOf(people, clientId);
  return {
    cursors: others.flatMap((person) =>
      person.cursor
        ? [{ id: person.clientId, name: person.name, color: person.color, ...person.cursor }]
        : [],
    ),
    selections: others
      .filter(({ selection }) => selection.length > 0)
      .map(({ clientId: personId, name, color, selection }) => ({
        personId,
        name,
        color,
        recordIds: selection,
      })),
    draggedTables: new Map(
      others.flatMap(({ dragging }) => dragging.map(({ id, x, y }) => [id, { x, y }] as const)),
    ),
  };
}

/** Draws the others without rendering anything in React: they move many times a second. */
export function usePeopleOnSurface(surface: Surface | null): void {
  const { store } = useSession();
  useEffect(() => {
    if (!surface) return;
    const show = () => surface.setPeople(scenePeopleOf(store.people(), thisClientId()));
    show();
    return store.subscribePeople(show);
  }, [surface, store]);
}
