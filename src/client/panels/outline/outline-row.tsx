'use client';
import { clsx } from 'clsx';
import {
  ChevronRight,
  Columns3,
  Frame,
  KeyRound,
  Layers,
  List,
  Shapes,
  StickyNote,
  Table2,
} from 'lucide-react';
import type { OutlineRow } from './outline-rows';

export const rowHeight = 26;

const icons = {
  namespace: Layers,
  table: Table2,
  enum: List,
  column: Columns3,
  canvas: Shapes,
  area: Frame,
  note: StickyNote,
} as const;
const indents = { 1: 'pl-1', 2: 'pl-4', 3: 'pl-9' } as const;

type OutlineRowProps = {
  readonly row: OutlineRow;
  readonly isSelected: boolean;
  readonly isFocused: boolean;
  readonly top: number;
};

/**
 * One line of the tree. The tree itself has the focus and takes the clicks: this line is told by
 * `aria-activedescendant` and found by `data-row-id`, its arrow by `data-toggle`.
 */
export function OutlineLine({ row, isSelected, isFocused, top }: OutlineRowProps) {
  const Icon = row.isKey ? KeyRound : icons[row.kind];
  return (
    <div
      id={`outline-${row.id}`}
      role="treeitem"
      tabIndex={-1}
      aria-level={row.level}
      aria-posinset={row.position + 1}
      aria-setsize={row.siblings}
      aria-selected={isSelected}
      aria-expanded={row.isExpanded ?? undefined}
      data-testid={`outline-${row.kind}`}
      data-row-id={row.id}
      style={{ top, height: rowHeight }}
      className={clsx(
        'absolute inset-x-1.5 flex items-center gap-1.5 rounded-[5px] pr-2 outline-none select-none',
        indents[row.level],
        isSelected ? 'bg-accent-wash' : 'hover:bg-hover',
        isFocused &&
          'group-focus-visible/tree:ring-2 group-focus-visible/tree:ring-accent group-focus-visible/tree:ring-inset',
      )}
    >
      {row.isExpanded === null ? (
        <span className="w-3.5 shrink-0" />
      ) : (
        <span aria-hidden data-toggle className="-m-1 shrink-0 rounded p-1 text-ink-mute hover:bg-press">
          <ChevronRight className={clsx('size-3.5', row.isExpanded && 'rotate-90')} strokeWidth={1.75} />
        </span>
      )}
      <Icon
        aria-hidden
        className={clsx('size-3.5 shrink-0', row.isKey ? 'text-key' : 'text-ink-mute')}
        strokeWidth={1.75}
      />
      <span className={clsx('truncate', row.level === 3 ? 'text-ink-soft' : 'font-medium')}>{row.name}</span>
      <span className="flex-1" />
      <span
        className={clsx(
          'max-w-[50%] shrink-0 truncate text-2xs text-ink-mute',
          row.kind === 'column' && 'font-mono',
        )}
      >
        {row.detail}
      </span>
    </div>
  );
}
