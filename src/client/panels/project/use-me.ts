'use client';
import { useEffect, useState } from 'react';
import { toast } from 'sonner';
import type { Me } from '../../api/api';
import { ApiProblem } from '../../api/api-problem';
import { api } from '../api-instance';
import type { CommitProblem } from '../fields/use-committed-text';

export type { Me };

/** This person as the others see them, null until that is known, and how to take another name. */
export function useMe(): readonly [Me | null, (name: string) => CommitProblem] {
  const [me, setMe] = useState<Me | null>(null);
  useEffect(() => {
    let isWanted = true;
    // Without an answer there is no avatar of oneself; the status bar tells of the connection.
    api()
      .me()
      .then((found) => isWanted && setMe(found))
      .catch(() => undefined);
    return () => {
      isWanted = false;
    };
  }, []);
  const rename = (text: string): CommitProblem => {
    const name = text.trim();
    if (name === '') return 'A name cannot be empty.';
    if (name.length > 60) return 'A name has at most 60 characters.';
    api()
      .renameMe(name)
      .then(setMe)
      .catch((error: unknown) => {
        const description = error instanceof ApiProblem ? error.problem.detail : 'Try again in a moment.';
        toast.error('Your name was not changed', { description });
      });
    return null;
  };
  return [me, rename];
}
