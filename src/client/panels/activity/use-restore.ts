'use client';
import { useEffect, useState } from 'react';
import { toast } from 'sonner';
import type { RestoreAnswer, RestorePreview } from '../../../core/protocol/restore';
import { ApiProblem } from '../../api/api-problem';
import { api } from '../api-instance';
import type { ProjectSession } from '../session/project-session';
import { useSession } from '../session/project-session';
import { undoToast } from '../session/undo-toast';
import { momentWords } from './times';

export type Restoring =
  | { readonly kind: 'asking' }
  | { readonly kind: 'ready'; readonly preview: RestorePreview }
  | { readonly kind: 'working'; readonly preview: RestorePreview }
  | { readonly kind: 'failed'; readonly detail: string };

/** Asks what a restore to this edit would do, and does it. */
export function useRestore(
  changeId: string,
  done: () => void,
): { readonly state: Restoring; readonly ask: () => void; readonly restore: () => Promise<void> } {
  const session = useSession();
  const [state, setState] = useState<Restoring>({ kind: 'asking' });
  const [tries, setTries] = useState(0);
  useEffect(() => {
    const control = new AbortController();
    setState({ kind: 'asking' });
    // Asked anew after a failure.
    void tries;
    api()
      .previewRestore(session.projectId, changeId, control.signal)
      .then(
        (preview) => setState({ kind: 'ready', preview }),
        (error: unknown) => !control.signal.aborted && setState({ kind: 'failed', detail: detailOf(error) }),
      );
    return () => control.abort();
  }, [session, changeId, tries]);

  const restore = async () => {
    if (state.kind !== 'ready') return;
    setState({ kind: 'working', preview: state.preview });
    const id = crypto.randomUUID();
    session.store.adopt(id, `Restore to ${momentWords(state.preview.to.at)}`);
    try {
      const answer = await api().restoreTo(session.projectId, changeId, id);
      done();
      tellDone(session, answer);
    } catch (error) {
      setState({ kind: 'failed', detail: detailOf(error) });
    }
  };
  return { state, ask: () => setTries(tries + 1), restore };
}

function tellDone(session: ProjectSession, { to }: RestoreAnswer): void {
  undoToast.show(() =>
    toast.success('Restored', {
      description: `The project is as it was on ${momentWords(to.at)}.`,
      duration: 12_000,
      action: { label: 'Undo', onClick: () => session.undo() },
    }),
  );
}

function detailOf(error: unknown): string {
  if (error instanceof ApiProblem) return error.problem.detail;
  throw error;
}
