'use client';
import { useEffect, useState } from 'react';
import { toast } from 'sonner';
import { ApiProblem } from '../../api/api-problem';
import { api } from '../api-instance';
import type { CommitProblem } from '../fields/use-committed-text';
import { useSession } from '../session/project-session';
import { useStatusPart } from '../session/use-status';

/** The project's name and how to change it. The page's title follows. */
export function useProjectName(): {
  readonly name: string;
  readonly rename: (name: string) => CommitProblem;
} {
  const { projectId } = useSession();
  const stored = useStatusPart((status) => status.project?.name ?? '');
  const [mine, setMine] = useState<string | null>(null);
  const name = mine ?? stored;
  useEffect(() => {
    document.title = name === '' ? 'VersionZero' : `${name} · VersionZero`;
  }, [name]);
  const rename = (text: string): CommitProblem => {
    const next = text.trim();
    if (next === '') return 'A project needs a name.';
    setMine(next);
    api()
      .renameProject(projectId, next)
      .catch((error: unknown) => {
        setMine(null);
        const detail = error instanceof ApiProblem ? error.problem.detail : 'Try again in a moment.';
        toast.error('The project was not renamed', { description: detail });
      });
    return null;
  };
  return { name, rename };
}
