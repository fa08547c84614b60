'use client';
import type { KeyboardEvent } from 'react';
import { useEffect, useMemo, useState } from 'react';
import type { RecordId } from '../../../core/schema/ids';
import type { CommandContext } from '../commands/command';
import type { Finder } from './finder';
import type { Listing, Option } from './options';
import { listingFor } from './options';

const pageOfRows = 8;

/** Where a key leads in a list of `count`; null for keys that belong to the field. Ends lead round. */
function step(key: string, at: number, count: number): number | null {
  switch (key) {
    case 'ArrowDown':
      return (at + 1) % count;
    case 'ArrowUp':
      return (at - 1 + count) % count;
    case 'PageDown':
      return Math.min(count - 1, at + pageOfRows);
    case 'PageUp':
      return Math.max(0, at - pageOfRows);
    default:
      return null;
  }
}

export type PaletteState = {
  readonly query: string;
  readonly listing: Listing;
  /** The option that Enter takes. */
  readonly active: Option | undefined;
  setQuery(text: string): void;
  point(option: Option): void;
  onKeyDown(event: KeyboardEvent): void;
};

/** What is typed, what that finds, and which of it is chosen, while the palette is open. */
export function usePaletteState(
  context: CommandContext,
  finder: Finder,
  recent: readonly RecordId[],
  take: (option: Option) => void,
): PaletteState {
  const [query, setText] = useState('');
  const [activeKey, setActiveKey] = useState<string | null>(null);
  // Whoever renders this does not render it again for others' edits: the list stands still under the pointer.
  const listing = useMemo(() => listingFor(query, context, finder, recent), [query, context, finder, recent]);
  const options = listing.sections.flatMap((section) => section.options);
  const at = Math.max(
    0,
    options.findIndex(({ key }) => key === activeKey),
  );
  // The first letter should not wait for reading the project.
  useEffect(() => {
    const later = setTimeout(() => void finder.entries(), 0);
    return () => clearTimeout(later);
  }, [finder]);
  return {
    query,
    listing,
    active: options[at],
    setQuery: (text) => {
      setText(text);
      setActiveKey(null);
    },
    point: ({ key }) => setActiveKey(key),
    onKeyDown: (event) => {
      if (event.nativeEvent.isComposing || options.length === 0) return;
      const next =
        event.altKey || event.ctrlKey || event.metaKey ? null : step(event.key, at, options.length);
      const active = options[at];
      if (next !== null) {
        event.preventDefault();
        setActiveKey(options[next]?.key ?? null);
      } else if (event.key === 'Enter' && active) {
        event.preventDefault();
        take(active);
      }
    },
  };
}
