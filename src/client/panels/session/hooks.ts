'use client';
import { useCallback, useMemo, useSyncExternalStore } from 'react';
import type { RecordKind } from '../../../core/schema/kinds';
import type { SchemaRecord } from '../../../core/schema/record';
import { sameJson } from '../../../core/std/canonical-json';
import type { Derive, ProjectSession } from './project-session';
import { useSession } from './project-session';
import type { ValueStore } from './value-store';

/** The value of a store, followed. */
export function useValue<Value>(store: ValueStore<Value>): Value {
  return useSyncExternalStore(store.subscribe, store.get, store.get);
}

/** One record, followed; undefined when it is not there or of another kind. */
export function useRecord<Kind extends RecordKind>(id: string, kind: Kind): SchemaRecord<Kind> | undefined {
  const { store } = useSession();
  const subscribe = useCallback((listener: () => void) => store.subscribeRecord(id, listener), [store, id]);
  const read = () => store.state().live(id, kind);
  return useSyncExternalStore(subscribe, read, read);
}

/**
 * Something computed from the state, followed. The component renders again only when the value means something
 * else (compared as JSON). `derive` has to be one function, the same at every call; what varies is the key.
 */
export function useDerived<Key extends string | null, Value>(derive: Derive<Key, Value>, key: Key): Value {
  const session = useSession();
  const selector = useMemo(() => createSelector(session, derive, key), [session, derive, key]);
  return useSyncExternalStore(selector.subscribe, selector.read, selector.read);
}

function createSelector<Key, Value>({ store }: ProjectSession, derive: Derive<Key, Value>, key: Key) {
  let value = derive(store.state(), key);
  let isStale = false;
  return {
    subscribe: (listener: () => void) => {
      // Something may have changed between the first reading and now.
      isStale = true;
      return store.subscribe(() => {
        isStale = true;
        listener();
      });
    },
    read: (): Value => {
      if (!isStale) return value;
      isStale = false;
      const next = derive(store.state(), key);
      if (!sameJson(next, value)) value = next;
      return value;
    },
  };
}
