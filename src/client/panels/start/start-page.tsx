'use client';
import { ArrowLeft, FileUp, Plus, Sparkles, Trash2 } from 'lucide-react';
import { useRef, useState } from 'react';
import { toast } from 'sonner';
import { trashDays } from '../../../core/protocol/project';
import { ApiProblem } from '../../api/api-problem';
import { api } from '../api-instance';
import { DropOverlay } from '../transfer/drop-overlay';
import type { HandedOver } from '../transfer/hand-over';
import { handOver } from '../transfer/hand-over';
import { ImportSource } from '../transfer/import-source';
import { useFileDrop } from '../transfer/use-file-drop';
import { Button } from '../ui/button';
import { Dialog, DialogBody } from '../ui/dialog';
import { IconButton } from '../ui/icon-button';
import { Logo } from '../ui/logo';
import { ThemeMenu } from '../ui/theme-menu';
import { FirstSteps } from './first-steps';
import { ProjectList } from './project-list';
import { TrashList } from './trash-list';
import { useProjects } from './use-projects';

/** `shop-2026.sql` becomes the project `shop-2026`. */
function projectNameOf(dump: HandedOver): string {
  return dump.name?.replace(/\.(sql|dump|txt)$/i, '').trim() || 'Imported schema';
}

function useCreating(open: (projectId: string) => void) {
  const [isBusy, setBusy] = useState(false);
  const create = async (name: string, dump?: HandedOver) => {
    setBusy(true);
    try {
      const project = await api().createProject(name);
      if (dump) handOver(project.id, dump);
      open(project.id);
    } catch (error) {
      setBusy(false);
      if (!(error instanceof ApiProblem)) throw error;
      toast.error('The project could not be created', { description: error.problem.detail });
    }
  };
  return { isBusy, create };
}

/** Where one begins: my projects, a new one, or one from a dump. `open` goes to a project's page. */
export function StartPage({ open }: { readonly open: (projectId: string) => void }) {
  const mine = useProjects('mine');
  const [isInTrash, setInTrash] = useState(false);
  // Another list of the trash is made when something left it by an Undo.
  const [undone, setUndone] = useState(0);
  const trashButton = useRef<HTMLButtonElement>(null);
  const [isImporting, setImporting] = useState(false);
  const { isBusy, create } = useCreating(open);
  const importDump = (dump: HandedOver) => void create(projectNameOf(dump), dump);
  const isOver = useFileDrop(importDump, isBusy);
  const isEmpty = mine.projects.kind === 'loaded' && mine.projects.projects.length === 0;
  const onUndone = () => {
    void mine.reload();
    setUndone((count) => count + 1);
  };
  const leaveTrash = () => {
    setInTrash(false);
    trashButton.current?.focus();
  };
  // Loaded when it is wanted: few open it twice.
  const openSample = async () => {
    const { roasterySql, roasteryDrawing } = await import('../../samples/roastery');
    await create('Coffee roastery (sample)', { text: roasterySql, name: null, drawing: roasteryDrawing });
  };
  const actions = (
    <>
      <Button
        size="large"
        look="quiet"
        disabled={isBusy}
        className="max-sm:order-last"
        data-testid="open-sample"
        onClick={() => void openSample()}
      >
        <Sparkles aria-hidden className="size-4" strokeWidth={1.75} />
        Open a sample
      </Button>
      <Button size="large" disabled={isBusy} onClick={() => setImporting(true)}>
        <FileUp aria-hidden className="size-4" strokeWidth={1.75} />
        Import a dump
      </Button>
      <Button
        look="primary"
        size="large"
        disabled={isBusy}
        data-testid="new-project"
        onClick={() => void create('Untitled project')}
      >
        <Plus aria-hidden className="size-4" strokeWidth={2} />
        New project
      </Button>
    </>
  );
  return (
    <>
      <div className="flex min-h-dvh flex-col">
        <header className="flex h-12 items-center gap-2.5 border-b border-line bg-panel px-4">
          <Logo className="size-5" />
          <span className="font-semibold tracking-[-0.01em]">VersionZero</span>
          <span className="flex-1" />
          <IconButton
            ref={trashButton}
            icon={Trash2}
            label="Trash"
            isOn={isInTrash}
            data-testid="open-trash"
            onClick={() => setInTrash(!isInTrash)}
          />
          <ThemeMenu />
        </header>
        <main tabIndex={-1} className="mx-auto w-full max-w-[1080px] flex-1 px-5 py-10 outline-none sm:py-14">
          {isInTrash ? (
            <>
              <Button size="small" look="quiet" className="-ml-2" onClick={leaveTrash}>
                <ArrowLeft aria-hidden className="size-3.5" strokeWidth={1.75} />
                Projects
              </Button>
              <h1 className="mt-1 text-xl font-semibold tracking-[-0.015em]">Trash</h1>
              <p className="mt-1 mb-5 text-sm text-ink-mute">
                What you deleted in the last {trashDays} days. Restored, it is back for everybody it was
                shared with.
              </p>
              <TrashList key={undone} onRestored={() => void mine.reload()} />
            </>
          ) : isEmpty ? (
            <FirstSteps actions={actions} />
          ) : (
            <>
              <div className="mb-5 flex flex-wrap items-center gap-2">
                <h1 className="max-sm:basis-full mr-auto text-xl font-semibold tracking-[-0.015em]">
                  Projects
                </h1>
                {actions}
              </div>
              <ProjectList handle={mine} open={open} onUndone={onUndone} />
            </>
          )}
        </main>
      </div>
      <Dialog
        isOpen={isImporting}
        onOpenChange={setImporting}
        title="Import a dump"
        description="A new project is made from it. Your database is not touched: only its description is read."
      >
        <DialogBody>
          <ImportSource onDump={importDump} isBusy={isBusy} />
        </DialogBody>
      </Dialog>
      <DropOverlay isShown={isOver} hint="Drop the .sql file to make a project from it" />
    </>
  );
}
