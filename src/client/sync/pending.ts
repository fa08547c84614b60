import type { MutationRequest } from '../../core/protocol/mutation';
import type { AuditEntry } from '../../core/schema/change';
import type { RecordId } from '../../core/schema/ids';
import type { RecordKind } from '../../core/schema/kinds';
import type { MemoryState } from '../../core/schema/memory-state';
import type { Operation } from '../../core/schema/operation';
import { toWire } from '../../core/schema/operation';
import type { RecordState } from '../../core/schema/record';
import { isLive } from '../../core/schema/record';

/** What its author knew of the record when an update or a delete was made. Null for a create. */
export type Basis = {
  /** The newest server version up to which the author has seen everybody's edits. */
  readonly seen: number;
  /** Versions at which the author's own earlier mutations wrote single fields since then. */
  readonly own: Readonly<Record<string, number>>;
};

/** A mutation that the server has not answered yet. Plain data: it is kept in IndexedDB. */
export type PendingMutation = {
  readonly id: string;
  readonly operations: readonly Operation[];
  /** One per operation. */
  readonly bases: readonly (Basis | null)[];
  /** What a person would call it, for undo and notices. */
  readonly label: string;
  readonly intent: Intent;
  /** What it did when it was shown first, to take it back by. Pages of before did not keep it. */
  readonly entries?: readonly AuditEntry[];
  /** What it is about, as it was called then: it may be gone when the answer comes. */
  readonly mentioned?: readonly Mentioned[];
  /** Milliseconds since the epoch, by this machine's clock; orders what is restored. */
  readonly madeAt: number;
};

/** A record as far as it can be named by. */
export type Mentioned = {
  readonly id: RecordId;
  readonly kind: RecordKind;
  readonly body: Readonly<Record<string, unknown>>;
};

export type Intent =
  | { readonly kind: 'edit'; readonly undoable: boolean }
  /** Takes the named mutation back. */
  | { readonly kind: 'undo' | 'redo'; readonly of: string };

/** Fields of bodies by which records are named and found. */
const namingFields = ['name', 'text', 'tableId', 'namespaceId', 'recordId', 'referencedTableId'] as const;

/** What these operations are about and what that belongs to, as it is shown before them. */
export function mentionedIn(
  operations: readonly Operation[],
  shown: Pick<MemoryState, 'get'>,
): readonly Mentioned[] {
  const found = new Map<RecordId, Mentioned>();
  const note = (id: unknown): void => {
    const record = typeof id === 'string' && !found.has(id) ? shown.get(id) : undefined;
    if (!isLive(record)) return;
    const body: Readonly<Record<string, unknown>> = record.body;
    const named = namingFields.filter((field) => body[field] !== undefined);
    found.set(record.id, {
      id: record.id,
      kind: record.kind,
      body: Object.fromEntries(named.map((field) => [field, body[field]])),
    });
    note(record.parentId);
  };
  for (const operation of operations) {
    note(operation.id);
    if (operation.verb !== 'delete') for (const field of namingFields) note(operation.body[field]);
  }
  return [...found.values()];
}

/**
 * Notes, per operation, what its author has seen: the confirmed version, own unconfirmed edits aside,
 * or less when the caller says so (an editor that was opened before the record changed).
 */
export function basesOf(
  operations: readonly Operation[],
  confirmedVersion: (id: RecordId) => number | undefined,
): readonly (Basis | null)[] {
  return operations.map((operation) => {
    if (operation.verb === 'create') return null;
    const confirmed = confirmedVersion(operation.id) ?? 0;
    return { seen: Math.min(confirmed, operation.version), own: {} };
  });
}

/**
 * What an acknowledged mutation means for one that was made after it. When the record's version is just
 * one above what the author had seen, nobody came between, and all of it is seen now. Otherwise somebody
 * did, whom the author has not seen: only the fields that the author wrote count as known.
 */
export function afterOwn(
  later: PendingMutation,
  acknowledged: PendingMutation,
  records: readonly RecordState[],
): PendingMutation {
  const states = new Map(records.map((state) => [state.id, state]));
  if (!later.operations.some(({ id }) => states.has(id))) return later;
  const bases = later.operations.map((operation, place) => {
    const basis = later.bases[place] ?? null;
    const state = states.get(operation.id);
    if (basis === null || state === undefined) return basis;
    return advance(basis, operation.id, acknowledged, state.version);
  });
  return { ...later, bases };
}

function advance(basis: Basis, id: RecordId, acknowledged: PendingMutation, version: number): Basis {
  if (version <= basis.seen) return basis;
  const mine = acknowledged.operations.filter((operation) => operation.id === id);
  // A create or a delete replaced the whole record: nothing older is left in it.
  const whole = mine.some((operation) => operation.verb !== 'update');
  if (whole || version === basis.seen + 1) return { seen: version, own: {} };
  const fields = mine.flatMap((operation) =>
    operation.verb === 'update' ? Object.keys(operation.body) : [],
  );
  return { ...basis, own: { ...basis.own, ...Object.fromEntries(fields.map((field) => [field, version])) } };
}

/**
 * The request to send. An update of several fields says the lowest version that is right for one of
 * them: a foreign edit is then always reported; that an own one may be too is filtered (notices.ts).
 */
export function requestOf({ id, operations, bases }: PendingMutation): MutationRequest {
  const based = operations.map((operation, place) => withVersion(operation, bases[place] ?? null));
  return { id, operations: based.map(toWire) };
}

function withVersion(operation: Operation, basis: Basis | null): Operation {
  if (operation.verb === 'create' || basis === null) return operation;
  const { seen, own } = basis;
  if (operation.verb === 'delete') return { ...operation, version: Math.max(1, seen) };
  const known = Object.keys(operation.body).map((field) => Math.max(seen, own[field] ?? 0));
  return { ...operation, version: Math.max(1, known.length === 0 ? seen : Math.min(...known)) };
}

/**
 * The operations as they apply to what is shown: there is no conflict with oneself, and what others did
 * meanwhile is the server's to judge.
 */
export function forShown(
  operations: readonly Operation[],
  shownVersion: (id: RecordId) => number | undefined,
): readonly Operation[] {
  return operations.map((operation) =>
    operation.verb === 'create'
      ? operation
      : { ...operation, version: shownVersion(operation.id) ?? operation.version },
  );
}
