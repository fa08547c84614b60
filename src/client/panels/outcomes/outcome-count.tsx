'use client';
import { FileWarning } from 'lucide-react';
import { countOutcomes } from './outcome-words';
import { useOutcomes } from './use-outcomes';

/** In the status bar, as long as there is any: how many edits want to be looked at. Opens and closes the list. */
export function OutcomeCount({ isOpen, toggle }: { readonly isOpen: boolean; readonly toggle: () => void }) {
  const { toLookAt } = countOutcomes(useOutcomes());
  if (toLookAt === 0) return null;
  return (
    <button
      type="button"
      aria-pressed={isOpen}
      title="Your edits that were not saved, or that replaced one another"
      data-testid="outcome-count"
      onClick={toggle}
      className="flex h-6 items-center gap-1 rounded-[5px] px-1.5 font-medium text-warn tabular-nums hover:bg-hover aria-pressed:bg-press"
    >
      <FileWarning aria-hidden className="size-3.5" strokeWidth={1.75} />
      <span>
        {toLookAt}
        <span className="max-sm:sr-only"> {toLookAt === 1 ? 'edit' : 'edits'} to look at</span>
      </span>
    </button>
  );
}
