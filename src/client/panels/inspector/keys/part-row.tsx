'use client';
import { clsx } from 'clsx';
import type { LucideIcon } from 'lucide-react';
import { ChevronDown, CircleSlash2, Fingerprint, KeyRound, ListOrdered, ShieldCheck } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { useEffect, useRef } from 'react';
import { useDelete } from '../../project/use-delete';
import { useRecord } from '../../session/hooks';
import { useSession } from '../../session/project-session';
import { CheckEditor } from '../checks/check-editor';
import { ExclusionEditor } from '../exclusions/exclusion-editor';
import { IndexEditor } from '../indexes/index-editor';
import { KeyEditor } from './key-editor';
import type { Part, PartKind } from './parts';

const icons: { readonly [Kind in PartKind]: LucideIcon } = {
  'primary-key': KeyRound,
  unique: Fingerprint,
  check: ShieldCheck,
  exclusion: CircleSlash2,
  index: ListOrdered,
};

const words: { readonly [Kind in PartKind]: string } = {
  'primary-key': 'primary key',
  unique: 'unique',
  check: 'check',
  exclusion: 'exclusion',
  index: 'index',
};

type PartRowProps = { readonly part: Part; readonly tableId: string; readonly isOpen: boolean };

/** One key, check or index in a line; its editor below while it is selected. */
export function PartRow({ part, tableId, isOpen }: PartRowProps) {
  const session = useSession();
  const row = useRef<HTMLLIElement>(null);
  const remove = useDelete();
  const Icon = icons[part.kind];
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Delete' || session.isReadOnly.get()) return;
    event.preventDefault();
    event.stopPropagation();
    // The table stays in the inspector, and the keyboard in the list.
    const line = row.current;
    const next = line?.nextElementSibling ?? line?.previousElementSibling;
    next?.querySelector('button')?.focus();
    session.selection.set(new Set([tableId]));
    remove([part.id]);
  };
  useEffect(() => {
    if (isOpen) row.current?.scrollIntoView({ block: 'nearest' });
  }, [isOpen]);
  return (
    <li
      ref={row}
      data-testid={`part-${part.kind}`}
      className={clsx('rounded-control', isOpen ? 'bg-sunken ring-1 ring-line ring-inset' : 'hover:bg-hover')}
    >
      <button
        type="button"
        title={part.name}
        aria-expanded={isOpen}
        onKeyDown={onKeyDown}
        onClick={() => session.selection.set(new Set([isOpen ? tableId : part.id]))}
        className="flex h-7 w-full items-center gap-1.5 rounded-control px-1.5 text-left"
      >
        <Icon
          aria-hidden
          className={clsx('size-3.5 shrink-0', part.kind === 'primary-key' ? 'text-key' : 'text-ink-mute')}
          strokeWidth={1.75}
        />
        <span className={clsx('min-w-0 flex-1 truncate', part.kind === 'check' && 'font-mono text-xs')}>
          {part.summary}
        </span>
        <span className="shrink-0 text-2xs text-ink-mute">
          {part.isUnique ? 'unique index' : words[part.kind]}
        </span>
        <ChevronDown
          aria-hidden
          className={clsx('size-3.5 shrink-0 text-ink-mute', isOpen && 'rotate-180')}
          strokeWidth={1.75}
        />
      </button>
      {isOpen && (
        <div className="flex flex-col gap-2 px-2 pt-1 pb-2">
          <PartEditor part={part} />
        </div>
      )}
    </li>
  );
}

function PartEditor({ part }: { readonly part: Part }) {
  switch (part.kind) {
    case 'primary-key':
      return <KeyOf id={part.id} kind="primary-key" />;
    case 'unique':
      return <KeyOf id={part.id} kind="unique" />;
    case 'check':
      return <CheckEditor id={part.id} />;
    case 'exclusion':
      return <ExclusionEditor id={part.id} />;
    case 'index':
      return <IndexEditor id={part.id} />;
  }
}

function KeyOf({ id, kind }: { readonly id: string; readonly kind: 'primary-key' | 'unique' }) {
  const record = useRecord(id, kind);
  return record ? <KeyEditor record={record} /> : null;
}
