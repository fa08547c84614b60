'use client';
import { clsx } from 'clsx';
import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { useId, useState } from 'react';

/**
 * A part of the inspector that few objects need: closed, unless something in it is set.
 *
 * @param set how much in it is other than usual
 */
export function FoldedSection(props: {
  readonly title: string;
  readonly set: number;
  readonly testId?: string;
  readonly children: ReactNode;
}) {
  const { title, set, testId, children } = props;
  const [isOpen, setOpen] = useState(set > 0);
  const id = useId();
  return (
    <section aria-label={title} data-testid={testId} className="border-t border-line px-3 py-1.5">
      <h3>
        <button
          type="button"
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={() => setOpen(!isOpen)}
          className="-ml-1.5 flex h-7 w-full items-center gap-1 rounded-control px-1 text-left text-xs font-semibold text-ink-soft hover:bg-hover"
        >
          <ChevronRight
            aria-hidden
            className={clsx('size-3.5 text-ink-mute transition-transform', isOpen && 'rotate-90')}
            strokeWidth={1.75}
          />
          {title}
          {set > 0 && !isOpen && (
            <span className="rounded-full bg-sunken px-1.5 text-2xs font-normal text-ink-mute">
              {set} set
            </span>
          )}
        </button>
      </h3>
      <div id={id} hidden={!isOpen} className={clsx(isOpen && 'flex flex-col gap-2 pt-1 pb-2')}>
        {isOpen && children}
      </div>
    </section>
  );
}
