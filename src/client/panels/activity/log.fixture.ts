import type { AuditEntry } from '../../../core/schema/change';
import type { RecordKind } from '../../../core/schema/kinds';
import { MemoryState } from '../../../core/schema/memory-state';
import type { RecordState } from '../../../core/schema/record';
import { parentOf } from '../../../core/schema/record';
import type { LoggedChange } from './logged-change';

type Body = Readonly<Record<string, unknown>>;

/** A live record without the fields that no name depends on. */
export function record(kind: RecordKind, id: string, body: Body): RecordState {
  return { id, kind, version: 1, parentId: parentOf(kind, body), body } as RecordState;
}

/** A shop: `orders` and `customers` in `public`, `invoices` in `sales`. */
export const shop: readonly RecordState[] = [
  record('namespace', 'public', { name: 'public' }),
  record('namespace', 'sales', { name: 'sales' }),
  record('table', 'orders', { namespaceId: 'public', name: 'orders' }),
  record('table', 'customers', { namespaceId: 'public', name: 'customers' }),
  record('table', 'invoices', { namespaceId: 'sales', name: 'invoices' }),
  record('column', 'o-id', { tableId: 'orders', name: 'id', type: 'bigint' }),
  record('column', 'o-total', { tableId: 'orders', name: 'total', type: 'numeric' }),
  record('column', 'o-customer', { tableId: 'orders', name: 'customer_id', type: 'bigint' }),
  record('column', 'c-id', { tableId: 'customers', name: 'id', type: 'bigint' }),
  record('primary-key', 'o-key', { tableId: 'orders', columnIds: ['o-id'], name: 'orders_pkey' }),
  record('layout', 'l-orders', { recordId: 'orders', x: 0, y: 0 }),
];

export function shopState(): MemoryState {
  return MemoryState.from(shop);
}

export function created(kind: RecordKind, recordId: string, after: Body): AuditEntry {
  return { type: `${kind}.create`, recordId, kind, before: null, after };
}

export function deleted(kind: RecordKind, recordId: string, before: Body): AuditEntry {
  return { type: `${kind}.delete`, recordId, kind, before, after: null };
}

export function updated(kind: RecordKind, recordId: string, before: Body, after: Body): AuditEntry {
  return { type: `${kind}.update`, recordId, kind, before, after };
}

export const owl = { id: 'owl', name: 'Misty Owl' };
export const heron = { id: 'heron', name: 'Amber Heron' };

/** An edit at so many seconds after nine o'clock. */
export function change(
  id: string,
  seconds: number,
  operations: readonly AuditEntry[],
  actor = owl,
): LoggedChange {
  const at = new Date(Date.UTC(2025, 2, 3, 9, 0, seconds)).toISOString().replace('Z', '000Z');
  return { id, at, actor, retries: 0, operations };
}
