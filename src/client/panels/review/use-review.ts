'use client';
import type { Review } from '../../../core/review/review';
import type { MemoryState } from '../../../core/schema/memory-state';
import { useDerived, useValue } from '../session/hooks';
import { useSession } from '../session/project-session';
import type { Decision } from './rows';
import { decisionsOf } from './rows';

/** The last review; null before the first. */
export function useReview(): Review | null {
  return useValue(useSession().review.latest);
}

const decisions = (state: MemoryState): readonly Decision[] => decisionsOf(state);

/** What the project ignores. */
export function useDecisions(): readonly Decision[] {
  return useDerived(decisions, null);
}
