'use client';
import { clsx } from 'clsx';
import { Check, CloudUpload, Minus, Plus, TriangleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import { plural } from '../activity/phrase';
import { useZoom } from '../diagram/use-zoom';
import { OutcomeCount } from '../outcomes/outcome-count';
import { ProblemCount } from '../review/problem-count';
import { countsOf } from '../session/derive';
import { useDerived, useValue } from '../session/hooks';
import { useSession } from '../session/project-session';
import { useStatusPart } from '../session/use-status';
import { IconButton } from '../ui/icon-button';
import { connectionLabels, connectionWord, savingWords, shortFingerprint } from './status-words';
import type { Panels } from './use-panels';

const dots = {
  connecting: 'bg-warn animate-pulse',
  live: 'bg-good',
  reconnecting: 'bg-warn animate-pulse',
  offline: 'bg-ink-mute',
  failed: 'bg-bad',
} as const;

/** What always has to be known: connected, saved, the same as the others; and how large the picture is. */
export function StatusBar({ panels }: { readonly panels: Panels }) {
  return (
    <section
      aria-label="Status"
      className="flex h-7 shrink-0 items-center gap-3 border-t border-line bg-panel px-3 text-xs text-ink-mute"
    >
      <ConnectionStatus />
      <SavingStatus />
      <Fingerprint />
      <span className="flex-1" />
      <OutcomeCount isOpen={panels.isOutcomesOpen} toggle={panels.toggleOutcomes} />
      <ProblemCount isOpen={panels.isProblemsOpen} toggle={panels.toggleProblems} />
      <Counts />
      <Zoom />
    </section>
  );
}

function ConnectionStatus() {
  const word = useStatusPart(connectionWord);
  return (
    <span role="status" data-testid="connection" data-connection={word} className="flex items-center gap-1.5">
      <span aria-hidden className={clsx('size-2 rounded-full', dots[word])} />
      <span className="text-ink-soft">{connectionLabels[word]}</span>
    </span>
  );
}

const slowAfterMs = 8_000;
const slowSaving =
  'The server takes no edits at the moment. Yours are kept in this browser and sent until it does.';

/** Whether edits wait and none was saved for a while, although the connection stands. */
function useIsSlow(): boolean {
  // Null when nothing waits; another number after every edit that is saved, which begins the wait anew.
  const waiting = useStatusPart(({ connection, pendingCount, lastSaved }) =>
    connection.kind === 'live' && pendingCount > 0 ? (lastSaved ?? 0) : null,
  );
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    setSlow(false);
    if (waiting === null) return;
    const timer = setTimeout(() => setSlow(true), slowAfterMs);
    return () => clearTimeout(timer);
  }, [waiting]);
  return isSlow;
}

function SavingStatus() {
  const word = useStatusPart(connectionWord);
  const pending = useStatusPart((status) => status.pendingCount);
  const isSlow = useIsSlow();
  const Icon = pending === 0 ? Check : isSlow ? TriangleAlert : CloudUpload;
  return (
    <span
      role="status"
      data-testid="pending"
      data-pending={pending}
      title={isSlow ? slowSaving : undefined}
      className={clsx('flex items-center gap-1 tabular-nums', isSlow && 'font-medium text-warn')}
    >
      <Icon aria-hidden className="size-3.5" strokeWidth={1.75} />
      {savingWords(pending, word, isSlow)}
    </span>
  );
}

/** Two people who see the same figures see the same schema. */
function Fingerprint() {
  const shown = useStatusPart((status) => status.fingerprintShown);
  const agree = useStatusPart((status) => status.fingerprintsAgree);
  const server = useStatusPart((status) => status.fingerprintServer);
  const verdict =
    agree === null ? 'not compared yet' : agree ? 'equal to the server’s' : 'differs from the server’s';
  const label = shown === null ? 'Fingerprint is being computed' : `Fingerprint ${shown}, ${verdict}`;
  return (
    <span
      role="img"
      data-testid="fingerprint"
      data-fingerprint={shown ?? ''}
      data-server-fingerprint={server ?? ''}
      title={label}
      aria-label={label}
      className={clsx('hidden font-mono text-2xs sm:inline', agree === false && 'text-bad')}
    >
      {shown === null ? '…' : shortFingerprint(shown)}
    </span>
  );
}

function Counts() {
  const { tables, partitions, foreignKeys } = useDerived(countsOf, null);
  const words = [
    plural(tables, 'table', 'tables'),
    ...(partitions > 0 ? [plural(partitions, 'partition', 'partitions')] : []),
    plural(foreignKeys, 'foreign key', 'foreign keys'),
  ];
  return (
    <span className="hidden tabular-nums sm:inline" data-testid="counts">
      {words.join(', ')}
    </span>
  );
}

function Zoom() {
  const session = useSession();
  const surface = useValue(session.surface);
  const zoom = useZoom();
  return (
    <span className="flex items-center">
      <IconButton
        size="small"
        side="top"
        icon={Minus}
        label="Zoom out"
        shortcut="-"
        onClick={() => surface?.zoomBy(0.8)}
      />
      <button
        type="button"
        title="Show everything"
        data-testid="zoom"
        onClick={() => surface?.fit('all')}
        className="h-6 w-11 rounded-[5px] text-center text-ink-soft tabular-nums hover:bg-hover"
      >
        {Math.round(zoom * 100)}%
      </button>
      <IconButton
        size="small"
        side="top"
        icon={Plus}
        label="Zoom in"
        shortcut="+"
        onClick={() => surface?.zoomBy(1.25)}
      />
    </span>
  );
}
