import { describe, expect, it } from 'vitest';
import { MemoryState } from '../../../core/schema/memory-state';
import { editedProject } from '../edits/edited-project.fixture';
import { newId } from '../edits/new-id';
import { create } from '../edits/operations';
import type { Clip } from './clip';
import { readClip, writeClip } from './clip';
import { emptyProject, pasteInto } from './copies.fixture';
import { copyTables } from './copy-tables';

function copyOf(state: MemoryState, ...ids: readonly string[]): Clip {
  const clip = copyTables(state, ids, () => null);
  if (!clip) throw new Error('Nothing was copied.');
  const read = readClip(writeClip(clip));
  if (!read.ok) throw new Error(read.problem);
  return read.value;
}

/** Orders partitioned by their number, with a partition, an exclusion constraint and a column of a domain. */
function project() {
  const made = editedProject();
  const { run, table, columns } = made;
  const ids = { partition: newId(), label: newId(), exclusion: newId(), email: newId(), column: newId() };
  run({
    operations: [
      create('enum', ids.label, { name: 'label', labels: ['a'] }),
      create('domain', ids.email, { name: 'short_label', type: 'label' }),
      create('column', ids.column, { tableId: table, name: 'mark', type: 'short_label[]' }),
      create('exclusion', ids.exclusion, {
        tableId: table,
        elements: [
          { columnId: columns.number, operator: '=' },
          { expression: 'total + 1', operator: '<>' },
        ],
        predicate: 'total > 0',
      }),
    ],
  });
  return { ...made, ids };
}

describe('copies of tables with more to them', () => {
  it('UI-356: an exclusion constraint is copied over the copy’s columns', () => {
    const { state, table } = project();
    const pasted = pasteInto(state, copyOf(state, table));
    const copy = pasted.tableIds[0] ?? '';
    const exclusion = state.childrenOf(copy, 'exclusion')[0]?.body;
    const column = state.childrenOf(copy, 'column').find(({ body }) => body.name === 'number');
    expect(exclusion?.elements[0]).toEqual({ columnId: column?.id, operator: '=' });
    expect(Object.values(exclusion?.columnRefs ?? {})).toHaveLength(1);
    expect(exclusion?.name).not.toBe(state.childrenOf(table, 'exclusion')[0]?.body.name);
  });

  it('UI-356: in another project a domain comes along, with the enum that it is over', () => {
    const { state, table } = project();
    const other = MemoryState.from([emptyProject()]);
    const pasted = pasteInto(other, copyOf(state, table));
    const domain = other.ofKind('domain')[0];
    expect(domain?.body).toMatchObject({ name: 'short_label', typeId: other.ofKind('enum')[0]?.id });
    const copied = other.childrenOf(pasted.tableIds[0] ?? '', 'column').at(-1);
    expect(copied?.body).toMatchObject({ name: 'mark', type: 'short_label[]', typeId: domain?.id });
  });

  it('UI-357: a partitioned table is copied without its partitions, and a partition not at all', () => {
    const { state, table, columns, ids, run, live } = project();
    run({
      operations: [
        {
          verb: 'update',
          kind: 'table',
          id: table,
          version: live(table, 'table').version,
          body: { partitionBy: { strategy: 'hash', elements: [{ columnId: columns.number }] } },
        },
        create('table', ids.partition, {
          name: 'orders_p1',
          partitionOf: { tableId: table, bound: 'FOR VALUES WITH (MODULUS 4, REMAINDER 0)' },
        }),
      ],
    });
    expect(copyTables(state, [ids.partition], () => null)).toBeNull();
    const pasted = pasteInto(state, copyOf(state, table, ids.partition));
    expect(pasted.tableIds).toHaveLength(1);
    const copy = live(pasted.tableIds[0] ?? '', 'table');
    const column = state.childrenOf(copy.id, 'column').find(({ body }) => body.name === 'number');
    expect(copy.body.partitionBy?.elements).toEqual([{ columnId: column?.id }]);
  });

  it('UI-358: an heir keeps its parent where that is, else it has those columns as its own', () => {
    const { state, table, columns, run, live } = project();
    const heir = newId();
    run({
      operations: [
        create('table', heir, { name: 'rush_orders', inherits: [table] }),
        create('column', newId(), { tableId: heir, name: 'hurry', type: 'integer' }),
        create('index', newId(), { tableId: heir, elements: [{ columnId: columns.number }] }),
      ],
    });
    const here = pasteInto(state, copyOf(state, heir));
    expect(live(here.tableIds[0] ?? '', 'table').body.inherits).toEqual([table]);
    const both = pasteInto(state, copyOf(state, heir, table));
    const [copiedHeir = '', copiedParent = ''] = both.tableIds;
    expect(live(copiedHeir, 'table').body.inherits).toEqual([copiedParent]);
    const other = MemoryState.from([emptyProject()]);
    const [alone = ''] = pasteInto(other, copyOf(state, heir)).tableIds;
    const names = other.childrenOf(alone, 'column').map(({ body }) => body.name);
    expect(names).toEqual(['tenant', 'number', 'total', 'mark', 'hurry']);
    const number = other.childrenOf(alone, 'column')[1];
    expect(other.childrenOf(alone, 'index')[0]?.body.elements).toEqual([{ columnId: number?.id }]);
  });
});
