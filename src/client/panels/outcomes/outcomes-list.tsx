'use client';
import type { LucideIcon } from 'lucide-react';
import { ArrowLeftRight, CircleX, GitMerge, Trash2 } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { useCallback, useMemo, useRef } from 'react';
import type { Outcome } from '../../sync/outcome';
import { useValue } from '../session/hooks';
import { useSession } from '../session/project-session';
import { useMeasuredWindow } from '../ui/use-measured-window';
import { useFocusOnOpen, useWalkedList } from '../ui/walked-list';
import { OutcomeView } from './outcome-row';
import type { OutcomeRow } from './outcome-rows';
import { namesIn } from './outcome-rows';
import type { ListedKind } from './outcome-words';
import { outcomeHeads } from './outcome-words';

type OutcomesListProps = {
  readonly rows: readonly OutcomeRow[];
  readonly outcomes: readonly Outcome[];
  readonly show: (recordId: string) => void;
  readonly showActivity: () => void;
  /** Nothing is left to look at. */
  readonly dismissAll: () => void;
};

/** The rows, as many as are in view. Arrows walk, Enter shows, Delete dismisses; Tab goes on in the row. */
export function OutcomesList(props: OutcomesListProps) {
  const { rows, outcomes, show, showActivity, dismissAll } = props;
  const { store, isReadOnly } = useSession();
  const mayEdit = !useValue(isReadOnly);
  const scroller = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLOListElement>(null);
  const keys = useMemo(() => rows.map(({ key }) => key), [rows]);
  const guess = useCallback((index: number) => (rows[index]?.kind === 'head' ? 56 : 92), [rows]);
  const { from, to, above, below, topOf } = useMeasuredWindow(scroller, list, keys, guess);
  const steps = useMemo(() => rows.filter(({ kind }) => kind === 'outcome').map(({ key }) => key), [rows]);
  const walk = useWalkedList(scroller, list, steps, (key) => topOf(keys.indexOf(key)));
  useFocusOnOpen(walk.current !== null, () => walk.goTo(steps[0]));
  const nameOf = useMemo(() => namesIn(outcomes, store.state()), [outcomes, store]);
  /** The keyboard goes on at the next one. */
  const dismiss = (key: string) => {
    if (steps.length === 1) {
      dismissAll();
      return;
    }
    const at = steps.indexOf(key);
    const hasFocus = list.current?.contains(document.activeElement) === true;
    store.outcomes.dismiss([key]);
    if (hasFocus) walk.goTo(steps[at + 1] ?? steps[at - 1]);
  };
  const onKeyDown = (key: string) => (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key !== 'Delete') return walk.onWalk(event);
    event.preventDefault();
    // Not the selected object, which the key is for elsewhere.
    event.stopPropagation();
    dismiss(key);
  };
  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto pb-4" data-testid="outcomes">
      <ol
        ref={list}
        aria-label="What became of your edits"
        style={{ paddingTop: above, paddingBottom: below }}
        onFocus={walk.onFocus}
      >
        {rows.slice(from, to).map((row) => (
          <li key={row.key} data-row-key={row.key}>
            {row.kind === 'head' ? (
              <Head row={row} />
            ) : (
              <OutcomeView
                outcome={row.outcome}
                nameOf={nameOf}
                mayEdit={mayEdit}
                isCurrent={row.key === walk.current}
                show={show}
                showActivity={showActivity}
                dismiss={() => dismiss(row.key)}
                onKeyDown={onKeyDown(row.key)}
              />
            )}
          </li>
        ))}
      </ol>
    </div>
  );
}

const signs: Readonly<Record<ListedKind, readonly [icon: LucideIcon, tone: string]>> = {
  refused: [CircleX, 'text-bad'],
  'took-along': [Trash2, 'text-warn'],
  overwrote: [ArrowLeftRight, 'text-warn'],
  'was-overwritten': [ArrowLeftRight, 'text-warn'],
  merged: [GitMerge, 'text-good'],
};

function Head({ row: { verdict, count } }: { readonly row: Extract<OutcomeRow, { kind: 'head' }> }) {
  const [title, meaning] = outcomeHeads[verdict];
  const [Icon, tone] = signs[verdict];
  return (
    <div className="px-3.5 pt-4 pb-1">
      <h3 className="flex items-center gap-1.5 text-2xs font-semibold text-ink-soft">
        <Icon aria-hidden className={`size-3.5 ${tone}`} strokeWidth={1.75} />
        {title} <span className="font-normal text-ink-mute tabular-nums">{count}</span>
      </h3>
      <p className="text-2xs text-pretty text-ink-mute">{meaning}</p>
    </div>
  );
}
