'use client';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { ImportReport } from '../../../core/protocol/transfer';
import type { ProblemDocument } from '../../../core/std/problem';
import { ApiProblem } from '../../api/api-problem';
import { api } from '../api-instance';
import { drawDiagram } from '../edits/draw-diagram';
import { newId } from '../edits/new-id';
import type { ProjectSession } from '../session/project-session';
import { useSession } from '../session/project-session';
import { arrangeUnplaced, whenArrived } from './arrange-imported';
import type { HandedOver } from './hand-over';
import { takeHandedOver } from './hand-over';

export type ImportState =
  | { readonly kind: 'choosing' }
  | { readonly kind: 'working'; readonly step: string; readonly dump: HandedOver }
  | { readonly kind: 'failed'; readonly problem: ProblemDocument; readonly dump: HandedOver }
  | { readonly kind: 'done'; readonly report: ImportReport; readonly dump: HandedOver };

export type Importing = {
  readonly state: ImportState;
  begin(dump: HandedOver): void;
  /** The same dump again, what comes in renamed where names are taken. */
  beginRenaming(): void;
  /** The same dump again, after something that may pass. */
  tryAgain(): void;
  /** Gives up what is going on, and begins anew. */
  reset(): void;
};

async function importDump(
  session: ProjectSession,
  dump: HandedOver,
  options: { readonly onConflict: 'refuse' | 'rename'; readonly signal: AbortSignal },
  show: (step: string) => void,
): Promise<ImportReport> {
  const before = session.store.state().ofKind('table').length;
  show('Reading the dump');
  const id = newId();
  if (!dump.beginsProject) session.store.adopt(id, `Import of ${dump.name ?? 'a dump'}`);
  const report = await api().importSql(session.projectId, dump.text, { ...options, id });
  show(`Arranging ${report.counts.tables} tables`);
  await whenArrived(session, before + report.counts.tables);
  if (dump.drawing) {
    const { label, operations } = drawDiagram(dump.drawing, session.store.state(), newId);
    session.store.mutate(operations, { label, undoable: false });
  }
  await arrangeUnplaced(session);
  session.surface.get()?.fit('all');
  return report;
}

/** Brings a dump in, lays out what came, and shows it. A dump that the start page handed over begins at once. */
export function useImport(): Importing {
  const session = useSession();
  const [state, setState] = useState<ImportState>({ kind: 'choosing' });
  const abort = useRef<AbortController | null>(null);
  const run = useCallback(
    async (dump: HandedOver, onConflict: 'refuse' | 'rename') => {
      abort.current?.abort();
      const controller = new AbortController();
      abort.current = controller;
      const show = (next: ImportState) => {
        if (!controller.signal.aborted) setState(next);
      };
      session.dialog.set('import');
      try {
        const options = { onConflict, signal: controller.signal };
        const report = await importDump(session, dump, options, (step) =>
          show({ kind: 'working', step, dump }),
        );
        // A sample holds no surprises: its diagram says it all.
        if (dump.drawing) session.dialog.set(null);
        show(dump.drawing ? { kind: 'choosing' } : { kind: 'done', report, dump });
      } catch (error) {
        if (controller.signal.aborted) return;
        if (!(error instanceof ApiProblem)) throw error;
        show({ kind: 'failed', problem: error.problem, dump });
      }
    },
    [session],
  );
  useEffect(() => {
    const dump = takeHandedOver(session.projectId);
    if (dump) void run(dump, 'refuse');
  }, [session, run]);
  return useMemo(
    () => ({
      state,
      begin: (dump) => void run(dump, 'refuse'),
      beginRenaming: () => {
        if (state.kind === 'failed') void run(state.dump, 'rename');
      },
      tryAgain: () => {
        if (state.kind === 'failed') void run(state.dump, 'refuse');
      },
      reset: () => {
        abort.current?.abort();
        setState({ kind: 'choosing' });
      },
    }),
    [state, run],
  );
}
