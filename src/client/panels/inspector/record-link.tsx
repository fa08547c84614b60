'use client';
import { ArrowRight } from 'lucide-react';
import { useSession } from '../session/project-session';

/** The way to another object: opens it in the inspector. */
export function RecordLink({
  id,
  name,
  label,
}: {
  readonly id: string;
  readonly name: string;
  readonly label?: string;
}) {
  const { selection } = useSession();
  return (
    <button
      type="button"
      aria-label={label}
      data-testid="record-link"
      onClick={() => selection.set(new Set([id]))}
      className="-mx-1.5 flex h-7 min-w-0 items-center gap-1.5 rounded-control px-1.5 text-left hover:bg-hover"
    >
      <span className="truncate text-sm text-accent">{name}</span>
      <ArrowRight aria-hidden className="size-3 shrink-0 text-ink-mute" />
    </button>
  );
}
