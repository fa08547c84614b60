'use client';
import { useEffect, useState } from 'react';
import type { ExportTarget } from '../../../core/formats/export-target';
import type { ExportReport } from '../../../core/protocol/transfer';
import { ApiProblem } from '../../api/api-problem';
import { api } from '../api-instance';
import { useSession } from '../session/project-session';

export type ExportResult =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly detail: string }
  | ({ readonly kind: 'ready' } & ExportReport);

/** The DDL for a target, made anew for each: it has to be the same object as long as nothing changes. */
export function useExport(target: ExportTarget): ExportResult & { readonly tryAgain: () => void } {
  const { projectId } = useSession();
  const [result, setResult] = useState<ExportResult>({ kind: 'loading' });
  const [attempt, setAttempt] = useState(1);
  useEffect(() => {
    if (attempt === 0) return;
    const abort = new AbortController();
    setResult({ kind: 'loading' });
    api()
      .exportReport(projectId, target, { signal: abort.signal })
      .then((report) => setResult({ kind: 'ready', ...report }))
      .catch((error: unknown) => {
        if (abort.signal.aborted) return;
        const detail = error instanceof ApiProblem ? error.problem.detail : 'The SQL could not be written.';
        setResult({ kind: 'failed', detail });
      });
    return () => abort.abort();
  }, [projectId, target, attempt]);
  return { ...result, tryAgain: () => setAttempt((count) => count + 1) };
}
