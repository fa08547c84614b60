'use client';
import { Move, Search } from 'lucide-react';
import { Button } from '../ui/button';
import { Select } from '../ui/select';
import type { LoggedChange } from './logged-change';
import type { ActivityFilter, KindGroup } from './rows';
import { kindGroups } from './rows';

const kindLabels: Readonly<Record<KindGroup, string>> = {
  tables: 'Tables and schemas',
  columns: 'Columns',
  keys: 'Keys and checks',
  indexes: 'Indexes',
  types: 'Types and more',
  notes: 'Notes and areas',
};
const everything = { value: '', label: 'Everything' };
const kindOptions = (Object.keys(kindGroups) as KindGroup[]).map((value) => ({
  value,
  label: kindLabels[value],
}));

type ActivityFiltersProps = {
  readonly filter: ActivityFilter;
  readonly setFilter: (filter: ActivityFilter) => void;
  readonly changes: readonly LoggedChange[];
};

/** By whom, about what, and of which kind. */
export function ActivityFilters({ filter, setFilter, changes }: ActivityFiltersProps) {
  const { personId, kinds, search, showsMoves } = filter;
  return (
    <div className="flex flex-col gap-1.5 border-b border-line px-2.5 pt-2 pb-2.5">
      <div className="relative">
        <Search aria-hidden className="absolute top-1.5 left-2 size-4 text-ink-mute" strokeWidth={1.75} />
        <input
          type="search"
          aria-label="Search edits"
          placeholder="Search by table, column, value"
          value={search}
          data-testid="activity-search"
          onChange={(event) => setFilter({ ...filter, search: event.target.value })}
          onKeyDown={(event) => event.key === 'Escape' && setFilter({ ...filter, search: '' })}
          className="h-7 w-full rounded-control bg-sunken pr-2 pl-7.5 text-sm ring-1 ring-line ring-inset hover:ring-line-strong [&::-webkit-search-cancel-button]:hidden"
        />
      </div>
      <div className="flex items-center gap-1.5">
        <Select
          aria-label="Edits by"
          className="min-w-0 flex-1"
          data-testid="activity-person-filter"
          value={personId ?? ''}
          options={[{ value: '', label: 'Everybody' }, ...peopleIn(changes)]}
          onValue={(chosen) => setFilter({ ...filter, personId: chosen === '' ? null : chosen })}
        />
        <Select
          aria-label="Edits of"
          className="min-w-0 flex-1"
          data-testid="activity-kind-filter"
          value={kinds ?? ''}
          options={[everything, ...kindOptions]}
          onValue={(chosen) =>
            setFilter({ ...filter, kinds: kindOptions.find(({ value }) => value === chosen)?.value ?? null })
          }
        />
        <Button
          look="quiet"
          size="small"
          aria-pressed={showsMoves}
          className="px-1.5! aria-pressed:bg-accent-wash aria-pressed:text-accent"
          data-testid="activity-moves"
          onClick={() => setFilter({ ...filter, showsMoves: !showsMoves })}
        >
          <Move aria-hidden className="size-3.5" strokeWidth={1.75} />
          Show moves
        </Button>
      </div>
    </div>
  );
}

/** Who is in the log, under the name of their last edit. */
function peopleIn(
  changes: readonly LoggedChange[],
): readonly { readonly value: string; readonly label: string }[] {
  const names = new Map<string, string>();
  for (const { actor } of changes) if (!names.has(actor.id)) names.set(actor.id, actor.name);
  return [...names]
    .map(([id, name]) => ({ value: id, label: name }))
    .sort((a, b) => a.label.localeCompare(b.label));
}
