'use client';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useMe } from '../project/use-me';
import { useValue } from '../session/hooks';
import { useSession } from '../session/project-session';
import { lastSeenOf, setLastSeen } from './last-seen';
import type { VisitSummary } from './visit';
import { summarizeVisit } from './visit';

/** A line that was in view for less than this has not been read: a reload shows it again. */
const readAfterMs = 5_000;
/** So far back the log is read for the line; beyond it says "more than". */
const mostEdits = 200;

export type SinceLastVisit = {
  readonly summary: VisitSummary;
  readonly since: string;
  /** Who is told, so that their own edits are left out. */
  readonly me: string;
  /** It has been read. */
  readonly done: () => void;
};

/** What the others did since this browser last showed the project; null when nothing is to be told. */
export function useSinceLastVisit(): SinceLastVisit | null {
  const { activity, projectId } = useSession();
  const [me] = useMe();
  const { changes, status, next } = useValue(activity.state);
  const [since, setSince] = useState(() => lastSeenOf(projectId));
  const [summary, setSummary] = useState<VisitSummary | null>(null);
  const [isDone, setDone] = useState(false);
  const oldest = changes.at(-1)?.at ?? '';
  const isWhole = status === 'ready' && (since === null || next === null || oldest <= since);
  const isFound = status === 'ready' && (isWhole || changes.length >= mostEdits);
  const isTold = summary !== null && !isDone;

  useEffect(() => {
    void activity.open();
  }, [activity]);
  useEffect(() => {
    if (status === 'ready' && !isFound) void activity.loadMore();
  }, [activity, status, isFound]);
  useEffect(() => {
    // Found once, when the page opens: what comes later is seen as it happens.
    if (!isFound || me === null || isDone || summary !== null) return;
    const found = since === null ? null : summarizeVisit(changes, since, me.id, !isWhole);
    if (found) setSummary(found);
    else setDone(true);
  }, [isFound, isWhole, isDone, summary, me, since, changes]);

  const newest = changes[0]?.at ?? '';
  const markSeen = useCallback(() => {
    if (status !== 'idle' && isFound) setLastSeen(projectId, newest);
  }, [projectId, newest, status, isFound]);
  useEffect(() => {
    if (!isDone) return;
    // What comes while the page is hidden is seen when somebody looks at it again, or told next time.
    const look = () => document.visibilityState === 'visible' && markSeen();
    look();
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, [isDone, markSeen]);
  const shownAt = useRef<number | null>(null);
  useEffect(() => {
    if (!isTold) return;
    shownAt.current ??= performance.now();
    const leave = () => {
      if (performance.now() - (shownAt.current ?? 0) > readAfterMs) markSeen();
    };
    addEventListener('pagehide', leave);
    return () => {
      removeEventListener('pagehide', leave);
      leave();
    };
  }, [isTold, markSeen]);

  const done = useCallback(() => {
    setDone(true);
    setSince(null);
  }, []);
  return summary && since !== null && me && !isDone ? { summary, since, me: me.id, done } : null;
}
