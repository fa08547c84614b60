'use client';
import { clsx } from 'clsx';
import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { useId, useState } from 'react';

/**
 * What few people need, behind one line; open from the beginning where something in it is set.
 *
 * @param set how many of the options are other than usual
 */
export function MoreOptions({ set, children }: { readonly set: number; readonly children: ReactNode }) {
  const [isOpen, setOpen] = useState(set > 0);
  const id = useId();
  return (
    <div className="mt-1">
      <button
        type="button"
        aria-expanded={isOpen}
        aria-controls={id}
        data-testid="more-options"
        onClick={() => setOpen(!isOpen)}
        className="-ml-1 flex h-7 items-center gap-1 rounded-control px-1 text-xs text-ink-mute hover:bg-hover hover:text-ink"
      >
        <ChevronRight
          aria-hidden
          className={clsx('size-3.5 transition-transform', isOpen && 'rotate-90')}
          strokeWidth={1.75}
        />
        More options
        {set > 0 && !isOpen && <span className="rounded-full bg-sunken px-1.5 text-2xs">{set} set</span>}
      </button>
      <div id={id} hidden={!isOpen} className={clsx(isOpen && 'flex flex-col gap-2 pt-1')}>
        {isOpen && children}
      </div>
    </div>
  );
}
