import type { RecordId } from '../../src/core/schema/ids';
import type { MemoryState } from '../../src/core/schema/memory-state';
import type { Operation } from '../../src/core/schema/operation';
import type { SchemaRecord } from '../../src/core/schema/record';
import type { SeededRandom } from './random';

const names = ['a', 'b', 'c', 'd', 'e', 'f'];
const types = ['integer', 'text', 'bigint', 'uuid'];

/** Something that a person might do to what they see. Null when there is nothing to do it to. */
export function randomEdit(state: MemoryState, random: SeededRandom): readonly Operation[] | null {
  const table = random.pick(state.ofKind('table'));
  const column = random.pick(state.ofKind('column'));
  const name = `${random.pick(names)}${random.below(4)}`;
  switch (random.below(12)) {
    case 0:
    case 1:
      return newTable(state, random, name);
    case 2:
    case 3:
      return table ? [create('column', random, { tableId: table.id, name, type: random.pick(types) })] : null;
    case 4:
      return table ? [update(table, { name })] : null;
    case 5:
      return column ? [update(column, { name })] : null;
    case 6:
      return column ? [update(column, { comment: random.chance(0.2) ? null : name })] : null;
    case 7:
      return column ? [update(column, { type: random.pick(types), nullable: random.chance(0.5) })] : null;
    case 8:
      return column ? [remove(column, random)] : null;
    case 9:
      return table ? [remove(table, random)] : null;
    case 10:
      return table
        ? [create('layout', random, { recordId: table.id, x: random.below(900), y: random.below(900) })]
        : null;
    default:
      return foreignKey(state, random);
  }
}

function newTable(state: MemoryState, random: SeededRandom, name: string): readonly Operation[] {
  const namespaceId = state.ofKind('namespace')[0]?.id;
  const tableId = random.uuid();
  const columnId = random.uuid();
  return [
    { verb: 'create', kind: 'table', id: tableId, body: { namespaceId, name } },
    { verb: 'create', kind: 'column', id: columnId, body: { tableId, name: 'id', type: 'bigint' } },
    create('primary-key', random, { tableId, columnIds: [columnId] }),
  ];
}

function foreignKey(state: MemoryState, random: SeededRandom): readonly Operation[] | null {
  const key = random.pick(state.ofKind('primary-key'));
  const table = random.pick(state.ofKind('table'));
  if (!key || !table) return null;
  const columnId = random.uuid();
  const name = `ref${random.below(100)}`;
  return [
    { verb: 'create', kind: 'column', id: columnId, body: { tableId: table.id, name, type: 'bigint' } },
    create('foreign-key', random, {
      tableId: table.id,
      columnIds: [columnId],
      referencedTableId: key.body.tableId,
      referencedColumnIds: key.body.columnIds,
    }),
  ];
}

function create(
  kind: SchemaRecord['kind'],
  random: SeededRandom,
  body: Readonly<Record<string, unknown>>,
): Operation {
  return { verb: 'create', kind, id: random.uuid(), body };
}

function update(record: SchemaRecord, body: Readonly<Record<string, unknown>>): Operation {
  const { kind, id, version } = record;
  return { verb: 'update', kind, id, version, body };
}

function remove(record: SchemaRecord, random: SeededRandom): Operation {
  const { kind, version } = record;
  const id: RecordId = record.id;
  return { verb: 'delete', kind, id, version, cascade: random.chance(0.5) };
}
