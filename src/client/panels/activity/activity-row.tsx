'use client';
import { clsx } from 'clsx';
import { ChevronDown, ChevronRight, RotateCcw } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { relativeTime } from '../start/relative-time';
import { Avatar } from '../ui/avatar';
import type { LoggedChange } from './logged-change';
import { plural, textOf } from './phrase';
import type { ActivityRow } from './rows';
import { Sentence } from './sentence';
import { TimeAgo } from './time-ago';
import { dayWords, fullTime } from './times';

export type RowContext = {
  readonly now: number;
  readonly colorOf: (accountId: string) => string;
  /** Whether the canvas can still show what the line is about. */
  readonly canShow: (row: Extract<ActivityRow, { kind: 'line' }>) => boolean;
  /** Who deleted what the line is about since, when that is known. */
  readonly goneBy: (
    row: Extract<ActivityRow, { kind: 'line' }>,
  ) => Pick<LoggedChange, 'actor' | 'at'> | 'somebody' | null;
  readonly isOpen: (key: string) => boolean;
};

/** What the list gives to each of its buttons: they act as one. */
export type ListButton = Required<Pick<ComponentProps<'button'>, 'onClick' | 'onKeyDown' | 'tabIndex'>>;

/** One row of the list; rows that do something are buttons, told apart by `data-row-key`. */
export function ActivityRowView(props: {
  readonly row: ActivityRow;
  readonly context: RowContext;
  readonly button: ListButton;
}) {
  const { row, context, button } = props;
  switch (row.kind) {
    case 'day':
      return (
        <h3 className="px-3 pt-4 pb-1 text-2xs font-semibold text-ink-mute">
          {dayWords(row.at, context.now)}
        </h3>
      );
    case 'person':
      return (
        <div className="flex items-center gap-2 px-3 pt-2 pb-0.5" data-testid="activity-person">
          <Avatar
            name={row.change.actor.name}
            color={context.colorOf(row.change.actor.id)}
            className="size-5! text-[9px]!"
          />
          <span className="min-w-0 flex-1 truncate font-medium">{row.change.actor.name}</span>
          <TimeAgo at={row.change.at} now={context.now} />
        </div>
      );
    case 'more':
      return (
        <RowButton rowKey={row.key} button={button}>
          <span className="text-accent">Show {row.count} more</span>
        </RowButton>
      );
    case 'line':
      return <LineRow row={row} context={context} button={button} />;
  }
}

function LineRow(props: {
  readonly row: Extract<ActivityRow, { kind: 'line' }>;
  readonly context: RowContext;
  readonly button: ListButton;
}) {
  const { row, context, button } = props;
  const { line, change, isFirst, isMarked } = row;
  const gone = context.goneBy(row);
  const { retries } = change;
  return (
    <RowButton
      rowKey={row.key}
      button={button}
      isMarked={isMarked}
      isIndented={row.isPart}
      isDisabled={!context.canShow(row) && line.parts.length === 0}
      title={`${change.actor.name} ${textOf(line.phrase)}\n${fullTime(change.at)}`}
      testId="activity-line"
    >
      <span className="sr-only">{change.actor.name} </span>
      <Sentence phrase={line.phrase} />
      {isMarked && <span className="sr-only"> (new since your last visit)</span>}
      {line.parts.length > 0 && <Opener rowKey={line.key} isOpen={context.isOpen(line.key)} />}
      {isFirst && retries !== null && retries > 0 && (
        <span
          className="ml-1.5 inline-flex items-center gap-0.5 text-2xs whitespace-nowrap text-ink-mute"
          title={`Writers met: it was in after ${plural(retries, 'retry', 'retries')}`}
        >
          <RotateCcw aria-hidden className="size-2.5" strokeWidth={2} />
          {plural(retries, 'retry', 'retries')}
        </span>
      )}
      {gone !== null && <span className="block text-2xs text-ink-mute">{goneWords(gone, context.now)}</span>}
    </RowButton>
  );
}

function goneWords(gone: Pick<LoggedChange, 'actor' | 'at'> | 'somebody', now: number): string {
  if (gone === 'somebody') return 'No longer there: deleted since.';
  return `No longer there: deleted by ${gone.actor.name}, ${relativeTime(gone.at, now)}.`;
}

function Opener({ rowKey, isOpen }: { readonly rowKey: string; readonly isOpen: boolean }) {
  const Icon = isOpen ? ChevronDown : ChevronRight;
  return (
    <span
      data-opens={rowKey}
      title={isOpen ? 'Hide the single edits' : 'Show the single edits'}
      className="ml-1 inline-flex size-4 items-center justify-center rounded align-[-3px] text-ink-mute hover:bg-press hover:text-ink"
    >
      <Icon aria-hidden className="size-3.5" strokeWidth={1.75} />
    </span>
  );
}

function RowButton(props: {
  readonly rowKey: string;
  readonly button: ListButton;
  readonly isMarked?: boolean;
  readonly isIndented?: boolean;
  readonly isDisabled?: boolean;
  readonly title?: string;
  readonly testId?: string;
  readonly children: ReactNode;
}) {
  const { rowKey, button, isMarked = false, isIndented = false, isDisabled = false } = props;
  return (
    <button
      {...button}
      type="button"
      data-act={rowKey}
      data-testid={props.testId}
      data-marked={isMarked || undefined}
      title={props.title}
      aria-disabled={isDisabled || undefined}
      className={clsx(
        'relative mx-1.5 block w-[calc(100%-12px)] rounded-[5px] py-0.5 pr-2 text-left text-sm break-words text-ink-soft',
        isIndented ? 'pl-11' : 'pl-8.5',
        isDisabled ? 'cursor-default!' : 'hover:bg-hover',
        isMarked &&
          'bg-accent-wash rounded-none before:absolute before:inset-y-0 before:left-0 before:w-0.5 before:bg-accent',
      )}
    >
      {props.children}
    </button>
  );
}
