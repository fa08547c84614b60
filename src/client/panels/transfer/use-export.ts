'use client';
import { useEffect, useState } from 'react';
import type { ExportReport } from '../../../core/protocol/transfer';
import { ApiProblem } from '../../api/api-problem';
import { api } from '../api-instance';
import { useSession } from '../session/project-session';

export type ExportResult =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly detail: string }
  | ({ readonly kind: 'ready' } & ExportReport);

/** The DDL for a major version of PostgreSQL, made anew for each. */
export function useExport(version: number): ExportResult & { readonly tryAgain: () => void } {
  const { projectId } = useSession();
  const [result, setResult] = useState<ExportResult>({ kind: 'loading' });
  const [attempt, setAttempt] = useState(1);
  useEffect(() => {
    if (attempt === 0) return;
    const abort = new AbortController();
    setResult({ kind: 'loading' });
    api()
      .exportReport(projectId, { version, signal: abort.signal })
      .then((report) => setResult({ kind: 'ready', ...report }))
      .catch((error: unknown) => {
        if (abort.signal.aborted) return;
        const detail = error instanceof ApiProblem ? error.problem.detail : 'The SQL could not be written.';
        setResult({ kind: 'failed', detail });
      });
    return () => abort.abort();
  }, [projectId, version, attempt]);
  return { ...result, tryAgain: () => setAttempt((count) => count + 1) };
}
