'use client';
import { X } from 'lucide-react';
import type { KeyboardEvent, ReactNode } from 'react';
import { IconButton } from '../ui/icon-button';

export type OrderedItem = {
  /** Stays with the item wherever it moves. */
  readonly key: string;
  readonly name: string;
};

type OrderedListProps = {
  /** What is in the list, for those who do not see it: `Columns of orders_key`. */
  readonly label: string;
  readonly items: readonly OrderedItem[];
  readonly isReadOnly: boolean;
  readonly onMove: (from: number, to: number) => void;
  readonly onRemove: (at: number) => void;
  /** What stands in a row; its name by itself, as a thing that takes the focus, when left out. */
  readonly row?: (item: OrderedItem, at: number) => ReactNode;
  /** The line that adds, below the rows. */
  readonly children?: ReactNode;
  readonly testId?: string;
};

/**
 * A list whose order means something: Alt+↑ and Alt+↓ move the row that has the focus, Delete takes it out.
 * The focus stays with what was moved, and goes to the neighbour of what was removed.
 */
export function OrderedList(props: OrderedListProps) {
  const { label, items, isReadOnly, onMove, onRemove, row, children, testId } = props;
  const onKeyDown = (event: KeyboardEvent<HTMLElement>, at: number) => {
    if (isReadOnly) return;
    if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      event.preventDefault();
      event.stopPropagation();
      const to = at + (event.key === 'ArrowUp' ? -1 : 1);
      if (to >= 0 && to < items.length) onMove(at, to);
    } else if ((event.key === 'Delete' || event.key === 'Backspace') && !isField(event.target)) {
      event.preventDefault();
      event.stopPropagation();
      focusNeighbour(event.currentTarget);
      onRemove(at);
    }
  };
  return (
    <div className="min-w-0 rounded-control bg-sunken ring-1 ring-line ring-inset">
      {items.length > 0 && (
        <ol aria-label={label} data-testid={testId} className="p-0.5">
          {items.map((item, at) => (
            // The keys that move and remove are for whichever part of the row has the focus.
            <li
              key={item.key}
              onKeyDown={(event) => onKeyDown(event, at)}
              className="group/row flex min-h-6.5 items-start gap-0.5 rounded-[5px] focus-within:bg-hover hover:bg-hover"
            >
              <div className="min-w-0 flex-1">
                {row ? row(item, at) : <PlainRow item={item} at={at} isReadOnly={isReadOnly} />}
              </div>
              {!isReadOnly && (
                <IconButton
                  size="small"
                  icon={X}
                  label={`Remove ${item.name}`}
                  tabIndex={row ? 0 : -1}
                  className="mt-px group-focus-within/row:opacity-100 group-hover/row:opacity-100 md:opacity-0"
                  onClick={(event) => {
                    const line = event.currentTarget.closest('li');
                    if (line) focusNeighbour(line);
                    onRemove(at);
                  }}
                />
              )}
            </li>
          ))}
        </ol>
      )}
      {children}
    </div>
  );
}

function PlainRow(props: { readonly item: OrderedItem; readonly at: number; readonly isReadOnly: boolean }) {
  const { item, at, isReadOnly } = props;
  return (
    <button
      type="button"
      title={isReadOnly ? undefined : 'Alt+↑ and Alt+↓ move it, Delete removes it'}
      className="flex h-6.5 w-full items-center gap-1.5 rounded-[5px] px-1.5 text-left text-sm"
    >
      <span className="w-3 shrink-0 text-2xs text-ink-mute tabular-nums">{at + 1}</span>
      <span className="truncate">{item.name}</span>
    </button>
  );
}

function isField(target: EventTarget): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, select') !== null;
}

/** Puts the focus where it is of use once this row is gone: the next row, the one before, or the line that adds. */
function focusNeighbour(row: HTMLElement): void {
  const near = row.nextElementSibling ?? row.previousElementSibling ?? row.closest('ol')?.nextElementSibling;
  near?.querySelector<HTMLElement>('button, input')?.focus();
}
