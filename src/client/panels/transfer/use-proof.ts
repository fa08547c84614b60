'use client';
import { useEffect, useState } from 'react';
import type { ExportTarget } from '../../../core/formats/export-target';
import type { Proof } from '../../../core/protocol/proof';
import type { Progress } from '../../../core/prove/prove';
import { NoProof, proveDesign } from '../../prove/prove-design';
import { useSession } from '../session/project-session';

export type ProofState =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'running'; readonly progress: Progress | null }
  | { readonly kind: 'done'; readonly proof: Proof }
  /** Somebody has edited between the writing of the SQL and its proof. */
  | { readonly kind: 'outdated' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly detail: string };

export type Proving = {
  readonly state: ProofState;
  cancel(): void;
  /** The same once more. */
  again(): void;
};

/** Whoever goes through the versions waits for none of them. */
const settleMs = 300;

const cancelled = new Error('Cancelled by a person.');

/**
 * The proof of the SQL that is shown, begun by itself as soon as that is there (empty: not yet) and anew for each
 * other one; `target` has to be the same object as long as nothing changes. What is proven is what this page shows; it is that SQL's proof only when it prints the same.
 */
export function useProof(sql: string, target: ExportTarget): Proving {
  const { store } = useSession();
  const [state, setState] = useState<ProofState>({ kind: 'waiting' });
  const [run, setRun] = useState<{ readonly attempt: number; abort?: AbortController }>({ attempt: 1 });
  useEffect(() => {
    setState({ kind: 'waiting' });
    if (sql === '' || target.format !== 'postgresql') return;
    const { format: _format, ...written } = target;
    const abort = new AbortController();
    run.abort = abort;
    const begin = async () => {
      setState({ kind: 'running', progress: null });
      const records = [...store.state().records()];
      const onProgress = (progress: Progress) => setState({ kind: 'running', progress });
      try {
        const proven = await proveDesign({ records, written }, { signal: abort.signal, onProgress });
        setState(proven.sql === sql ? { kind: 'done', proof: proven.proof } : { kind: 'outdated' });
      } catch (error) {
        if (error === cancelled) setState({ kind: 'cancelled' });
        if (abort.signal.aborted) return;
        if (!(error instanceof NoProof)) throw error;
        setState({ kind: 'failed', detail: error.message });
      }
    };
    const timer = setTimeout(() => void begin(), settleMs);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [store, sql, target, run]);
  return {
    state,
    cancel: () => run.abort?.abort(cancelled),
    again: () => setRun(({ attempt }) => ({ attempt: attempt + 1 })),
  };
}
