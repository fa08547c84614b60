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
};

/** A page of the log, as it travels. */
export function changesOfPage({ changes }: ChangeLog): readonly LoggedChange[] {
  return changes.map((change) => ({ ...change, operations: change.operations as readonly AuditEntry[] }));
}

/** What the stream brought. */
export function changesOfStream(changes: readonly LiveChange[]): readonly LoggedChange[] {
  return changes.map(({ id, at, actor, operations }) => ({
    id,
    at,
    actor,
    retries: null,
    operations: operations as readonly AuditEntry[],
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

function newestFirst(a: LoggedChange, b: LoggedChange): number {
  if (a.at !== b.at) return a.at < b.at ? 1 : -1;
  if (a.id === b.id) return 0;
  return a.id < b.id ? 1 : -1;
}
