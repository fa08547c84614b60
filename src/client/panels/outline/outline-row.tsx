'use client';
import { clsx } from 'clsx';
import {
  Braces,
  ChevronRight,
  CircleSlash2,
  Columns3,
  FileCode,
  Folder,
  Frame,
  Grid2x2,
  Hash,
  KeyRound,
  Layers,
  List,
  MoveHorizontal,
  Shapes,
  ShieldCheck,
  StickyNote,
  Table2,
} from 'lucide-react';
import type { OutlineRow } from './rows';

export const rowHeight = 26;

const icons = {
  namespace: Layers,
  table: Table2,
  partition: Grid2x2,
  enum: List,
  domain: ShieldCheck,
  composite: Braces,
  range: MoveHorizontal,
  sequence: Hash,
  column: Columns3,
  exclusion: CircleSlash2,
  statement: FileCode,
  group: Folder,
  canvas: Shapes,
  area: Frame,
  note: StickyNote,
} as const;

/** In pixels; what stands under a table is set off from it more, as it mostly has no arrow. */
function indentOf(level: number): number {
  return level === 1 ? 4 : level === 2 ? 16 : 36 + (level - 3) * 16;
}

function inkOf({ level, inherited }: OutlineRow): string {
  if (inherited !== undefined) return 'text-ink-mute';
  return level > 2 ? 'text-ink-soft' : 'font-medium';
}

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
  // A bound is long, and mostly said by the partition's name.
  const isNameFirst = row.kind === 'partition';
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
      title={isNameFirst ? `${row.name}: ${row.detail}` : undefined}
      style={{ top, height: rowHeight, paddingLeft: indentOf(row.level) }}
      className={clsx(
        'absolute inset-x-1.5 flex items-center gap-1.5 rounded-[5px] pr-2 outline-none select-none',
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
      {isNameFirst ? <NameBeforeDetail row={row} /> : <NameAndDetail row={row} />}
    </div>
  );
}

function NameAndDetail({ row }: { readonly row: OutlineRow }) {
  return (
    <>
      <span className={clsx('truncate', inkOf(row))}>{row.name}</span>
      <span className="flex-1" />
      <span
        className={clsx(
          'max-w-[50%] shrink-0 truncate text-2xs text-ink-mute',
          row.kind === 'column' && 'font-mono',
        )}
      >
        {row.detail}
      </span>
    </>
  );
}

/** A detail that has no room to say anything beside the name wraps out of sight, instead of saying `FR…`. */
function NameBeforeDetail({ row }: { readonly row: OutlineRow }) {
  return (
    <span
      style={{ height: rowHeight, lineHeight: `${rowHeight}px` }}
      className="flex min-w-0 flex-1 flex-wrap content-start gap-x-3 overflow-hidden"
    >
      <span className={clsx('max-w-full truncate', inkOf(row))}>{row.name}</span>
      <span
        style={{ flexBasis: `min(${row.detail.length}ch, 7rem)` }}
        className="min-w-0 grow truncate text-right font-mono text-2xs leading-[inherit]! text-ink-mute"
      >
        {row.detail}
      </span>
    </span>
  );
}
