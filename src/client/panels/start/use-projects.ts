'use client';
import { useCallback, useEffect, useState } from 'react';
import type { ListedProject } from '../../../core/protocol/project';
import { ApiProblem } from '../../api/api-problem';
import { api } from '../api-instance';

export type Projects =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly detail: string }
  | { readonly kind: 'loaded'; readonly projects: readonly ListedProject[] };

/** A list and what can be done to it here; the server knows nothing of `change`. */
export type ProjectsHandle = {
  readonly projects: Projects;
  /** Settles when the list is there, or cannot be. */
  readonly reload: () => Promise<void>;
  readonly change: (update: (projects: readonly ListedProject[]) => readonly ListedProject[]) => void;
};

type Source = 'mine' | 'trash';

async function load(source: Source): Promise<Projects> {
  try {
    const projects = await (source === 'mine' ? api().listProjects() : api().listTrash());
    return { kind: 'loaded', projects };
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    // Somebody who has never been here has no projects, and no account before the first one.
    if (error.problem.status === 401) return { kind: 'loaded', projects: [] };
    return { kind: 'failed', detail: error.problem.detail };
  }
}

/** The projects of this person, the last edited first, or those in their trash, the last deleted first. */
export function useProjects(source: Source): ProjectsHandle {
  const [projects, setProjects] = useState<Projects>({ kind: 'loading' });
  const reload = useCallback(
    () =>
      load(source).then(setProjects, () =>
        setProjects({ kind: 'failed', detail: 'The list could not be read.' }),
      ),
    [source],
  );
  const change = useCallback<ProjectsHandle['change']>((update) => {
    setProjects((now) => (now.kind === 'loaded' ? { kind: 'loaded', projects: update(now.projects) } : now));
  }, []);
  useEffect(() => void reload(), [reload]);
  return { projects, reload, change };
}
