'use client';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { isLive } from '../../../core/schema/record';
import { drawnAs } from '../session/drawn-as';
import { useValue } from '../session/hooks';
import type { ProjectSession } from '../session/project-session';
import { useSession } from '../session/project-session';
import { useStatusPart } from '../session/use-status';
import { Button } from '../ui/button';
import { CopyButton } from '../ui/copy-button';
import { Dialog, DialogFoot } from '../ui/dialog';
import { Spinner } from '../ui/spinner';
import { download, fileNameOf } from './download';
import type { ExportOptions } from './export-options';
import { ExportOptionsRow, usualOptions } from './export-options';
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
      description="Loads in one go into an empty database. It is tried on one here, in this browser."
      size="large"
    >
      {isOpen && <ExportBody />}
    </Dialog>
  );
}

function ExportBody() {
  const session = useSession();
  const [options, setOptions] = useState<ExportOptions>(usualOptions);
  const name = useStatusPart((status) => status.project?.name ?? 'schema');
  const result = useExport(options.version);
  const sql = result.kind === 'ready' ? result.sql : '';
  const proving = useProof(sql, options);
  return (
    <>
      <div className="flex min-h-0 flex-1 flex-col border-t border-line">
        {result.kind === 'loading' && (
          <div className="flex h-64 items-center justify-center">
            <Spinner label="Writing the SQL" />
          </div>
        )}
        {result.kind === 'failed' && (
          <div className="m-5 flex items-center gap-3 rounded-control bg-bad-wash px-3 py-2">
            <p role="alert" className="flex-1 text-sm text-bad">
              {result.detail}
            </p>
            <Button size="small" onClick={result.tryAgain}>
              Try again
            </Button>
          </div>
        )}
        {result.kind === 'ready' && <SqlView sql={sql} label="The schema as SQL" />}
        {result.kind === 'ready' && result.report.length > 0 && (
          <ul
            aria-label="To know"
            className="max-h-32 overflow-y-auto border-t border-line px-5 py-2 text-xs"
          >
            {result.report.map((entry) => (
              <li key={`${entry.name}:${entry.message}`} className="py-0.5">
                <span className={entry.severity === 'warning' ? 'font-medium text-warn' : 'font-medium'}>
                  {entry.name}
                </span>{' '}
                <span className="text-ink-mute">{entry.message}</span>
              </li>
            ))}
          </ul>
        )}
        {result.kind === 'ready' && (
          <ProofPanel
            proving={proving}
            onGo={(recordId) => show(session, recordId)}
            onWriteAnew={result.tryAgain}
          />
        )}
      </div>
      <DialogFoot>
        <ExportOptionsRow options={options} onOptions={setOptions} />
        <CopyButton text={sql} disabled={sql === ''} />
        <Button
          look="primary"
          disabled={sql === ''}
          data-testid="download"
          onClick={() => download(fileNameOf(name), sql)}
        >
          <Download aria-hidden className="size-4" strokeWidth={1.75} />
          Download
        </Button>
      </DialogFoot>
    </>
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
