'use client';
import { Search } from 'lucide-react';
import type { Severity } from '../../../core/review/rule';
import { severities } from '../../../core/review/rule';
import type { ReviewFilter } from './rows';
import { severityWords } from './rows';
import { SeverityIcon } from './severity-icon';

type ReviewFiltersProps = {
  readonly filter: ReviewFilter;
  readonly setFilter: (filter: ReviewFilter) => void;
  readonly counts: Readonly<Record<Severity, number>>;
};

/** By words, and by how grave it is. */
export function ReviewFilters({ filter, setFilter, counts }: ReviewFiltersProps) {
  return (
    <div className="flex flex-col gap-1.5 border-b border-line px-2.5 pt-2 pb-2.5">
      <div className="relative">
        <Search aria-hidden className="absolute top-1.5 left-2 size-4 text-ink-mute" strokeWidth={1.75} />
        <input
          type="search"
          aria-label="Search problems"
          placeholder="Search by table, column, rule"
          value={filter.search}
          data-testid="problem-search"
          onChange={(event) => setFilter({ ...filter, search: event.target.value })}
          onKeyDown={(event) => event.key === 'Escape' && setFilter({ ...filter, search: '' })}
          className="h-7 w-full rounded-control bg-sunken pr-2 pl-7.5 text-sm ring-1 ring-line ring-inset hover:ring-line-strong [&::-webkit-search-cancel-button]:hidden"
        />
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a frame and a legend of its own. */}
      <div role="group" aria-label="Severity" className="flex gap-1">
        {severities.map((severity) => {
          const isOn = filter.severity === severity;
          const [one, many] = severityWords[severity];
          return (
            <button
              key={severity}
              type="button"
              aria-pressed={isOn}
              data-testid={`problem-filter-${severity}`}
              onClick={() => setFilter({ ...filter, severity: isOn ? null : severity })}
              className="flex h-7 flex-1 items-center justify-center gap-1.5 rounded-control text-xs font-medium text-ink-soft tabular-nums hover:bg-hover aria-pressed:bg-accent-wash aria-pressed:text-accent"
            >
              <SeverityIcon severity={severity} />
              <span className="sr-only">Only </span>
              {counts[severity]} {counts[severity] === 1 ? one : many}
            </button>
          );
        })}
      </div>
    </div>
  );
}
