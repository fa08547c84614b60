'use client';
import { clsx } from 'clsx';
import type { LucideIcon } from 'lucide-react';
import {
  Braces,
  CircleSlash2,
  Columns3,
  FileCode,
  Hash,
  Key,
  KeyRound,
  Layers,
  Link2,
  List,
  MoveHorizontal,
  Rows3,
  ShieldCheck,
  Square,
  StickyNote,
  Table2,
} from 'lucide-react';
import type { CommandContext } from '../commands/command';
import { Kbd } from '../ui/kbd';
import type { FindableKind } from './entries';
import type { Option } from './options';
import type { Piece } from './pieces';
import { excerptOf, namePieces, piecesOf } from './pieces';
import { recordDetail } from './record-detail';

const kinds: Readonly<Record<FindableKind, { readonly icon: LucideIcon; readonly label: string }>> = {
  table: { icon: Table2, label: 'Table' },
  column: { icon: Columns3, label: 'Column' },
  namespace: { icon: Layers, label: 'Schema' },
  enum: { icon: List, label: 'Enum' },
  domain: { icon: ShieldCheck, label: 'Domain' },
  composite: { icon: Braces, label: 'Composite type' },
  range: { icon: MoveHorizontal, label: 'Range type' },
  sequence: { icon: Hash, label: 'Sequence' },
  verbatim: { icon: FileCode, label: 'Statement' },
  exclusion: { icon: CircleSlash2, label: 'Exclusion' },
  'primary-key': { icon: KeyRound, label: 'Primary key' },
  unique: { icon: Key, label: 'Unique' },
  'foreign-key': { icon: Link2, label: 'Foreign key' },
  check: { icon: ShieldCheck, label: 'Check' },
  index: { icon: Rows3, label: 'Index' },
  note: { icon: StickyNote, label: 'Note' },
  area: { icon: Square, label: 'Area' },
};

type PaletteRowProps = {
  readonly id: string;
  readonly option: Option;
  readonly isActive: boolean;
  readonly context: CommandContext;
};

/**
 * One line of the palette. The field keeps the focus: this is told by `aria-activedescendant`. The list takes
 * the clicks and finds it by `data-option`.
 */
export function PaletteRow({ id, option, isActive, context }: PaletteRowProps) {
  const whyNot = option.kind === 'command' ? (option.found.item.command.whyNot?.(context) ?? null) : null;
  const Icon =
    option.kind === 'command' ? option.found.item.command.icon : kinds[option.found.item.kind].icon;
  return (
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isActive}
      aria-disabled={whyNot !== null}
      data-testid="palette-option"
      data-option={option.key}
      ref={isActive ? reveal : undefined}
      className={clsx(
        'flex h-9 scroll-my-2 items-center gap-2.5 rounded-control px-2.5',
        isActive && 'bg-hover',
      )}
    >
      <Icon
        aria-hidden
        className={clsx('size-4 shrink-0 text-ink-mute', whyNot !== null && 'opacity-50')}
        strokeWidth={1.75}
      />
      {option.kind === 'command' ? (
        <CommandText option={option} whyNot={whyNot} context={context} />
      ) : (
        <RecordText option={option} context={context} />
      )}
    </div>
  );
}

function reveal(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: 'nearest' });
}

type CommandTextProps = {
  readonly option: Extract<Option, { kind: 'command' }>;
  readonly whyNot: string | null;
  readonly context: CommandContext;
};

function CommandText({ option, whyNot, context }: CommandTextProps) {
  const { item, ranges } = option.found;
  const { command } = item;
  const shortcut = command.shortcuts?.[0];
  const said = whyNot ?? command.detail?.(context) ?? null;
  return (
    <>
      <span className={clsx('shrink-0', whyNot === null ? 'text-ink' : 'text-ink-mute')}>
        <Pieces pieces={piecesOf(command.title, [...ranges.name, ...ranges.path])} />
      </span>
      <span className="min-w-0 flex-1 truncate text-xs text-ink-mute">
        {said !== null && <span className="sr-only">: </span>}
        {said}
      </span>
      {shortcut !== undefined && (
        <span className="shrink-0 max-sm:hidden">
          <Kbd keys={shortcut} />
        </span>
      )}
    </>
  );
}

function RecordText({
  option,
  context,
}: {
  readonly option: Extract<Option, { kind: 'record' }>;
  readonly context: CommandContext;
}) {
  const { item, ranges } = option.found;
  const { name, owner } = namePieces(option.found);
  const detail = recordDetail(context.session.store.state(), item);
  return (
    <>
      <span className="max-w-[60%] shrink-0 truncate text-ink">
        <Pieces pieces={name} />
      </span>
      <span className="min-w-0 flex-1 truncate text-xs text-ink-mute">
        {owner.length > 0 && (
          <>
            <span className="sr-only"> in </span>
            <Pieces pieces={owner} />
          </>
        )}
        {ranges.about.length > 0 && item.about && (
          <>
            {owner.length > 0 && ' · '}
            <Pieces pieces={excerptOf(item.about.text, ranges.about)} />
          </>
        )}
      </span>
      <span className="max-w-[30%] shrink-0 truncate font-mono text-2xs text-ink-mute max-sm:hidden">
        {detail}
      </span>
      <span className="w-19 shrink-0 text-right text-2xs text-ink-mute">{kinds[item.kind].label}</span>
    </>
  );
}

function Pieces({ pieces }: { readonly pieces: readonly Piece[] }) {
  let at = 0;
  return pieces.map(({ text, isHit }) => {
    const key = at;
    at += text.length;
    return isHit ? (
      <mark key={key} className="bg-transparent font-semibold text-accent">
        {text}
      </mark>
    ) : (
      <span key={key}>{text}</span>
    );
  });
}
