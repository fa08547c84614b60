import { describe, expect, it } from 'vitest';
import type { Hit } from '../hit-test';
import { key, onNothing, onTable, Player, pointer } from './gesture.fixture';
import { cursorOf } from './reduce';

const onArea: Hit = { kind: 'area', boxId: 'area' };
const onEdge: Hit = { kind: 'resize', boxId: 'note', edges: { x: 'right', y: null } };
const drag = (hit: Hit) => [
  pointer('pointer-down', 10, 10, hit),
  pointer('pointer-move', 30, 40, hit),
  pointer('pointer-up', 50, 60, hit),
];

describe('notes and areas', () => {
  it('CAN-32: an area is dragged by its title, alone or with what is selected', () => {
    expect(new Player().play(...drag(onArea)).of('drop')).toEqual([
      { kind: 'drop', ids: ['area'], delta: { x: 20, y: 30 } },
    ]);
    expect(new Player(['area', 'table']).play(...drag(onArea)).of('drop')[0]?.ids).toEqual(['area', 'table']);
  });

  it('CAN-57: dragging an edge resizes and commits once', () => {
    const player = new Player(['other']).play(...drag(onEdge));
    expect(player.of('resize').map(({ boxId, delta }) => ({ boxId, delta }))).toEqual([
      { boxId: 'note', delta: { x: 20, y: 30 } },
    ]);
    expect(player.of('drop')).toHaveLength(1);
    expect(player.of('select').at(-1)?.ids).toEqual(['note']);
  });

  it('CAN-57: a press on an edge that does not move selects', () => {
    const player = new Player().play(
      pointer('pointer-down', 0, 0, onEdge),
      pointer('pointer-up', 1, 1, onEdge),
    );
    expect(player.deeds).toEqual([{ kind: 'select', ids: ['note'] }]);
  });

  it('CAN-35, CAN-39: escape takes a resizing back; who only views resizes nothing', () => {
    const player = new Player().play(...drag(onEdge).slice(0, 2), key('Escape'));
    expect(player.deeds.at(-1)).toEqual({ kind: 'drag-cancel' });
    expect(new Player([], true).play(...drag(onEdge)).of('resize')).toEqual([]);
  });

  it('CAN-59: with the area tool a drag draws one, wherever it begins', () => {
    for (const hit of [onNothing, onTable('a'), onArea]) {
      const player = new Player([], false, 'area').play(...drag(hit));
      expect(player.deeds).toEqual([{ kind: 'draw-area', area: { x: 10, y: 10, width: 40, height: 50 } }]);
    }
    expect(new Player([], true, 'area').play(...drag(onNothing)).of('draw-area')).toEqual([]);
  });

  it('CAN-59: a click with the tool makes one of the usual size, Escape puts it away', () => {
    const click = [pointer('pointer-down', 7, 8), pointer('pointer-up', 7, 8)];
    expect(new Player([], false, 'area').play(...click).deeds).toEqual([
      { kind: 'draw-area', area: { x: 7, y: 8, width: 480, height: 320 } },
    ]);
    expect(new Player(['a'], false, 'area').play(key('Escape')).deeds).toEqual([{ kind: 'leave-tool' }]);
  });

  it('CAN-57, CAN-59: the pointer tells what a drag would do', () => {
    const { state } = new Player();
    expect(cursorOf(state, onEdge)).toBe('ew-resize');
    expect(cursorOf(state, onNothing, 'area')).toBe('crosshair');
    const corner: Hit = { kind: 'resize', boxId: 'note', edges: { x: 'right', y: 'top' } };
    expect(cursorOf(state, corner)).toBe('nesw-resize');
  });
});
