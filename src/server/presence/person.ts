import type { Person, PresenceUpdate } from '../../core/protocol/presence';
import { sameJson } from '../../core/std/canonical-json';
import type { PresentActor } from './presence';

/** What can change of a person while it stays the same one. */
export type Told = Partial<Omit<Person, 'id' | 'clientId'>>;

/** What an update makes of a person. `undefined` leaves a field as it was; null is a value that takes something away. */
export function mergedPerson(
  before: Person | undefined,
  actor: PresentActor,
  clientId: string,
  update: PresenceUpdate,
): Person {
  return {
    id: actor.id,
    clientId,
    name: update.name ?? actor.name,
    color: update.color ?? before?.color ?? actor.color,
    cursor: update.cursor === undefined ? (before?.cursor ?? null) : update.cursor,
    selection: update.selection ?? before?.selection ?? [],
    editing: update.editing === undefined ? (before?.editing ?? null) : update.editing,
    dragging: update.dragging ?? before?.dragging ?? [],
    viewport: update.viewport === undefined ? (before?.viewport ?? null) : update.viewport,
    following: update.following === undefined ? (before?.following ?? null) : update.following,
    away: update.away ?? before?.away ?? false,
  };
}

/** The fields that are not as they were; all of them for somebody who was not here. */
export function changesOf(before: Person | undefined, { id, clientId, ...after }: Person): Told {
  if (before === undefined) return after;
  const known = new Map<string, unknown>(Object.entries(before));
  return Object.fromEntries(
    Object.entries(after).filter(([field, value]) => !sameJson(value, known.get(field))),
  );
}
