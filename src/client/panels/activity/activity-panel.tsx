'use client';
import { CloudOff, History, X } from 'lucide-react';
import { useDeferredValue, useMemo, useState } from 'react';
import { useValue } from '../session/hooks';
import { useSession } from '../session/project-session';
import { Button } from '../ui/button';
import { IconButton } from '../ui/icon-button';
import { Message } from '../ui/message';
import { Spinner } from '../ui/spinner';
import { ActivityFilters } from './activity-filters';
import { ActivityList } from './activity-list';
import type { ActivityState } from './activity-log';
import type { ActivityFilter } from './rows';
import { activityRows, isFiltering, noFilter, toldLines } from './rows';
import { dayOf } from './times';
import { useActivity } from './use-activity';
import { isNews } from './visit';

type ActivityPanelProps = {
  /** Goes back to the inspector. */
  readonly close: () => void;
  /** Something has been brought into view on the canvas. */
  readonly onShown: () => void;
};

/** Who changed what, newest first. */
export function ActivityPanel({ close, onShown }: ActivityPanelProps) {
  const { activity, isReadOnly } = useSession();
  const mayRestore = !useValue(isReadOnly);
  const { state, nameOf } = useActivity(true);
  const [filter, setFilter] = useState<ActivityFilter>(noFilter);
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const applied = useDeferredValue(filter);
  const marked = useValue(activity.marked);
  const told = useMemo(() => toldLines(state.changes, applied, nameOf), [state.changes, applied, nameOf]);
  const rows = useMemo(() => {
    const isMarked = (change: ActivityState['changes'][number]) =>
      marked !== null && isNews(change, marked.since, marked.me);
    return activityRows(told, { opened, isMarked, dayOf });
  }, [told, opened, marked]);
  const toggle = (key: string) =>
    setOpened((keys) =>
      keys.has(key) ? new Set([...keys].filter((one) => one !== key)) : new Set([...keys, key]),
    );
  const loadMore = () => {
    if (state.next !== null && state.status === 'ready') void activity.loadMore();
  };
  const onFlown = (what: 'shown' | 'selected' | 'nothing') => {
    if (what === 'shown') onShown();
    if (what === 'selected') close();
  };
  const isEmpty = rows.length === 0;
  return (
    <>
      <div className="flex h-10 shrink-0 items-center gap-1 pr-1.5 pl-3">
        <h2 className="flex-1 text-xs font-semibold text-ink-soft">Activity</h2>
        <IconButton size="small" icon={X} label="Close activity" shortcut="A" onClick={close} />
      </div>
      <ActivityFilters filter={filter} setFilter={setFilter} changes={state.changes} />
      {state.changes.length === 0 && <Nothing state={state} retry={() => void activity.open()} />}
      {state.changes.length > 0 && (
        <ActivityList
          rows={rows}
          nameOf={nameOf}
          opened={opened}
          toggle={toggle}
          onEnd={loadMore}
          onFlown={onFlown}
          restore={mayRestore ? activity.restoring.set : null}
        >
          {isEmpty && <NothingFits filter={filter} setFilter={setFilter} isAll={state.next === null} />}
          <Foot
            isQuiet={isEmpty}
            state={state}
            loadMore={() => void (state.next === null ? activity.open() : activity.loadMore())}
          />
        </ActivityList>
      )}
    </>
  );
}

function Nothing({ state, retry }: { readonly state: ActivityState; readonly retry: () => void }) {
  switch (state.status) {
    case 'idle':
    case 'loading':
      return (
        <div className="flex justify-center pt-12">
          <Spinner label="Reading the log" />
        </div>
      );
    case 'failed':
      return (
        <Message
          icon={CloudOff}
          title="The log could not be read"
          actions={<Button onClick={retry}>Try again</Button>}
        >
          {state.problem}
        </Message>
      );
    case 'ready':
      return (
        <Message icon={History} title="Nothing has happened yet">
          Every edit is listed here: who made it, when, and from which value to which.
        </Message>
      );
  }
}

function NothingFits(props: {
  readonly filter: ActivityFilter;
  readonly setFilter: (filter: ActivityFilter) => void;
  readonly isAll: boolean;
}) {
  const { filter, setFilter, isAll } = props;
  const isFiltered = isFiltering(filter);
  const showAll = isFiltered ? noFilter : { ...noFilter, showsMoves: true };
  return (
    <div role="status" className="px-6 pt-8 text-center text-sm text-pretty text-ink-mute">
      <p>
        {isFiltered
          ? `No edit fits${isAll ? '' : ' among those read so far'}.`
          : 'Things were only moved around so far.'}
      </p>
      <Button size="small" className="mt-3" onClick={() => setFilter(showAll)}>
        {isFiltered ? 'Show all edits' : 'Show moves'}
      </Button>
    </div>
  );
}

/** How the log goes on. */
function Foot(props: {
  readonly state: ActivityState;
  readonly loadMore: () => void;
  /** Nothing is listed, which has been said already. */
  readonly isQuiet: boolean;
}) {
  const { state, loadMore, isQuiet } = props;
  const { status, next, problem } = state;
  if (status === 'ready' && next === null) {
    if (isQuiet) return null;
    return <p className="px-3 pt-5 text-center text-2xs text-ink-mute">This is where the project began.</p>;
  }
  return (
    <div
      role="status"
      className="flex flex-col items-center gap-2 px-4 pt-4 text-center text-xs text-ink-mute"
    >
      {status === 'failed' && <p>Older edits could not be read. {problem}</p>}
      <Button size="small" look="quiet" disabled={status === 'loading'} onClick={loadMore}>
        {status === 'loading'
          ? 'Reading older edits …'
          : status === 'failed'
            ? 'Try again'
            : 'Show older edits'}
      </Button>
    </div>
  );
}
