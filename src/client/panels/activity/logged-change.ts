import type { ChangeLog, LiveChange } from '../../../core/protocol/change';
import type { AuditEntry } from '../../../core/schema/change';

/** One accepted edit as the log tells of it. */
export type LoggedChange = {
  readonly id: string;
  /** ISO 8601 in UTC with microseconds: sorts as text. */
  readonly at: string;
  readonly actor: { readonly id: string; readonly name: string };
  /** How often writers met before it was in; null while that is not known, as of one that just came live. */
  readonly retries: number | null;
  readonly operations: readonly AuditEntry[];
  /** It was made visible together with others, by this change. */
  readonly partOf?: string | undefined;
  /** It brought the project back to how this change had left it, then. */
  readonly restored?: { readonly id: string; readonly at: string } | undefined;
};

/** A page of the log, as it travels. */
export function changesOfPage({ changes }: ChangeLog): readonly LoggedChange[] {
  return changes.map((change) => ({ ...change, operations: change.operations as readonly AuditEntry[] }));
}

/** What the stream brought. */
export function changesOfStream(changes: readonly LiveChange[]): readonly LoggedChange[] {
  return changes.map(({ id, at, actor, operations, partOf, restored }) => ({
    id,
    at,
    actor,
    retries: null,
    operations: operations as readonly AuditEntry[],
    partOf,
    restored,
  }));
}

/** Both together, each once, newest first, in the order of the log: by (time, id). */
export function mergeChanges(
  known: readonly LoggedChange[],
  incoming: readonly LoggedChange[],
): readonly LoggedChange[] {
  const byId = new Map(known.map((change) => [change.id, change]));
  for (const change of incoming) {
    const before = byId.get(change.id);
    if (!before || (before.retries === null && change.retries !== null)) byId.set(change.id, change);
  }
  return [...byId.values()].sort(newestFirst);
}

/**
 * What was made visible together, as an import or a restore of thousands of records is, as the one edit that it
 * was for everybody; at the moment from which it was seen.
 */
export function asPublished(changes: readonly LoggedChange[]): readonly LoggedChange[] {
  if (changes.every(({ partOf }) => partOf === undefined)) return changes;
  const parts = new Map<string, LoggedChange[]>();
  for (const change of changes) {
    if (change.partOf === undefined) continue;
    const known = parts.get(change.partOf);
    if (known) known.unshift(change);
    else parts.set(change.partOf, [change]);
  }
  return changes
    .filter(({ partOf }) => partOf === undefined)
    .map((change) => {
      const own = parts.get(change.id);
      if (!own) return change;
      return { ...change, operations: [...own, change].flatMap(({ operations }) => operations) };
    });
}

function newestFirst(a: LoggedChange, b: LoggedChange): number {
  if (a.at !== b.at) return a.at < b.at ? 1 : -1;
  if (a.id === b.id) return 0;
  return a.id < b.id ? 1 : -1;
}
