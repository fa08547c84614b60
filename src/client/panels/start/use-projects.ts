'use client';
import { useCallback, useEffect, useState } from 'react';
import type { Project } from '../../../core/protocol/project';
import { ApiProblem } from '../../api/api-problem';
import { api } from '../api-instance';

export type Projects =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly detail: string }
  | { readonly kind: 'loaded'; readonly projects: readonly Project[] };

async function load(): Promise<Projects> {
  try {
    const projects = await api().listProjects();
    return { kind: 'loaded', projects: [...projects].sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1)) };
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    // Somebody who has never been here has no projects, and no account before the first one.
    if (error.problem.status === 401) return { kind: 'loaded', projects: [] };
    return { kind: 'failed', detail: error.problem.detail };
  }
}

/** The projects of this person, newest first, and how to load them again. */
export function useProjects(): readonly [Projects, () => void] {
  const [projects, setProjects] = useState<Projects>({ kind: 'loading' });
  const reload = useCallback(() => {
    load().then(setProjects, () => setProjects({ kind: 'failed', detail: 'The list could not be read.' }));
  }, []);
  useEffect(reload, [reload]);
  return [projects, reload];
}
