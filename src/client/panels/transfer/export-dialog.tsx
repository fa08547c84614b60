'use client';
import { Download } from 'lucide-react';
import { useState } from 'react';
import type { ExportTarget } from '../../../core/formats/export-target';
import { zipFiles } from '../../../core/formats/zip-files';
import type { ExportReport } from '../../../core/protocol/transfer';
import { isLive } from '../../../core/schema/record';
import { drawnAs } from '../session/drawn-as';
import { useValue } from '../session/hooks';
import type { ProjectSession } from '../session/project-session';
import { useSession } from '../session/project-session';
import { useStatusPart } from '../session/use-status';
import { Button } from '../ui/button';
import { CopyButton } from '../ui/copy-button';
import { Dialog, DialogFoot } from '../ui/dialog';
import { Select } from '../ui/select';
import { Spinner } from '../ui/spinner';
import { download, fileNameOf } from './download';
import { ExportOptionsPanel, ExportTargetRow, usualTarget } from './export-options';
import { ProofPanel } from './proof-panel';
import { SqlView } from './sql-view';
import { useExport } from './use-export';
import { useProof } from './use-proof';

/** The schema as DDL: to be read, copied, downloaded, and meanwhile proven. */
export function ExportDialog() {
  const session = useSession();
  const isOpen = useValue(session.dialog) === 'export';
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={(open) => session.dialog.set(open ? 'export' : null)}
      title="Export SQL"
      description="The design as a script for an empty database."
      size="large"
    >
      {isOpen && <ExportBody />}
    </Dialog>
  );
}

function ExportBody() {
  const session = useSession();
  const [target, setTarget] = useState<ExportTarget>(usualTarget);
  const [isOpen, setIsOpen] = useState(false);
  const [path, setPath] = useState<string | null>(null);
  const name = useStatusPart((status) => status.project?.name ?? 'schema');
  const result = useExport(target);
  const files = result.kind === 'ready' ? result.files : undefined;
  const sql = result.kind === 'ready' ? result.sql : '';
  const shown = files ? (files.find((file) => file.path === path) ?? files[0])?.sql : sql;
  const proving = useProof(target.format === 'postgresql' ? sql : '', target);
  return (
    <>
      <div className="flex min-h-0 flex-1 flex-col border-t border-line">
        {result.kind === 'loading' && (
          <div className="flex h-64 items-center justify-center">
            <Spinner label="Writing the SQL" />
          </div>
        )}
        {result.kind === 'failed' && <Failure detail={result.detail} onTryAgain={result.tryAgain} />}
        {files && <FileChoice files={files} path={path} onPath={setPath} />}
        {result.kind === 'ready' && <SqlView sql={shown ?? ''} label="The schema as SQL" />}
        {result.kind === 'ready' && <ReportList report={result.report} />}
        {result.kind === 'ready' &&
          (target.format === 'postgresql' ? (
            <ProofPanel
              proving={proving}
              onGo={(recordId) => show(session, recordId)}
              onWriteAnew={result.tryAgain}
            />
          ) : (
            <Unproven />
          ))}
        {isOpen && <ExportOptionsPanel target={target} onTarget={setTarget} />}
      </div>
      <DialogFoot>
        <ExportTargetRow target={target} onTarget={setTarget} isOpen={isOpen} onOpen={setIsOpen} />
        <CopyButton text={shown ?? ''} disabled={sql === ''} />
        <Button
          look="primary"
          disabled={sql === ''}
          data-testid="download"
          onClick={() => (files ? downloadZip(name, files) : download(fileNameOf(name, 'sql'), [sql]))}
        >
          <Download aria-hidden className="size-4" strokeWidth={1.75} />
          {files ? 'Download zip' : 'Download'}
        </Button>
      </DialogFoot>
    </>
  );
}

function downloadZip(name: string, files: Files): void {
  download(fileNameOf(name, 'zip'), [zipFiles(files)]);
}

function Failure({ detail, onTryAgain }: { readonly detail: string; readonly onTryAgain: () => void }) {
  return (
    <div className="m-5 flex items-center gap-3 rounded-control bg-bad-wash px-3 py-2">
      <p role="alert" className="flex-1 text-sm text-bad">
        {detail}
      </p>
      <Button size="small" onClick={onTryAgain}>
        Try again
      </Button>
    </div>
  );
}

type Files = NonNullable<ExportReport['files']>;

/** Which of the files is shown. */
function FileChoice({
  files,
  path,
  onPath,
}: {
  readonly files: Files;
  readonly path: string | null;
  readonly onPath: (path: string) => void;
}) {
  const isThere = files.some((file) => file.path === path);
  return (
    <div className="flex items-center gap-3 border-b border-line px-5 py-2 text-xs text-ink-mute">
      <Select
        aria-label="Which file is shown"
        data-testid="export-file"
        value={(isThere ? path : files[0]?.path) ?? ''}
        options={files.map((file) => ({ value: file.path, label: file.path }))}
        onValue={onPath}
      />
      {files.length.toLocaleString('en')} files
    </div>
  );
}

/** What a person should know about the SQL, line by line. */
function ReportList({ report }: { readonly report: ExportReport['report'] }) {
  if (report.length === 0) return null;
  return (
    <ul
      aria-label="To know"
      data-testid="export-report"
      // A list that scrolls has to be within reach of the keyboard.
      // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
      tabIndex={0}
      className="max-h-32 shrink-0 overflow-y-auto border-t border-line px-5 py-2 text-xs focus-visible:-outline-offset-2"
    >
      {report.map((entry) => (
        <li key={`${entry.name}:${entry.message}`} className="py-0.5">
          <span className={entry.severity === 'warning' ? 'font-medium text-warn' : 'font-medium'}>
            {entry.name}
          </span>{' '}
          <span className="text-ink-mute">{entry.message}</span>
        </li>
      ))}
    </ul>
  );
}

function Unproven() {
  return (
    <p
      data-testid="proof"
      data-state="none"
      className="shrink-0 border-t border-line bg-panel px-5 py-2.5 text-sm text-ink-soft"
    >
      Not proven: there is no Aurora DSQL here to try this SQL on. It keeps to the rules in Aurora DSQL’s
      documentation.
    </p>
  );
}

/** Closes the window and shows what something in it is about: on the canvas, or in the inspector. */
function show(session: ProjectSession, recordId: string): void {
  const record = session.store.state().get(recordId);
  if (!isLive(record)) return;
  const drawnId = drawnAs(record, session.store.state());
  session.dialog.set(null);
  session.selection.set(new Set([drawnId === null ? recordId : record.id]));
  if (drawnId !== null) session.surface.get()?.centerOn(drawnId);
}
