'use client';
import type { ProblemDocument } from '../../../core/std/problem';
import { useValue } from '../session/hooks';
import { useSession } from '../session/project-session';
import { Button } from '../ui/button';
import { Dialog, DialogBody, DialogFoot } from '../ui/dialog';
import { Spinner } from '../ui/spinner';
import type { HandedOver } from './hand-over';
import { ImportFailure } from './import-failure';
import { ImportResult } from './import-result';
import { ImportSource } from './import-source';
import type { Importing } from './use-import';

const descriptions = {
  choosing:
    'Only the description of a database is read. Data in the dump is skipped; the rows of COPY stay here, whatever their size.',
  working: 'The page may stay open; others see the tables as soon as all of them are in.',
  failed: 'Your project is as it was.',
  done: 'Everything that could be read is in the project now.',
} as const;

const titles = {
  choosing: 'Import SQL',
  working: 'Importing',
  failed: 'This did not work',
  done: 'Imported',
} as const;

/** Whether the same dump may work a little later: the server was not there, busy, or in trouble. */
function mayPass({ status }: ProblemDocument): boolean {
  return status === 0 || status === 408 || status === 429 || status >= 500;
}

/** The keyboard was on what is no more there: the next Enter goes on. */
function takeFocus(button: HTMLButtonElement | null): void {
  button?.focus();
}

/** From a dump to tables on the canvas, in four steps of one window. */
export function ImportDialog({ importing }: { readonly importing: Importing }) {
  const session = useSession();
  const isOpen = useValue(session.dialog) === 'import';
  const offered = useValue(session.offeredSql);
  const { state } = importing;
  const close = () => {
    session.dialog.set(null);
    session.offeredSql.set(null);
    importing.reset();
  };
  // What was typed is nowhere else.
  const goBack = ({ name, text }: HandedOver) => {
    if (name === null) session.offeredSql.set(text);
    importing.reset();
  };
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={(open) => (open ? session.dialog.set('import') : close())}
      title={titles[state.kind]}
      description={descriptions[state.kind]}
    >
      <DialogBody>
        {state.kind === 'choosing' && (
          <ImportSource key={offered} offered={offered} onDump={importing.begin} isBusy={false} />
        )}
        {state.kind === 'working' && (
          <div className="flex h-40 items-center justify-center">
            <Spinner label={`${state.step} …`} />
          </div>
        )}
        {state.kind === 'failed' && <ImportFailure problem={state.problem} text={state.dump.text} />}
        {state.kind === 'done' && <ImportResult report={state.report} />}
      </DialogBody>
      {state.kind === 'working' && (
        <DialogFoot>
          <Button onClick={close}>Cancel</Button>
        </DialogFoot>
      )}
      {state.kind === 'failed' && (
        <DialogFoot>
          <Button data-testid="import-back" onClick={() => goBack(state.dump)}>
            {state.dump.name === null ? 'Change the text' : 'Choose another'}
          </Button>
          {mayPass(state.problem) && (
            <Button look="primary" data-testid="import-again" onClick={importing.tryAgain}>
              Try again
            </Button>
          )}
          {state.problem.code === 'name-taken' && (
            <Button look="primary" onClick={importing.beginRenaming}>
              Import under new names
            </Button>
          )}
        </DialogFoot>
      )}
      {state.kind === 'done' && (
        <DialogFoot>
          <Button ref={takeFocus} look="primary" data-testid="import-close" onClick={close}>
            Show the diagram
          </Button>
        </DialogFoot>
      )}
    </Dialog>
  );
}
