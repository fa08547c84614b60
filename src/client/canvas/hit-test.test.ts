import { describe, expect, it } from 'vitest';
import { tableSize } from './geometry/table-geometry';
import type { HitCandidates, HitOptions, PlacedTable } from './hit-test';
import { hitTest } from './hit-test';
import { routeBetween } from './routing/route';
import { boxOf, sevenPerCharacter, tableOf } from './scene.fixture';

function placedAt(id: string, x: number, y: number): PlacedTable {
  const table = tableOf(id, { x, y });
  return { table, rect: { x, y, ...tableSize(table, sevenPerCharacter) } };
}

const left = placedAt('left', 0, 0);
const right = placedAt('right', 600, 0);
const above = placedAt('above', 150, 60);
const fromY = 54;
const route = routeBetween({ fromRect: right.rect, toRect: left.rect, fromY, toY: fromY, lane: 0 });
const candidates: HitCandidates = {
  boxes: [],
  tables: [left, right],
  relationships: [{ id: 'line', route }],
};
function box(kind: 'note' | 'area', id: string, x: number, y: number) {
  const rect = { x, y, width: 400, height: 300 };
  return { box: boxOf(kind, id, rect), rect };
}

const options: HitOptions = { zoom: 1, activeTableId: null, readOnly: false };

describe('hit test', () => {
  it('CAN-20: tells header, column, body and nothing apart', () => {
    expect(hitTest(candidates, { x: 20, y: 20 }, options)).toEqual({ kind: 'table-header', tableId: 'left' });
    expect(hitTest(candidates, { x: 20, y: 70 }, options)).toEqual({
      kind: 'column',
      tableId: 'left',
      columnId: 'left.1',
    });
    expect(hitTest(candidates, { x: 20, y: 128 }, options)).toEqual({ kind: 'table-body', tableId: 'left' });
    expect(hitTest(candidates, { x: 400, y: 400 }, options)).toEqual({ kind: 'empty' });
  });

  it('CAN-20: of tables on top of each other the last painted is hit', () => {
    const point = { x: 180, y: 80 };
    const both = { ...candidates, tables: [left, above] };
    expect(hitTest(both, point, options)).toMatchObject({ tableId: 'above' });
    expect(hitTest({ ...both, tables: [above, left] }, point, options)).toMatchObject({ tableId: 'left' });
  });

  it('CAN-20: handles of the active table reach outside it, and hide behind what covers them', () => {
    const handle = { x: 212, y: 54 };
    const active = { ...options, activeTableId: 'left' };
    expect(hitTest(candidates, handle, options).kind).toBe('relationship');
    expect(hitTest(candidates, handle, active)).toEqual({
      kind: 'column-handle',
      tableId: 'left',
      columnId: 'left.0',
    });
    const covering = placedAt('covering', 150, 20);
    const covered = { ...candidates, tables: [left, covering] };
    expect(hitTest(covered, handle, active)).toMatchObject({ tableId: 'covering' });
  });

  it('CAN-20: the add button is on the lower edge', () => {
    const button = { x: left.rect.width / 2, y: left.rect.height + 6 };
    const active = { ...options, activeTableId: 'left' };
    expect(hitTest(candidates, button, active)).toEqual({ kind: 'add-column', tableId: 'left' });
    expect(hitTest(candidates, button, options)).toEqual({ kind: 'empty' });
  });

  it('CAN-21: a line is hit within six pixels at every zoom', () => {
    const besides = (distance: number): { x: number; y: number } => ({ x: 400, y: fromY + distance });
    expect(hitTest(candidates, besides(5), options)).toEqual({
      kind: 'relationship',
      relationshipId: 'line',
    });
    expect(hitTest(candidates, besides(7), options)).toEqual({ kind: 'empty' });
    expect(hitTest(candidates, besides(50), { ...options, zoom: 0.1 }).kind).toBe('relationship');
    expect(hitTest(candidates, besides(5), { ...options, zoom: 2 }).kind).toBe('empty');
  });

  it('CAN-21: of two lines the nearer is hit, also when it comes first', () => {
    const other = routeBetween({ fromRect: right.rect, toRect: left.rect, fromY: 60, toY: 60, lane: 0 });
    const relationships = [
      { id: 'line', route },
      { id: 'other', route: other },
    ];
    const hit = hitTest({ ...candidates, relationships }, { x: 400, y: 55 }, options);
    expect(hit).toEqual({ kind: 'relationship', relationshipId: 'line' });
  });

  it('CAN-22: from afar a table is one thing', () => {
    const far = { ...options, zoom: 0.44, activeTableId: 'left' };
    expect(hitTest(candidates, { x: 20, y: 70 }, far)).toEqual({ kind: 'table-header', tableId: 'left' });
  });

  it('CAN-23: nothing to change is hit in a read-only surface', () => {
    const readOnly = { ...options, activeTableId: 'left', readOnly: true };
    expect(hitTest(candidates, { x: 207, y: 54 }, readOnly).kind).toBe('column');
    expect(hitTest(candidates, { x: left.rect.width / 2, y: left.rect.height + 6 }, readOnly).kind).toBe(
      'empty',
    );
  });
});

describe('notes and areas', () => {
  const area = box('area', 'area', -50, -50);
  const note = box('note', 'note', 100, 20);
  const around: HitCandidates = { ...candidates, boxes: [area, note] };

  it('CAN-20: a note lies over tables, an area below everything', () => {
    expect(hitTest(around, { x: 150, y: 80 }, options)).toEqual({ kind: 'note', boxId: 'note' });
    expect(hitTest(around, { x: 20, y: 20 }, options)).toEqual({ kind: 'table-header', tableId: 'left' });
    expect(hitTest(around, { x: 20, y: -35 }, options)).toEqual({ kind: 'area', boxId: 'area' });
  });

  it('CAN-55: the inside of an area is ground', () => {
    expect(hitTest(around, { x: 20, y: 200 }, options)).toEqual({ kind: 'empty' });
  });

  it('CAN-57: edges and corners resize, unless it is read-only or too small to be taken', () => {
    const edge = { x: 500, y: 150 };
    const corner = { x: -50, y: 250 };
    expect(hitTest(around, edge, options)).toEqual({
      kind: 'resize',
      boxId: 'note',
      edges: { x: 'right', y: null },
    });
    expect(hitTest(around, corner, options)).toEqual({
      kind: 'resize',
      boxId: 'area',
      edges: { x: 'left', y: 'bottom' },
    });
    expect(hitTest(around, edge, { ...options, readOnly: true })).toEqual({ kind: 'note', boxId: 'note' });
    expect(hitTest(around, corner, { ...options, zoom: 0.1 })).toEqual({ kind: 'area', boxId: 'area' });
  });
});
