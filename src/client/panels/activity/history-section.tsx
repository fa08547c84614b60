'use client';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { MemoryState } from '../../../core/schema/memory-state';
import { isLive } from '../../../core/schema/record';
import { useDerived } from '../session/hooks';
import { useSession } from '../session/project-session';
import { Button } from '../ui/button';
import { linesAbout, noFilter, toldLines } from './rows';
import { Sentence } from './sentence';
import { TimeAgo } from './time-ago';
import { useActivity } from './use-activity';
import { useNow } from './use-now';

const shownAtFirst = 5;
const shownMore = 20;

/** What happened to one object and what belongs to it. Closed at first: the log is read when somebody asks. */
export function HistorySection({ recordId }: { readonly recordId: string }) {
  const [isOpen, setOpen] = useState(false);
  const isThere = useDerived(isLiveId, recordId);
  if (!isThere) return null;
  const Icon = isOpen ? ChevronDown : ChevronRight;
  return (
    <section aria-label="History" className="border-t border-line px-3 pt-2 pb-3">
      <h3>
        <button
          type="button"
          aria-expanded={isOpen}
          data-testid="history"
          onClick={() => setOpen(!isOpen)}
          className="-ml-1 flex h-7 w-full items-center gap-1 rounded-control pl-1 text-left text-xs font-semibold text-ink-soft hover:text-ink"
        >
          <span className="flex-1">History</span>
          <Icon aria-hidden className="size-3.5 text-ink-mute" strokeWidth={1.75} />
        </button>
      </h3>
      {isOpen && <History key={recordId} recordId={recordId} />}
    </section>
  );
}

function isLiveId(state: MemoryState, id: string): boolean {
  return isLive(state.get(id));
}

function History({ recordId }: { readonly recordId: string }) {
  const { activity } = useSession();
  const { state, nameOf } = useActivity(true);
  const [most, setMost] = useState(shownAtFirst);
  const now = useNow();
  const lines = useMemo(
    () => linesAbout(toldLines(state.changes, noFilter, nameOf), recordId),
    [state.changes, nameOf, recordId],
  );
  const hasMore = lines.length > most || state.next !== null;
  const more = () => {
    setMost((count) => count + shownMore);
    if (lines.length <= most + shownMore && state.next !== null) void activity.loadMore();
  };
  return (
    <>
      <ul className="flex flex-col gap-2" data-testid="history-lines">
        {lines.slice(0, most).map(({ line, change }) => (
          <li key={line.key} className="text-xs break-words text-ink-soft">
            <Sentence phrase={line.phrase} />
            <span className="flex items-baseline gap-1.5 text-2xs text-ink-mute">
              <span className="truncate">{change.actor.name}</span>
              <span aria-hidden>·</span>
              <TimeAgo at={change.at} now={now} />
            </span>
          </li>
        ))}
      </ul>
      <div role="status" className="text-xs text-ink-mute">
        {state.status === 'failed' && <p className="pt-1">The log could not be read. {state.problem}</p>}
        {state.status === 'ready' && lines.length === 0 && (
          <p>{hasMore ? 'Nothing among the latest edits.' : 'Nothing has happened to it.'}</p>
        )}
        {state.status === 'loading' && <p className="pt-1">Reading the log …</p>}
      </div>
      {hasMore && state.status !== 'loading' && (
        <Button size="small" look="quiet" className="mt-1 -ml-2" onClick={more}>
          {state.status === 'failed' ? 'Try again' : 'Load more'}
        </Button>
      )}
    </>
  );
}
