import { randomUUID } from 'node:crypto';
import type { RecordKind } from '../../src/core/schema/kinds';
import type { Operation } from '../../src/core/schema/operation';

type Body = Readonly<Record<string, unknown>>;

/** Short ways to say operations in tests. */
export function create(
  kind: RecordKind,
  body: Body,
  id: string = randomUUID(),
): Operation & { verb: 'create' } {
  return { verb: 'create', kind, id, body };
}

export function update(kind: RecordKind, id: string, version: number, body: Body): Operation {
  return { verb: 'update', kind, id, version, body };
}

export function remove(kind: RecordKind, id: string, version = 1, cascade = false): Operation {
  return { verb: 'delete', kind, id, version, cascade };
}

/** A table with `id` as its primary key and one more integer column `x`. */
export function tableOperations(name: string) {
  const [tableId, idColumn, xColumn, keyId] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  const operations: readonly Operation[] = [
    create('table', { name }, tableId),
    create('column', { tableId, name: 'id', type: 'integer', nullable: false }, idColumn),
    create('column', { tableId, name: 'x', type: 'integer' }, xColumn),
    create('primary-key', { tableId, columnIds: [idColumn] }, keyId),
  ];
  return { tableId, idColumn, xColumn, keyId, operations };
}
