/** What happened in a project since somebody last saw it. */

import type { AuditEntry } from '../../../core/schema/change';
import type { RecordId } from '../../../core/schema/ids';
import type { MemoryState } from '../../../core/schema/memory-state';
import { isLive } from '../../../core/schema/record';
import { drawnAs } from '../session/drawn-as';
import type { LoggedChange } from './logged-change';
import { asPublished } from './logged-change';
import { isCreation, isDeletion } from './names';
import { plural } from './phrase';

export type VisitSummary = {
  readonly edits: number;
  /** Names of who made them, the busiest first. */
  readonly people: readonly string[];
  readonly newTables: number;
  readonly deletedTables: number;
  /** The log goes on: there are more edits than these. */
  readonly isMore: boolean;
};

/** The edits of others after `since`; null when there are none. Where things stand is no news. */
export function summarizeVisit(
  changes: readonly LoggedChange[],
  since: string,
  me: string,
  isMore: boolean,
): VisitSummary | null {
  const news = asPublished(changes).filter((change) => isNews(change, since, me));
  if (news.length === 0) return null;
  const byPerson = new Map<string, { name: string; count: number }>();
  for (const { actor } of news) {
    const known = byPerson.get(actor.id);
    byPerson.set(actor.id, { name: known?.name ?? actor.name, count: (known?.count ?? 0) + 1 });
  }
  const tables = news.flatMap(({ operations }) => operations).filter(({ kind }) => kind === 'table');
  return {
    edits: news.length,
    people: [...byPerson.values()].sort((a, b) => b.count - a.count).map(({ name }) => name),
    newTables: without(tables.filter(isCreation), tables.filter(isDeletion)),
    deletedTables: without(tables.filter(isDeletion), tables.filter(isCreation)),
    isMore,
  };
}

/** How many records are in the one and not in the other: what came and went meanwhile is no news. */
function without(these: readonly AuditEntry[], others: readonly AuditEntry[]): number {
  const left = new Set(these.map(({ recordId }) => recordId));
  for (const { recordId } of others) left.delete(recordId);
  return left.size;
}

/** Whether an edit is new to this person. */
export function isNews({ at, actor, operations }: LoggedChange, since: string, me: string): boolean {
  return at > since && actor.id !== me && operations.some(({ kind }) => kind !== 'layout');
}

/** What still stands of the news on the canvas: tables, with anything in them that changed, notes and areas. */
export function newsOnCanvas(
  changes: readonly LoggedChange[],
  since: string,
  me: string,
  state: Pick<MemoryState, 'get'>,
): ReadonlySet<RecordId> {
  const entries = asPublished(changes)
    .filter((change) => isNews(change, since, me))
    .flatMap(({ operations }) => operations);
  const shown = new Set<RecordId>();
  for (const { recordId, kind, before } of entries) {
    if (kind === 'layout') continue;
    const id = state.get(recordId)?.parentId ?? before?.tableId ?? recordId;
    const record = typeof id === 'string' ? state.get(id) : undefined;
    if (isLive(record) && drawnAs(record, state) === record.id) shown.add(record.id);
  }
  return shown;
}

/** `14 edits by Misty Owl, 2 new tables`. */
export function visitWords({ edits, people, newTables, deletedTables, isMore }: VisitSummary): string {
  const [first = 'others', second] = people;
  const who =
    people.length > 2 ? `${people.length} people` : second === undefined ? first : `${first} and ${second}`;
  return [
    `${isMore ? 'more than ' : ''}${plural(edits, 'edit', 'edits')} by ${who}`,
    ...(newTables > 0 ? [plural(newTables, 'new table', 'new tables')] : []),
    ...(deletedTables > 0 ? [`${plural(deletedTables, 'table', 'tables')} deleted`] : []),
  ].join(', ');
}
