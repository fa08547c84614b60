'use client';
import { useCallback, useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import type { Person } from '../../../core/protocol/presence';
import { othersOf } from '../../presence/presence';
import { thisClientId } from './client-id';
import { useSession } from './project-session';

/** A field of a record, as the others know it. */
export type FieldPlace = { readonly recordId: string; readonly field: string };

export type Editor = Pick<Person, 'clientId' | 'name' | 'color'>;

/** Tells the others that the keyboard is in this field, until it leaves or the field goes away. */
export function useEditing(place: FieldPlace | undefined): {
  readonly begin: () => void;
  readonly end: () => void;
} {
  const { tell, isReadOnly } = useSession();
  const isHere = useRef(false);
  const { recordId, field } = place ?? { recordId: '', field: '' };
  const begin = useCallback(() => {
    if (recordId === '' || isReadOnly.get()) return;
    isHere.current = true;
    tell({ editing: { recordId, field } });
  }, [tell, isReadOnly, recordId, field]);
  const end = useCallback(() => {
    if (!isHere.current) return;
    isHere.current = false;
    tell({ editing: null });
  }, [tell]);
  // A field that vanishes with the keyboard in it hears of no blur.
  useEffect(() => end, [end]);
  return { begin, end };
}

/** Who else is in this field, followed. Renders again only when that changes, not with every pointer. */
export function useEditors({ recordId, field }: FieldPlace): readonly Editor[] {
  const { store } = useSession();
  const read = useCallback(
    () => JSON.stringify(editorsOf(store.people(), thisClientId(), { recordId, field })),
    [store, recordId, field],
  );
  const found = useSyncExternalStore(store.subscribePeople, read, read);
  return useMemo(() => JSON.parse(found) as readonly Editor[], [found]);
}

/** The others with their keyboard in a field; everybody but this tab. */
export function editorsOf(people: readonly Person[], clientId: string, place: FieldPlace): readonly Editor[] {
  return othersOf(people, clientId)
    .filter(({ editing }) => editing?.recordId === place.recordId && editing.field === place.field)
    .map(({ clientId: id, name, color }) => ({ clientId: id, name, color }));
}
