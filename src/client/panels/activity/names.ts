/** What the records of a log are called: by what stands now, else by what the log last said of them. */
import type { AuditEntry } from '../../../core/schema/change';
import type { RecordId } from '../../../core/schema/ids';
import type { RecordKind } from '../../../core/schema/kinds';
import type { MemoryState } from '../../../core/schema/memory-state';
import { isLive, parentOf } from '../../../core/schema/record';
import type { LoggedChange } from './logged-change';
import type { Part } from './phrase';

type Body = Readonly<Record<string, unknown>>;

/** A record as the log can speak of it, alive or not. */
export type Named = {
  readonly kind: RecordKind;
  /** `orders`, `orders.total`, `sales.orders` outside of the schema `public`. */
  readonly title: string;
  /** The name alone: `total`. */
  readonly name: string;
  readonly parentId: RecordId | null;
  readonly body: Body;
  readonly isGone: boolean;
};

/** Undefined for what neither the state nor the log knows. */
export type NameOf = (id: RecordId) => Named | undefined;

/** What is known of a record, as the object of a sentence. */
export function titlePart(named: Named | undefined): Part {
  return { kind: 'object', text: named?.title ?? 'of unknown name', isGone: named?.isGone ?? true };
}

/** Names from the state, and for what is gone from the log's own words. */
export function namesFrom(state: Pick<MemoryState, 'get'>, changes: readonly LoggedChange[]): NameOf {
  const remembered = rememberedBodies(changes);
  const known = new Map<RecordId, Named | undefined>();
  const nameOf: NameOf = (id) => {
    if (!known.has(id)) {
      // Against a log that points in a circle.
      known.set(id, undefined);
      known.set(id, look(id));
    }
    return known.get(id);
  };
  const look = (id: RecordId): Named | undefined => {
    const record = state.get(id);
    if (isLive(record)) return named(record.kind, record.body, false, nameOf);
    const memory = remembered.get(id);
    return memory && named(memory.kind, memory.body, true, nameOf);
  };
  return nameOf;
}

type Memory = { readonly kind: RecordKind; readonly body: Body };

/** Per record its fields as they were last said to be. Newest first: the first word on a field counts. */
function rememberedBodies(changes: readonly LoggedChange[]): ReadonlyMap<RecordId, Memory> {
  const memories = new Map<RecordId, Memory>();
  for (const { operations } of changes) {
    for (const { recordId, kind, before, after } of operations) {
      const body = { ...before, ...after, ...memories.get(recordId)?.body };
      memories.set(recordId, { kind, body });
    }
  }
  return memories;
}

function named(kind: RecordKind, body: Body, isGone: boolean, nameOf: NameOf): Named {
  const parentId = parentOf(kind, body);
  const name = ownName(kind, body);
  const base = { kind, body, parentId, name, isGone };
  const parent = parentId === null ? undefined : nameOf(parentId);
  if (kind === 'layout') return { ...base, title: parent?.title ?? 'something deleted' };
  if (kind === 'column') return { ...base, title: `${parent?.title ?? '?'}.${name}` };
  const namespace = parent?.kind === 'namespace' && parent.name !== 'public' ? `${parent.name}.` : '';
  return { ...base, title: `${namespace}${name}` };
}

const longestNote = 40;

function ownName(kind: RecordKind, body: Body): string {
  const text = kind === 'note' ? body.text : body.name;
  if (typeof text !== 'string' || text.trim() === '') return kind === 'note' ? 'empty' : 'unnamed';
  if (kind !== 'note') return text;
  const line = text.trim().replace(/\s+/g, ' ');
  return line.length <= longestNote ? line : `${line.slice(0, longestNote - 1)}…`;
}

/** Who deleted what, and when, by record; the last deletion that the log knows of. */
export function deletionsIn(
  changes: readonly LoggedChange[],
): ReadonlyMap<RecordId, Pick<LoggedChange, 'actor' | 'at'>> {
  const deletions = new Map<RecordId, Pick<LoggedChange, 'actor' | 'at'>>();
  for (const change of changes) {
    for (const entry of change.operations) {
      if (isDeletion(entry) && !deletions.has(entry.recordId)) deletions.set(entry.recordId, change);
    }
  }
  return deletions;
}

export function isCreation({ before, after }: AuditEntry): boolean {
  return before === null && after !== null;
}

export function isDeletion({ after }: AuditEntry): boolean {
  return after === null;
}
