'use client';
import { useSyncExternalStore } from 'react';
import type { Outcome } from '../../sync/outcome';
import { useSession } from '../session/project-session';

/** What became of own edits, followed. */
export function useOutcomes(): readonly Outcome[] {
  const { outcomes } = useSession().store;
  return useSyncExternalStore(outcomes.subscribe, outcomes.all, outcomes.all);
}
