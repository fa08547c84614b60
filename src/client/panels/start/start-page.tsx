'use client';
import { FileUp, Plus } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import { ApiProblem } from '../../api/api-problem';
import { api } from '../api-instance';
import { DropOverlay } from '../transfer/drop-overlay';
import { handOver } from '../transfer/hand-over';
import { ImportSource } from '../transfer/import-source';
import { useFileDrop } from '../transfer/use-file-drop';
import { Button } from '../ui/button';
import { Dialog, DialogBody } from '../ui/dialog';
import { Logo } from '../ui/logo';
import { ThemeMenu } from '../ui/theme-menu';
import { FirstSteps } from './first-steps';
import { ProjectList } from './project-list';
import { useProjects } from './use-projects';

/** A dump, and the name of the file it came from. */
export type Dump = { readonly text: string; readonly name: string | null };

/** `shop-2026.sql` becomes the project `shop-2026`. */
function projectNameOf(dump: Dump): string {
  return dump.name?.replace(/\.(sql|dump|txt)$/i, '').trim() || 'Imported schema';
}

function useCreating(open: (projectId: string) => void) {
  const [isBusy, setBusy] = useState(false);
  const create = async (name: string, dump?: Dump) => {
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
  const [projects, reload] = useProjects();
  const [isImporting, setImporting] = useState(false);
  const { isBusy, create } = useCreating(open);
  const importDump = (dump: Dump) => void create(projectNameOf(dump), dump);
  const isOver = useFileDrop(importDump);
  const isEmpty = projects.kind === 'loaded' && projects.projects.length === 0;
  const actions = (
    <>
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
          <ThemeMenu />
        </header>
        <main className="mx-auto w-full max-w-[920px] flex-1 px-5 py-10 sm:py-14">
          {isEmpty ? (
            <FirstSteps actions={actions} />
          ) : (
            <>
              <div className="mb-5 flex flex-wrap items-center gap-2">
                <h1 className="mr-auto text-xl font-semibold tracking-[-0.015em]">Projects</h1>
                {actions}
              </div>
              <ProjectList projects={projects} onRetry={reload} open={open} />
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
      <DropOverlay isShown={isOver} />
    </>
  );
}
