'use client';
import { CircleCheck } from 'lucide-react';
import type { Severity } from '../../../core/review/rule';
import { severities } from '../../../core/review/rule';
import { countBySeverity, countWords, severityWords } from './rows';
import { SeverityIcon } from './severity-icon';
import { useReview } from './use-review';

/** In the status bar: how much the review has found. Opens and closes the panel. */
export function ProblemCount({ isOpen, toggle }: { readonly isOpen: boolean; readonly toggle: () => void }) {
  const review = useReview();
  const counts = countBySeverity(review);
  const gravest = severities.find((severity) => counts[severity] > 0);
  const words = review === null ? 'Looking for problems' : countWords(counts);
  return (
    <button
      type="button"
      aria-pressed={isOpen}
      title={`${words}. P shows them.`}
      data-testid="problem-count"
      data-problems={review === null ? '' : `${counts.error} ${counts.warning} ${counts.info}`}
      onClick={toggle}
      className="flex h-6 items-center gap-2 rounded-[5px] px-1.5 text-ink-soft tabular-nums hover:bg-hover aria-pressed:bg-press"
    >
      <span className="sr-only">{review === null ? words : 'Problems: '}</span>
      {review !== null && gravest === undefined && (
        <>
          <CircleCheck aria-hidden className="size-3.5 text-good" strokeWidth={1.75} />
          <span className="max-sm:sr-only">No problems</span>
        </>
      )}
      {shownIn(counts).map((severity) => (
        <span key={severity} className="flex items-center gap-1">
          <SeverityIcon severity={severity} />
          {counts[severity]}
          <span className="sr-only">
            {severityWords[severity][counts[severity] === 1 ? 0 : 1].toLowerCase()}
          </span>
        </span>
      ))}
    </button>
  );
}

/** Errors and warnings; hints only where there is nothing else to say. */
function shownIn(counts: Readonly<Record<Severity, number>>): readonly Severity[] {
  const grave = (['error', 'warning'] as const).filter((severity) => counts[severity] > 0);
  if (grave.length > 0) return grave;
  return counts.info > 0 ? ['info'] : [];
}
