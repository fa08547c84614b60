'use client';
import type { KeyboardEvent, MouseEvent, ReactNode } from 'react';
import { useCallback, useMemo, useRef } from 'react';
import { useMeasuredWindow } from '../ui/use-measured-window';
import { keyAt, useFocusOnOpen, useWalkedList } from '../ui/walked-list';
import type { RowContext } from './review-row';
import { ReviewRowView } from './review-row';
import type { ReviewRow } from './rows';

const guesses: Readonly<Record<ReviewRow['kind'], number>> = {
  severity: 36,
  rule: 28,
  why: 72,
  finding: 76,
  'ignored-head': 40,
  ignored: 48,
};

type ReviewListProps = {
  readonly rows: readonly ReviewRow[];
  readonly toggle: (key: string) => void;
  readonly show: (recordId: string) => void;
  readonly context: Omit<RowContext, 'button' | 'current' | 'explain'>;
  /** Before the first row. */
  readonly children: ReactNode;
};

/** The rows, as many as are in view. Arrows walk, right and left open and close, Enter shows. */
export function ReviewList({ rows, toggle, show, context, children }: ReviewListProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const keys = useMemo(() => rows.map(({ key }) => key), [rows]);
  const guess = useCallback((index: number) => guesses[rows[index]?.kind ?? 'finding'], [rows]);
  const { from, to, above, below, topOf } = useMeasuredWindow(scroller, list, keys, guess);
  const steps = useMemo(
    () => rows.filter(({ kind }) => kind !== 'severity' && kind !== 'why').map(({ key }) => key),
    [rows],
  );
  const walk = useWalkedList(scroller, list, steps, (key) => topOf(keys.indexOf(key)));
  useFocusOnOpen(walk.current !== null, () => walk.goTo(steps[0]));
  const act = (row: ReviewRow | undefined) => {
    if (row?.kind === 'rule' || row?.kind === 'ignored-head') toggle(row.key);
    if (row?.kind === 'finding') show(row.finding.recordId);
    if (row?.kind === 'ignored' && row.setting.record.body.recordId) show(row.setting.record.body.recordId);
  };
  const onClick = (event: MouseEvent) => {
    const key = keyAt(event.target);
    if (key === undefined) return;
    walk.choose(key);
    act(rows.find((row) => row.key === key));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const here = keyAt(event.target) ?? walk.current;
    const row = rows.find(({ key }) => key === here);
    const isOpen = row && opennessOf(row);
    if (row && isOpen !== undefined && event.key === (isOpen ? 'ArrowLeft' : 'ArrowRight')) {
      event.preventDefault();
      return toggle(row.key);
    }
    walk.onWalk(event);
  };
  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto pb-4" data-testid="problem-list">
      {children}
      <ul
        ref={list}
        aria-label="Problems by severity"
        style={{ paddingTop: above, paddingBottom: below }}
        onFocus={walk.onFocus}
      >
        {rows.slice(from, to).map((row) => (
          <li key={row.key} data-row-key={row.key}>
            <ReviewRowView
              row={row}
              context={{ ...context, button: { onClick, onKeyDown }, current: walk.current, explain: toggle }}
            />
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Whether a row shows what belongs to it; undefined where nothing does. */
function opennessOf(row: ReviewRow): boolean | undefined {
  switch (row.kind) {
    case 'rule':
    case 'ignored-head':
      return row.isOpen;
    case 'finding':
      return row.isExplained;
    case 'severity':
    case 'why':
    case 'ignored':
      return undefined;
  }
}
