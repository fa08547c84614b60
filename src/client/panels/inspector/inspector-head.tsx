'use client';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useSession } from '../session/project-session';
import { IconButton } from '../ui/icon-button';

/** The top line of the inspector: what kind of thing this is, and how to let go of it. */
export function InspectorHead({ kind, children }: { readonly kind: string; readonly children?: ReactNode }) {
  const { selection } = useSession();
  return (
    <div className="sticky top-0 z-10 flex h-10 shrink-0 items-center gap-1 bg-panel pr-1.5 pl-3">
      <h2 className="flex-1 text-xs font-semibold text-ink-soft">{kind}</h2>
      {children}
      <IconButton size="small" icon={X} label="Close" onClick={() => selection.set(new Set())} />
    </div>
  );
}
