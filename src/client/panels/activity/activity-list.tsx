'use client';
import type { KeyboardEvent, MouseEvent, ReactNode } from 'react';
import { useCallback, useMemo, useRef } from 'react';
import { useSession } from '../session/project-session';
import { useColors } from '../session/use-others';
import { useMeasuredWindow } from '../ui/use-measured-window';
import { keyAt, useFocusOnOpen, useWalkedList } from '../ui/walked-list';
import type { RowContext } from './activity-row';
import { ActivityRowView } from './activity-row';
import { flyTo, placesOf } from './fly-to';
import type { LoggedChange } from './logged-change';
import type { NameOf } from './names';
import { deletionsIn } from './names';
import { RestoreButton } from './restore-button';
import type { ActivityRow } from './rows';
import { useNow } from './use-now';

/** Near the end by so many pixels the next page is asked for. */
const nearEnd = 300;
/** A colour for people who are not here now, so that none is known. */
const absentColor = '#667085';

type LineRow = Extract<ActivityRow, { kind: 'line' }>;

export type ActivityListProps = {
  readonly rows: readonly ActivityRow[];
  readonly nameOf: NameOf;
  readonly opened: ReadonlySet<string>;
  readonly toggle: (key: string) => void;
  readonly onEnd: () => void;
  /** What became of a click on a line. */
  readonly onFlown: (what: ReturnType<typeof flyTo>) => void;
  /** Asks whether to go back to this edit; null for who may not. */
  readonly restore: ((change: LoggedChange) => void) | null;
  /** After the last row. */
  readonly children: ReactNode;
};

/** The rows, as many as are in view. One of them is in the order of the Tab key; arrows walk, Enter shows. */
export function ActivityList(props: ActivityListProps) {
  const { rows, nameOf, opened, toggle, onEnd, onFlown, restore, children } = props;
  const session = useSession();
  const scroller = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLOListElement>(null);
  const keys = useMemo(() => rows.map(({ key }) => key), [rows]);
  const guess = useCallback((index: number) => guessOf(rows[index]), [rows]);
  const { from, to, above, below, topOf } = useMeasuredWindow(scroller, list, keys, guess);
  const steps = useMemo(
    () => rows.filter(({ kind }) => kind === 'line' || kind === 'more').map(({ key }) => key),
    [rows],
  );
  const walk = useWalkedList(scroller, list, steps, (key) => topOf(keys.indexOf(key)));
  const { current } = walk;
  const context = useRowContext(nameOf, opened);

  useFocusOnOpen(current !== null, () => walk.goTo(steps[0]));
  const act = (key: string) => {
    const row = rows.find((one) => one.key === key);
    walk.choose(key);
    if (row?.kind === 'more') {
      walk.want(rows[rows.indexOf(row) - 1]?.key ?? null);
      toggle(row.groupKey);
    } else if (row?.kind === 'line') onFlown(flyTo(session, row.line));
  };
  const onClick = (event: MouseEvent) => {
    const target = event.target instanceof Element ? event.target : null;
    const opener = target?.closest<HTMLElement>('[data-opens]');
    if (opener?.dataset.opens !== undefined) return toggle(opener.dataset.opens);
    const key = keyAt(target);
    if (key !== undefined) act(key);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const here = keyAt(event.target) ?? current;
    const row = rows.find(({ key }) => key === here);
    if (row?.kind === 'line' && row.line.parts.length > 0) {
      const opens = event.key === 'ArrowRight' && !opened.has(row.key);
      const closes = event.key === 'ArrowLeft' && opened.has(row.key);
      if (opens || closes) {
        walk.choose(row.key);
        return toggle(row.key);
      }
    }
    walk.onWalk(event);
  };
  return (
    <div
      ref={scroller}
      className="min-h-0 flex-1 overflow-y-auto pb-4"
      data-testid="activity-list"
      onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
        if (scrollTop + clientHeight > scrollHeight - nearEnd) onEnd();
      }}
    >
      <ol
        ref={list}
        aria-label="Edits, newest first"
        style={{ paddingTop: above, paddingBottom: below }}
        onFocus={walk.onFocus}
      >
        {rows.slice(from, to).map((row) => (
          <li key={row.key} data-row-key={row.key} className="group relative">
            <ActivityRowView
              row={row}
              context={context}
              button={{ onClick, onKeyDown, tabIndex: row.key === current ? 0 : -1 }}
            />
            {restore && row.kind === 'line' && row.isFirst && (
              <RestoreButton isInTabOrder={row.key === current} open={() => restore(row.change)} />
            )}
          </li>
        ))}
      </ol>
      {children}
    </div>
  );
}

function guessOf(row: ActivityRow | undefined): number {
  if (row?.kind === 'day') return 36;
  return row?.kind === 'person' ? 30 : 44;
}

function useRowContext(nameOf: NameOf, opened: ReadonlySet<string>): RowContext {
  const session = useSession();
  const now = useNow();
  const colors = useColors();
  return useMemo(() => {
    const deletions = deletionsIn(session.activity.state.get().changes);
    return {
      now,
      colorOf: (id) => colors[id] ?? absentColor,
      canShow: ({ line }: LineRow) => placesOf(session, line).length > 0,
      goneBy: ({ line }: LineRow) => {
        if (line.isDeletion || line.targetId === null) return null;
        if (nameOf(line.targetId)?.isGone === false) return null;
        return deletions.get(line.targetId) ?? 'somebody';
      },
      isOpen: (key) => opened.has(key),
    };
  }, [session, now, colors, nameOf, opened]);
}
