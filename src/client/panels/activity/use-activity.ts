'use client';
import { useEffect, useMemo } from 'react';
import { useValue } from '../session/hooks';
import { useSession } from '../session/project-session';
import type { ActivityState } from './activity-log';
import { asPublished } from './logged-change';
import type { NameOf } from './names';
import { namesFrom } from './names';

/** Live edits are read again after this long, for what the stream does not tell: how often they were retried. */
const catchUpMs = 3_000;

export type Activity = { readonly state: ActivityState; readonly nameOf: NameOf };

/** The log, read when it is first shown, with the names to tell it by. */
export function useActivity(isShown: boolean): Activity {
  const { activity, store } = useSession();
  const state = useValue(activity.state);
  useEffect(() => {
    if (isShown) void activity.open();
  }, [activity, isShown]);
  const isBehind = state.status === 'ready' && state.changes.some(({ retries }) => retries === null);
  useEffect(() => {
    if (!isShown || !isBehind) return;
    const timer = setTimeout(() => void activity.open(), catchUpMs);
    return () => clearTimeout(timer);
  }, [activity, isShown, isBehind]);
  const changes = useMemo(() => asPublished(state.changes), [state.changes]);
  // Every rename comes with an entry of the log: names need no other occasion to be read again.
  const nameOf = useMemo(() => namesFrom(store.state(), changes), [store, changes]);
  const told = useMemo(() => ({ ...state, changes }), [state, changes]);
  return { state: told, nameOf };
}
