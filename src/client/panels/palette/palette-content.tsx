'use client';
import { clsx } from 'clsx';
import { Search } from 'lucide-react';
import type { MouseEvent } from 'react';
import { useId } from 'react';
import type { RecordId } from '../../../core/schema/ids';
import type { CommandContext } from '../commands/command';
import { matchesShortcut } from '../commands/shortcut';
import { Kbd } from '../ui/kbd';
import type { Finder } from './finder';
import type { Option, Section } from './options';
import { PaletteRow } from './palette-row';
import type { PaletteState } from './use-palette';
import { usePaletteState } from './use-palette';

type PaletteContentProps = {
  readonly context: CommandContext;
  readonly finder: Finder;
  readonly recent: readonly RecordId[];
  readonly take: (option: Option) => void;
  readonly close: () => void;
};

/** The inside of the palette (ARIA's combobox with a list); there only while it is open. */
export function PaletteContent({ context, finder, recent, take, close }: PaletteContentProps) {
  const state = usePaletteState(context, finder, recent, take);
  const id = useId();
  const { listing, active, query } = state;
  const hasOptions = active !== undefined;
  return (
    <>
      <div className="flex items-center gap-2.5 border-b border-line px-4">
        <Search aria-hidden className="size-4 shrink-0 text-ink-mute" strokeWidth={1.75} />
        <input
          type="text"
          role="combobox"
          aria-label="Find anything, do anything"
          aria-expanded={hasOptions}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={active && `${id}-${active.key}`}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          placeholder="Find tables, columns, types … or do something"
          data-testid="palette-input"
          value={query}
          onChange={(event) => state.setQuery(event.target.value)}
          onKeyDown={(event) => {
            if (matchesShortcut('Mod+K', event.nativeEvent)) {
              event.preventDefault();
              close();
            } else state.onKeyDown(event);
          }}
          // The line of the window shows where the keyboard is: there is nowhere else that it could be.
          className="h-12 min-w-0 flex-1 bg-transparent text-base outline-none"
        />
        <span className="max-sm:hidden">
          <Kbd keys="Esc" />
        </span>
      </div>
      {hasOptions && <OptionList id={id} state={state} context={context} take={take} />}
      <p role="status" className={hasOptions ? 'sr-only' : 'px-4 py-8 text-center text-sm text-ink-mute'}>
        {said(query, listing.total)}
      </p>
      <Foot
        shown={listing.sections.reduce((sum, { options }) => sum + options.length, 0)}
        total={listing.total}
      />
    </>
  );
}

function said(query: string, total: number): string {
  if (query.trim() === '') return '';
  if (total === 0) return `Nothing is called “${query.trim()}”.`;
  return total === 1 ? '1 result' : `${total.toLocaleString('en')} results`;
}

type OptionListProps = {
  readonly id: string;
  readonly state: PaletteState;
  readonly context: CommandContext;
  readonly take: (option: Option) => void;
};

function OptionList({ id, state, context, take }: OptionListProps) {
  const row = (option: Option) => (
    <PaletteRow
      key={option.key}
      id={`${id}-${option.key}`}
      option={option}
      context={context}
      isActive={option.key === state.active?.key}
    />
  );
  const section = ({ label, options }: Section) =>
    label === null ? (
      options.map(row)
    ) : (
      <fieldset key={label} aria-labelledby={`${id}-${label}`} className="min-w-0">
        <div id={`${id}-${label}`} className="px-2.5 pt-2.5 pb-1 text-2xs font-medium text-ink-mute">
          {label}
        </div>
        {options.map(row)}
      </fieldset>
    );
  const optionAt = ({ target }: MouseEvent): Option | undefined => {
    const line = target instanceof Element ? target.closest<HTMLElement>('[data-option]') : null;
    return state.listing.sections
      .flatMap(({ options }) => options)
      .find(({ key }) => key === line?.dataset.option);
  };
  return (
    <div
      role="listbox"
      tabIndex={-1}
      id={`${id}-list`}
      aria-label="Results"
      data-testid="palette-list"
      onKeyDown={state.onKeyDown}
      // The field keeps the keyboard.
      onPointerDown={(event) => event.preventDefault()}
      // Not on entering: a list that scrolls under a pointer at rest must not change what is chosen.
      onPointerMove={(event) => {
        const option = optionAt(event);
        if (option && option.key !== state.active?.key) state.point(option);
      }}
      onClick={(event) => {
        const option = optionAt(event);
        if (option) take(option);
      }}
      className="min-h-0 flex-1 overflow-y-auto p-1.5"
    >
      {state.listing.sections.map(section)}
    </div>
  );
}

/** How to go on. The keys are for those who have some. */
function Foot({ shown, total }: { readonly shown: number; readonly total: number }) {
  return (
    <div
      aria-hidden
      className={clsx(
        'flex h-9 shrink-0 items-center gap-4 border-t border-line bg-panel px-4 text-2xs text-ink-mute',
        total <= shown && 'max-sm:hidden',
      )}
    >
      <span className="flex items-center gap-1.5 max-sm:hidden">
        <Kbd keys="ArrowUp" />
        <Kbd keys="ArrowDown" /> choose
      </span>
      <span className="flex items-center gap-1.5 max-sm:hidden">
        <Kbd keys="Enter" /> go
      </span>
      <span className="flex-1" />
      {total > shown && (
        <span>
          The best {shown} of {total.toLocaleString('en')}
        </span>
      )}
    </div>
  );
}
