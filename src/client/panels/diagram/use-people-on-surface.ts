'use client';
import { useEffect } from 'react';
import type { Person } from '../../../core/protocol/presence';
import { isLive } from '../../../core/schema/record';
import { sameJson } from '../../../core/std/canonical-json';
import type { RemoteSelection, ScenePeople } from '../../canvas/scene';
import { nobody } from '../../canvas/scene';
import type { Surface } from '../../canvas/surface/types';
import { othersOf } from '../../presence/presence';
import { thisClientId } from '../session/client-id';
import { drawnAs } from '../session/drawn-as';
import { useSession } from '../session/project-session';

/**
 * The others as the surface draws them: cursors, what they select and edit, and tables on the move. `drawnAs`
 * gives what of the drawing stands for a record, null for none. What is selected stays the same object as
 * `before` when nothing of it changed: the surface paints the diagram for another one.
 */
export function scenePeopleOf(
  people: readonly Person[],
  clientId: string,
  drawnAs: (recordId: string) => string | null,
  before: ScenePeople,
): ScenePeople {
  const others = othersOf(people, clientId);
  const selections = others
    .map((person) => selectionOf(person, drawnAs))
    .filter(({ recordIds }) => recordIds.length > 0);
  return {
    cursors: others.flatMap(({ clientId: id, name, color, cursor, away: isAway }) =>
      cursor ? [{ id, name, color, isAway, ...cursor }] : [],
    ),
    selections: sameJson(selections, before.selections) ? before.selections : selections,
    draggedTables: new Map(
      others.flatMap(({ dragging }) => dragging.map(({ id, x, y }) => [id, { x, y }] as const)),
    ),
  };
}

function selectionOf(person: Person, drawnAs: (recordId: string) => string | null): RemoteSelection {
  const { clientId: personId, name, color, selection, editing } = person;
  const editedId = editing && drawnAs(editing.recordId);
  const recordIds = editedId === null || selection.includes(editedId) ? selection : [...selection, editedId];
  return { personId, name, color, recordIds, editedId };
}

/** Draws the others without rendering anything in React: they move many times a second. */
export function usePeopleOnSurface(surface: Surface | null): void {
  const { store } = useSession();
  useEffect(() => {
    if (!surface) return;
    let shown = nobody;
    const drawn = (id: string) => {
      const record = store.state().get(id);
      return isLive(record) ? drawnAs(record, store.state()) : null;
    };
    const show = () => {
      shown = scenePeopleOf(store.people(), thisClientId(), drawn, shown);
      surface.setPeople(shown);
    };
    show();
    return store.subscribePeople(show);
  }, [surface, store]);
}
