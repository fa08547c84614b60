'use client';
import type { FocusEvent, KeyboardEvent, MouseEvent, ReactNode } from 'react';
import { useCallback, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import { useSession } from '../session/project-session';
import { useColors } from '../session/use-others';
import type { RowContext } from './activity-row';
import { ActivityRowView } from './activity-row';
import { flyTo, placesOf } from './fly-to';
import type { LoggedChange } from './logged-change';
import type { NameOf } from './names';
import { deletionsIn } from './names';
import { RestoreButton } from './restore-button';
import type { ActivityRow } from './rows';
import { useMeasuredWindow } from './use-measured-window';
import { useNow } from './use-now';

/** Near the end by so many pixels the next page is asked for. */
const nearEnd = 300;
/** Between a row that was scrolled to and the edge. */
const rim = 8;
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
  const steps = useMemo(() => rows.filter(({ kind }) => kind === 'line' || kind === 'more'), [rows]);
  const [chosen, setChosen] = useState<string | null>(null);
  const wanted = useRef<string | null>(null);
  const current = steps.some(({ key }) => key === chosen) ? chosen : (steps[0]?.key ?? null);
  const context = useRowContext(nameOf, opened);

  useFocusOnOpen(current !== null, () => go(steps[0]));
  useEffect(() => {
    // What has been scrolled to is in the page only now.
    if (wanted.current === null) return;
    const button = list.current?.querySelector<HTMLElement>(`[data-act="${CSS.escape(wanted.current)}"]`);
    if (!button) return;
    wanted.current = null;
    button.focus({ preventScroll: true });
    if (scroller.current) reveal(scroller.current, button);
  });
  const go = (row: ActivityRow | undefined) => {
    if (!row) return;
    wanted.current = row.key;
    setChosen(row.key);
    const element = scroller.current;
    const top = topOf(keys.indexOf(row.key));
    if (element && (top < element.scrollTop || top > element.scrollTop + element.clientHeight - 60)) {
      element.scrollTop = Math.max(0, top - element.clientHeight / 3);
    }
  };
  const act = (key: string) => {
    const row = rows.find((one) => one.key === key);
    setChosen(key);
    if (row?.kind === 'more') {
      wanted.current = rows[rows.indexOf(row) - 1]?.key ?? null;
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
  const onFocus = ({ target }: FocusEvent) => {
    const key = target.closest<HTMLElement>('[data-act]')?.dataset.act;
    if (key !== undefined) setChosen(key);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    // The row that has the keyboard need not be the chosen one: it may have been given it by other means, and
    // a newer edit may have come in above.
    const here = keyAt(event.target) ?? current;
    const at = steps.findIndex(({ key }) => key === here);
    const row = steps[at];
    if (row?.kind === 'line' && row.line.parts.length > 0) {
      const opens = event.key === 'ArrowRight' && !opened.has(row.key);
      const closes = event.key === 'ArrowLeft' && opened.has(row.key);
      if (opens || closes) {
        setChosen(row.key);
        return toggle(row.key);
      }
    }
    const next = stepFor(event.key, at, steps.length);
    if (next === null) return;
    event.preventDefault();
    go(steps[next]);
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
        onFocus={onFocus}
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

/** Whoever opens the list stands in it, unless they went elsewhere before it was there; and goes back on closing. */
function useFocusOnOpen(isReady: boolean, focus: () => void): void {
  const opener = useRef<Element | null>(null);
  const isDone = useRef(false);
  const focusFirst = useEffectEvent(focus);
  useEffect(() => {
    opener.current = document.activeElement;
    return () => {
      if (opener.current instanceof HTMLElement && opener.current.isConnected) opener.current.focus();
    };
  }, []);
  useEffect(() => {
    if (!isReady || isDone.current) return;
    isDone.current = true;
    if (document.activeElement === opener.current) focusFirst();
  }, [isReady]);
}

/** The key of the row that an event came from. */
function keyAt(target: EventTarget | null): string | undefined {
  const button = target instanceof Element ? target.closest<HTMLElement>('[data-act]') : null;
  return button?.dataset.act;
}

/** Scrolls no further than needed. */
function reveal(scroller: HTMLElement, element: HTMLElement): void {
  const view = scroller.getBoundingClientRect();
  const { top, bottom } = element.getBoundingClientRect();
  if (top < view.top) scroller.scrollTop -= view.top - top + rim;
  else if (bottom > view.bottom) scroller.scrollTop += bottom - view.bottom + rim;
}

function stepFor(key: string, at: number, count: number): number | null {
  switch (key) {
    case 'ArrowDown':
      return Math.min(at + 1, count - 1);
    case 'ArrowUp':
      return Math.max(at - 1, 0);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
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
