/** The rows of the activity list: days, people with their edits of a while, and single lines. */
import type { RecordId } from '../../../core/schema/ids';
import type { RecordKind } from '../../../core/schema/kinds';
import type { Line } from './lines';
import { linesOf } from './lines';
import type { LoggedChange } from './logged-change';
import type { NameOf } from './names';
import { textOf } from './phrase';

export const kindGroups = {
  tables: ['namespace', 'table'],
  columns: ['column'],
  keys: ['primary-key', 'unique', 'foreign-key', 'check'],
  indexes: ['index'],
  types: ['enum', 'sequence', 'verbatim'],
  notes: ['note', 'area', 'layout'],
} as const satisfies Readonly<Record<string, readonly RecordKind[]>>;
export type KindGroup = keyof typeof kindGroups;

export type ActivityFilter = {
  /** An account, or null for everybody. */
  readonly personId: string | null;
  readonly kinds: KindGroup | null;
  /** Any part of what a line says. */
  readonly search: string;
  readonly showsMoves: boolean;
};

export const noFilter: ActivityFilter = { personId: null, kinds: null, search: '', showsMoves: false };

/** Whether the filter leaves out more than moves. */
export function isFiltering({ personId, kinds, search }: ActivityFilter): boolean {
  return personId !== null || kinds !== null || search.trim() !== '';
}

/** A line with the edit that it belongs to. */
export type ToldLine = { readonly line: Line; readonly change: LoggedChange };

export type ActivityRow =
  | { readonly kind: 'day'; readonly key: string; readonly at: string }
  | { readonly kind: 'person'; readonly key: string; readonly change: LoggedChange }
  | ({
      readonly kind: 'line';
      readonly key: string;
      /** The first of its edit says how often that was retried. */
      readonly isFirst: boolean;
      readonly isPart: boolean;
      readonly isMarked: boolean;
    } & ToldLine)
  | { readonly kind: 'more'; readonly key: string; readonly groupKey: string; readonly count: number };

/** All lines that pass the filter, newest first. */
export function toldLines(
  changes: readonly LoggedChange[],
  filter: ActivityFilter,
  nameOf: NameOf,
): readonly ToldLine[] {
  const search = filter.search.trim().toLowerCase();
  const kinds: ReadonlySet<RecordKind> | null = filter.kinds && new Set(kindGroups[filter.kinds]);
  const passes = (line: Line): boolean =>
    (filter.showsMoves || !line.isMove) &&
    (kinds === null || (line.parts.length > 0 ? line.parts : [line]).some((part) => kinds.has(part.kind))) &&
    (search === '' || mentions(line, search, nameOf));
  return changes
    .filter(({ actor }) => filter.personId === null || actor.id === filter.personId)
    .flatMap((change) =>
      linesOf(change, nameOf)
        .filter(passes)
        .map((line) => ({ line, change })),
    );
}

function mentions(line: Line, search: string, nameOf: NameOf): boolean {
  if (textOf(line.phrase).toLowerCase().includes(search)) return true;
  return line.recordIds.some((id) => nameOf(id)?.title.toLowerCase().includes(search));
}

/** The lines about one record, or about what belongs to it. */
export function linesAbout(told: readonly ToldLine[], id: RecordId): readonly ToldLine[] {
  return told.flatMap(({ line, change }) => {
    const lines = line.parts.length > 0 ? line.parts : [line];
    return lines.filter(({ recordIds }) => recordIds.includes(id)).map((one) => ({ line: one, change }));
  });
}

/** Edits of one person follow one another when no more than this is between them. */
const pauseMs = 60_000;
/** And stand under one name for at most this long. */
const groupMs = 600_000;
/** So many lines of one group are shown before it is opened. */
export const shownPerGroup = 6;

export type RowOptions = {
  /** Keys of groups and of lines about many that somebody opened. */
  readonly opened: ReadonlySet<string>;
  readonly isMarked: (change: LoggedChange) => boolean;
  /** The day in the reader's time zone that a time falls on. */
  readonly dayOf: (at: string) => string;
};

/** Puts days and names over the lines, and folds away the rest of long groups. */
export function activityRows(told: readonly ToldLine[], options: RowOptions): readonly ActivityRow[] {
  const rows: ActivityRow[] = [];
  let day = '';
  for (const group of groupsOf(told, options.dayOf)) {
    const [first] = group;
    if (!first) continue;
    const today = options.dayOf(first.change.at);
    if (today !== day) rows.push({ kind: 'day', key: `day-${today}`, at: first.change.at });
    day = today;
    rows.push(...groupRows(group, first.change, options));
  }
  return rows;
}

function groupRows(group: readonly ToldLine[], newest: LoggedChange, options: RowOptions): ActivityRow[] {
  const groupKey = `group-${groupName(group)}`;
  const isFolded = group.length > shownPerGroup + 2 && !options.opened.has(groupKey);
  const shown = isFolded ? group.slice(0, shownPerGroup) : group;
  const rows: ActivityRow[] = [{ kind: 'person', key: `${groupKey}-name`, change: newest }];
  let changeId = '';
  for (const { line, change } of shown) {
    const isMarked = options.isMarked(change);
    const base = { kind: 'line', change, isMarked } as const;
    rows.push({ ...base, key: line.key, line, isFirst: change.id !== changeId, isPart: false });
    changeId = change.id;
    if (!options.opened.has(line.key)) continue;
    for (const part of line.parts)
      rows.push({ ...base, key: part.key, line: part, isFirst: false, isPart: true });
  }
  if (isFolded)
    rows.push({ kind: 'more', key: `${groupKey}-more`, groupKey, count: group.length - shown.length });
  return rows;
}

/** By the oldest edit, which stays while newer ones are added: what was opened stays open. */
function groupName(group: readonly ToldLine[]): string {
  return group.at(-1)?.change.id ?? '';
}

function groupsOf(told: readonly ToldLine[], dayOf: RowOptions['dayOf']): readonly (readonly ToldLine[])[] {
  const groups: ToldLine[][] = [];
  for (const one of told) {
    const group = groups.at(-1);
    if (group && belongs(group, one, dayOf)) group.push(one);
    else groups.push([one]);
  }
  return groups;
}

function belongs(group: readonly ToldLine[], one: ToldLine, dayOf: RowOptions['dayOf']): boolean {
  const newest = group[0]?.change;
  const last = group.at(-1)?.change;
  if (!newest || !last) return false;
  const ms = (change: LoggedChange) => Date.parse(change.at);
  return (
    last.id === one.change.id ||
    (last.actor.id === one.change.actor.id &&
      dayOf(last.at) === dayOf(one.change.at) &&
      ms(last) - ms(one.change) <= pauseMs &&
      ms(newest) - ms(one.change) <= groupMs)
  );
}
