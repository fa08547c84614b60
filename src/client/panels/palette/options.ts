/** What the palette lists for what was typed. Pure but for asking commands whether they are offered. */
import type { RecordId } from '../../../core/schema/ids';
import { allCommands } from '../commands/all-commands';
import type { Command, CommandContext } from '../commands/command';
import { commandGroups, isOffered } from '../commands/command';
import type { Entry } from './entries';
import type { Finder } from './finder';
import { searchable } from './match';
import type { Candidate, Found } from './rank';
import { rank, wordsOf } from './rank';

type CommandEntry = Candidate & { readonly kind: 'command'; readonly command: Command };

export type Option =
  | { readonly kind: 'record'; readonly key: string; readonly found: Found<Entry> }
  | { readonly kind: 'command'; readonly key: string; readonly found: Found<CommandEntry> };

export type Section = { readonly label: string | null; readonly options: readonly Option[] };

export type Listing = {
  readonly sections: readonly Section[];
  /** How many things answer, also those that are not listed. */
  readonly total: number;
};

/** More than this nobody reads: another letter is quicker. */
export const mostListed = 50;

/** Below tables, columns and types that match alike, above their constraints. */
const commandWeight = 4;

const commandEntries: readonly CommandEntry[] = allCommands
  .filter((command) => !command.isKeyOnly)
  .map((command) => ({
    id: command.id,
    kind: 'command',
    name: searchable(command.title),
    path: searchable(command.title),
    about: searchable(command.keywords.join(', ')),
    weight: commandWeight,
    command,
  }));

const noRanges = { name: [], path: [], about: [] };

function optionOf(found: Found<Entry | CommandEntry>): Option {
  const { item } = found;
  const key = `${item.kind}-${item.id}`;
  return item.kind === 'command'
    ? { kind: 'command', key, found: { ...found, item } }
    : { kind: 'record', key, found: { ...found, item } };
}

function unranked(item: Entry | CommandEntry): Option {
  return optionOf({ item, score: 0, ranges: noRanges });
}

/** Before anything is typed: what was looked for last, and all commands. */
function beginning(context: CommandContext, finder: Finder, recent: readonly RecordId[]): Listing {
  const known = recent.flatMap((id) => finder.entry(id) ?? []);
  const offered = commandEntries.filter(({ command }) => isOffered(command, context));
  const sections: readonly Section[] = [
    { label: 'Recent', options: known.map(unranked) },
    ...commandGroups.map((group) => ({
      label: group,
      options: offered.filter(({ command }) => command.group === group).map(unranked),
    })),
  ].filter(({ options }) => options.length > 0);
  return { sections, total: known.length + offered.length };
}

/** The best answers to what was typed. `recent`: ids of what was chosen before, the last first. */
export function listingFor(
  query: string,
  context: CommandContext,
  finder: Finder,
  recent: readonly RecordId[],
): Listing {
  if (wordsOf(query).length === 0) return beginning(context, finder, recent);
  const offered = commandEntries.filter(({ command }) => isOffered(command, context));
  const { found, total } = rank<Entry | CommandEntry>(query, [...offered, ...finder.entries()], mostListed);
  return { sections: [{ label: null, options: found.map(optionOf) }], total };
}
