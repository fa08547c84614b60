import fc from 'fast-check';
import { Draw } from './arbitrary-draw.fixture';
import { addEarlyStatements, addLateStatements } from './arbitrary-kept.fixture';
import type { Surroundings } from './arbitrary-tables.fixture';
import {
  addForeignKey,
  addHeirs,
  addPartitionedTable,
  addPlainTable,
  addTemporalTables,
} from './arbitrary-tables.fixture';
import { addTypes } from './arbitrary-types.fixture';
import type { RecordId } from './ids';
import type { MemoryState } from './memory-state';

/** Any design that the model can hold and PostgreSQL 18 takes; shrinks towards small ones. */
export function arbitraryDesign(): fc.Arbitrary<MemoryState> {
  return fc.gen().map((give) => {
    const draw = new Draw(give);
    const from = addSurroundings(draw);
    addEarlyStatements(draw, from.namespaces);
    const plain = draw.times(3, () => addPlainTable(draw, from));
    const heirs = draw.chance(3) ? addHeirs(draw, from) : [];
    const partitioned = draw.chance(2) ? [addPartitionedTable(draw, from)] : [];
    if (draw.chance(5)) addTemporalTables(draw, from);
    finish(draw, from, [...plain, ...heirs, ...partitioned]);
    const tables = draw.design.state.ofKind('table').map(({ id }) => id);
    if (tables.length > 0) addLateStatements(draw, from.namespaces, tables);
    return draw.design.state;
  });
}

/** The same without partitions, heirs and kept statements: tables that can be taken one by one. */
export function arbitraryTables(): fc.Arbitrary<MemoryState> {
  return fc.gen().map((give) => {
    const draw = new Draw(give);
    const from = addSurroundings(draw);
    finish(
      draw,
      from,
      draw.times(5, () => addPlainTable(draw, from)),
    );
    return draw.design.state;
  });
}

function addSurroundings(draw: Draw): Surroundings {
  const namespaces = [
    draw.design.public,
    ...draw.times(2, () =>
      draw.named('namespace', { owner: draw.maybe('vz_owner'), comment: draw.maybe('Here') }),
    ),
  ];
  const types = addTypes(draw, namespaces);
  const sequences = draw.times(2, () =>
    draw.named('sequence', {
      namespaceId: draw.one(namespaces),
      type: draw.maybe('integer', 'smallint', 'bigint'),
      increment: draw.one(['1', '-5']),
      ...draw.one([{}, { start: '-7', minimum: '-100', maximum: '100', cache: '3', cycle: true }]),
      unlogged: draw.maybe(true),
      comment: draw.maybe('Counts'),
    }),
  );
  return { namespaces, types, sequences };
}

/** What goes from one table to another, owners of sequences, and names that are no longer what they were. */
function finish(draw: Draw, { sequences }: Surroundings, tables: readonly RecordId[]): void {
  const { design } = draw;
  for (const table of tables) draw.times(3, () => addForeignKey(draw, table, tables));
  for (const sequence of sequences) {
    const { namespaceId } = draw.body(sequence, 'sequence');
    const columns = design.state
      .ofKind('table')
      .filter(({ body }) => body.namespaceId === namespaceId && !body.partitionOf)
      .flatMap(({ id }) => design.state.childrenOf(id, 'column'));
    const [column] = columns.length > 0 && draw.chance(2) ? [draw.one(columns)] : [];
    // A sequence has the owner of the table whose column owns it.
    const owner = column ? draw.body(column.body.tableId, 'table').owner : draw.maybe('vz_owner');
    design.change(sequence, { ...(column && { ownedByColumnId: column.id }), ...(owner && { owner }) });
  }
  // Some columns are renamed afterwards, so that expressions hold names that are no longer true.
  for (const { id, body } of design.state.ofKind('column')) {
    if (draw.chance(4)) design.change(id, { name: draw.unique(`new ${body.name}`) });
  }
}
