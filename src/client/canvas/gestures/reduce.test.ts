import { describe, expect, it } from 'vitest';
import {
  key,
  keyUp,
  noModifiers,
  onColumn,
  onHandle,
  onNothing,
  onTable,
  Player,
  pointer,
  withCommand,
  withShift,
} from './gesture.fixture';
import { cursorOf } from './reduce';
import type { Modifiers } from './types';

describe('clicks', () => {
  it('CAN-33: a press on a table selects it at once, a click on nothing clears', () => {
    const player = new Player().play(pointer('pointer-down', 5, 5, onTable('a')));
    expect(player.deeds).toEqual([{ kind: 'select', ids: ['a'] }]);
    player.play(pointer('pointer-up', 5, 5, onTable('a')));
    player.play(pointer('pointer-down', 99, 99), pointer('pointer-up', 99, 99));
    expect(player.of('select').map(({ ids }) => ids)).toEqual([['a'], []]);
  });

  it('CAN-33: shift and command add and remove', () => {
    for (const modifiers of [withShift, withCommand]) {
      const click = (id: string) => [
        pointer('pointer-down', 5, 5, onTable(id), { modifiers }),
        pointer('pointer-up', 5, 5, onTable(id), { modifiers }),
      ];
      const player = new Player(['a']).play(...click('b'), ...click('a'));
      expect(player.of('select').map(({ ids }) => ids)).toEqual([['a', 'b'], ['b']]);
    }
  });

  it('CAN-33: a click on one of several selected leaves it alone selected', () => {
    const player = new Player(['a', 'b']).play(pointer('pointer-down', 5, 5, onTable('a')));
    expect(player.deeds).toEqual([]);
    player.play(pointer('pointer-up', 5, 5, onTable('a')));
    expect(player.deeds).toEqual([{ kind: 'select', ids: ['a'] }]);
  });

  it('CAN-30: four pixels are a click, five a drag; a finger has nine', () => {
    const mouse = new Player().play(pointer('pointer-down', 0, 0), pointer('pointer-move', 4, 0));
    expect(mouse.state.mode.kind).toBe('pressed');
    expect(mouse.play(pointer('pointer-move', 5, 0)).state.mode.kind).toBe('panning');
    const touch = { isTouch: true };
    const finger = new Player().play(
      pointer('pointer-down', 0, 0, onNothing, touch),
      pointer('pointer-move', 9, 0, onNothing, touch),
    );
    expect(finger.state.mode.kind).toBe('pressed');
  });

  it('CAN-37: a double click edits what is hit, or creates a table', () => {
    const world = { x: 7, y: 8 };
    const player = new Player()
      .play({ kind: 'double-click', hit: onColumn('a', 'a.1'), world })
      .play({ kind: 'double-click', hit: onNothing, world });
    expect(player.deeds).toEqual([
      { kind: 'edit', id: 'a.1' },
      { kind: 'create-table', at: world },
    ]);
  });

  it('CAN-40: the context menu selects what it is about', () => {
    const at = { screen: { x: 1, y: 2 }, world: { x: 3, y: 4 } };
    const other = new Player(['a']).play({ kind: 'context-menu', hit: onTable('b'), ...at });
    expect(other.deeds.map(({ kind }) => kind)).toEqual(['select', 'context-menu']);
    const same = new Player(['a', 'b']).play({ kind: 'context-menu', hit: onTable('b'), ...at });
    expect(same.deeds.map(({ kind }) => kind)).toEqual(['context-menu']);
  });

  it('CAN-20: the add button adds a column on a click', () => {
    const hit = { kind: 'add-column', tableId: 'a' } as const;
    const player = new Player().play(pointer('pointer-down', 1, 1, hit), pointer('pointer-up', 1, 1, hit));
    expect(player.deeds).toEqual([{ kind: 'add-column', tableId: 'a' }]);
  });
});

describe('panning', () => {
  it('CAN-31: dragging on nothing pans by what the pointer moved in all', () => {
    const player = new Player().play(
      pointer('pointer-down', 0, 0),
      pointer('pointer-move', 10, 0),
      pointer('pointer-move', 15, 7),
      pointer('pointer-up', 15, 7),
    );
    expect(player.deeds).toEqual([
      { kind: 'pan', dx: 10, dy: 0 },
      { kind: 'pan', dx: 5, dy: 7 },
    ]);
    expect(player.state.mode.kind).toBe('idle');
  });

  it('CAN-31: the middle button and the space bar pan over tables', () => {
    const middle = { button: 1 };
    const wheel = new Player().play(
      pointer('pointer-down', 0, 0, onTable('a'), middle),
      pointer('pointer-move', 3, 0, onTable('a'), middle),
    );
    expect(wheel.deeds).toEqual([{ kind: 'pan', dx: 3, dy: 0 }]);
    const space = new Player().play(key(' '));
    expect(cursorOf(space.state, onNothing)).toBe('grab');
    space.play(pointer('pointer-down', 0, 0, onTable('a')), pointer('pointer-move', 2, 0, onTable('a')));
    expect(space.deeds).toEqual([{ kind: 'pan', dx: 2, dy: 0 }]);
    expect(space.play(keyUp(' ')).state.isSpaceHeld).toBe(false);
  });

  it('CAN-38: two fingers pan by their middle and zoom by their distance', () => {
    const touch = (kind: 'pointer-down' | 'pointer-move' | 'pointer-up', x: number, pointerId: number) =>
      pointer(kind, x, 0, onNothing, { isTouch: true, pointerId });
    const player = new Player().play(touch('pointer-down', 0, 1), touch('pointer-down', 100, 2));
    player.play(touch('pointer-move', 200, 2));
    expect(player.deeds).toEqual([
      { kind: 'pan', dx: 50, dy: 0 },
      { kind: 'zoom', factor: 2, at: { x: 100, y: 0 } },
    ]);
    player.play(touch('pointer-up', 0, 1));
    expect(player.state.mode).toMatchObject({ kind: 'panning', pointerId: 2 });
  });

  it('CAN-38: the wheel pans, with shift sideways, with command it zooms about the pointer', () => {
    const screen = { x: 9, y: 9 };
    const player = new Player()
      .play({ kind: 'wheel', dx: 3, dy: 5, screen, modifiers: noModifiers })
      .play({ kind: 'wheel', dx: 0, dy: 5, screen, modifiers: withShift })
      .play({ kind: 'wheel', dx: 0, dy: -10, screen, modifiers: withCommand })
      .play({ kind: 'wheel', dx: 0, dy: -1000, screen, modifiers: withCommand });
    expect(player.deeds.slice(0, 2)).toEqual([
      { kind: 'pan', dx: -3, dy: -5 },
      { kind: 'pan', dx: -5, dy: 0 },
    ]);
    const [small, large] = player.of('zoom');
    expect(small?.factor).toBeCloseTo(Math.exp(0.1));
    expect(small?.at).toEqual(screen);
    expect(large?.factor).toBeCloseTo(Math.exp(0.25));
  });
});

describe('dragging tables', () => {
  it('CAN-32: selects and moves the table under the pointer, committed once', () => {
    const player = new Player(['b']).play(
      pointer('pointer-down', 0, 0, onTable('a')),
      pointer('pointer-move', 10, 4, onTable('a')),
      pointer('pointer-move', 30, 9, onTable('a')),
      pointer('pointer-up', 30, 9, onTable('a')),
    );
    expect(player.of('select').at(-1)?.ids).toEqual(['a']);
    expect(player.of('drop')).toEqual([{ kind: 'drop', ids: ['a'], delta: { x: 30, y: 9 } }]);
  });

  it('CAN-32: moves all selected tables when it is one of them, also by a column', () => {
    const hit = onColumn('a', 'a.1');
    const player = new Player(['a', 'b']).play(
      pointer('pointer-down', 0, 0, hit),
      pointer('pointer-move', 10, 0, hit),
      pointer('pointer-up', 10, 0, hit),
    );
    expect(player.of('select')).toEqual([]);
    expect(player.of('drop')[0]?.ids).toEqual(['a', 'b']);
  });

  it('CAN-61: a drag aligns unless Alt, Control or Command is held; arrow keys never do', () => {
    const drag = (modifiers: Modifiers) =>
      new Player()
        .play(pointer('pointer-down', 0, 0, onTable('a')))
        .play(pointer('pointer-move', 30, 9, onTable('a'), { modifiers }))
        .play(pointer('pointer-move', 31, 9, onTable('a'), { modifiers }))
        .of('drag')
        .map(({ snaps }) => snaps);
    expect(drag(noModifiers)).toEqual([true, true]);
    expect(drag(withCommand)).toEqual([false, false]);
    expect(drag({ ...noModifiers, alt: true })).toEqual([false, false]);
    expect(new Player(['a']).play(key('ArrowUp')).of('drag')[0]?.snaps).toBe(false);
  });

  it('CAN-35: escape takes a drag back, and the pointer that is still down means nothing', () => {
    const player = new Player(['a']).play(
      pointer('pointer-down', 0, 0, onTable('a')),
      pointer('pointer-move', 10, 0, onTable('a')),
      key('Escape'),
      pointer('pointer-move', 20, 0, onTable('a')),
      pointer('pointer-up', 20, 0, onTable('a')),
    );
    expect(player.of('drop')).toEqual([]);
    expect(player.deeds.at(-1)).toEqual({ kind: 'drag-cancel' });
    expect(player.state.mode.kind).toBe('idle');
  });

  it('CAN-35: a drag the browser takes away leaves no trace', () => {
    const player = new Player(['a']).play(
      pointer('pointer-down', 0, 0, onTable('a')),
      pointer('pointer-move', 10, 0, onTable('a')),
      { kind: 'pointer-cancel', pointerId: 1 },
    );
    expect(player.deeds.at(-1)).toEqual({ kind: 'drag-cancel' });
  });

  it('CAN-32: a drag back to where it began commits nothing', () => {
    const player = new Player(['a']).play(
      pointer('pointer-down', 0, 0, onTable('a')),
      pointer('pointer-move', 10, 0, onTable('a')),
      pointer('pointer-move', 0, 0, onTable('a')),
      pointer('pointer-up', 0, 0, onTable('a')),
    );
    expect(player.of('drop')).toEqual([]);
  });
});

describe('connecting', () => {
  const begin = [pointer('pointer-down', 0, 0, onHandle('a', 'a.1'))];

  it('CAN-34: from a handle to another column', () => {
    const target = onColumn('b', 'b.0');
    const player = new Player().play(...begin, pointer('pointer-move', 50, 0, target));
    expect(player.state.mode).toMatchObject({ target: { tableId: 'b', columnId: 'b.0' } });
    player.play(pointer('pointer-up', 50, 0, target));
    expect(player.deeds).toEqual([{ kind: 'connect', fromColumnId: 'a.1', toColumnId: 'b.0' }]);
  });

  it('CAN-34: nothing happens on the column itself, on a header or on nothing', () => {
    for (const hit of [onHandle('a', 'a.1'), onColumn('a', 'a.1'), onTable('b'), onNothing]) {
      const player = new Player().play(...begin, pointer('pointer-move', 9, 9, hit));
      expect(player.play(pointer('pointer-up', 9, 9, hit)).deeds).toEqual([]);
    }
  });

  it('CAN-35: escape ends it', () => {
    const target = onColumn('b', 'b.0');
    const player = new Player().play(...begin, key('Escape'), pointer('pointer-up', 50, 0, target));
    expect(player.deeds).toEqual([]);
  });
});

describe('keys', () => {
  it('CAN-36: arrows move by the grid, with shift by one, and commit once', () => {
    const player = new Player(['a', 'a.1']).play(
      key('ArrowRight'),
      key('ArrowRight'),
      key('ArrowDown', withShift),
      keyUp('ArrowRight'),
    );
    expect(player.of('drag').at(-1)?.delta).toEqual({ x: 16, y: 1 });
    expect(player.of('drop')).toEqual([{ kind: 'drop', ids: ['a'], delta: { x: 16, y: 1 } }]);
    expect(player.state.mode.kind).toBe('idle');
  });

  it('CAN-36: what was moved is committed when the keyboard goes elsewhere, or a press begins', () => {
    expect(new Player(['a']).play(key('ArrowUp'), { kind: 'blur' }).of('drop')).toHaveLength(1);
    const pressed = new Player(['a']).play(key('ArrowUp'), pointer('pointer-down', 0, 0));
    expect(pressed.of('drop')).toHaveLength(1);
    expect(pressed.state.mode.kind).toBe('pressed');
  });

  it('CAN-36: with nothing selected, arrows show what lies there', () => {
    const player = new Player().play(key('ArrowRight'), key('ArrowUp'));
    expect(player.deeds).toEqual([
      { kind: 'pan', dx: -64, dy: 0 },
      { kind: 'pan', dx: 0, dy: 64 },
    ]);
  });

  it('CAN-35: escape takes a nudge back, then clears the selection, then is left to others', () => {
    const player = new Player(['a']).play(key('ArrowUp'), key('Escape'));
    expect(player.deeds.at(-1)).toEqual({ kind: 'drag-cancel' });
    expect(player.play(key('Escape')).deeds.at(-1)).toEqual({ kind: 'select', ids: [] });
    expect(player.play(key('Escape')).isHandled).toBe(false);
  });

  it('CAN-37: delete, backspace, enter', () => {
    const player = new Player(['a', 'a.1']).play(key('Delete'), key('Backspace'), key('Enter'));
    expect(player.deeds).toEqual([
      { kind: 'delete', ids: ['a', 'a.1'] },
      { kind: 'delete', ids: ['a', 'a.1'] },
    ]);
    expect(new Player(['a']).play(key('F2')).deeds).toEqual([{ kind: 'edit', id: 'a' }]);
    expect(new Player().play(key('Delete')).isHandled).toBe(false);
  });

  it('CAN-38: zoom and fit by keys, whatever shift+1 types', () => {
    const player = new Player().play(key('+'), key('-'), key('0'), key('f'));
    player.play(key('!', withShift, 'Digit1'), key('"', withShift, 'Digit2'));
    expect(player.deeds).toEqual([
      { kind: 'zoom-step', direction: 'in' },
      { kind: 'zoom-step', direction: 'out' },
      { kind: 'zoom-step', direction: 'reset' },
      { kind: 'fit', what: 'all' },
      { kind: 'fit', what: 'all' },
      { kind: 'fit', what: 'selection' },
    ]);
  });

  it('CAN-41: keys of the browser and the application are left alone', () => {
    for (const event of [key('Tab'), key('z', withCommand), key('+', withCommand), key('x')]) {
      const player = new Player(['a']).play(event);
      expect(player.isHandled).toBe(false);
      expect(player.effects).toEqual([]);
    }
  });
});

describe('read only', () => {
  it('CAN-39: nothing that changes the schema', () => {
    const hits = [onTable('a'), onHandle('a', 'a.1'), onColumn('a', 'a.1')];
    for (const hit of hits) {
      const player = new Player(['a'], true).play(
        pointer('pointer-down', 0, 0, hit),
        pointer('pointer-move', 20, 0, hit),
        pointer('pointer-up', 20, 0, onColumn('b', 'b.0')),
        key('Delete'),
        key('ArrowUp'),
        { kind: 'double-click', hit: onNothing, world: { x: 0, y: 0 } },
      );
      expect(new Set(player.deeds.map(({ kind }) => kind))).toEqual(new Set(['pan']));
    }
  });
});

describe('the marquee', () => {
  const withMarquee = () =>
    new Player().play(
      pointer('pointer-down', 50, 40, onNothing, { modifiers: withShift }),
      pointer('pointer-move', 10, 20, onTable('a')),
    );

  it('CAN-42: a drag on nothing with Shift adds what its rectangle meets, and does not pan', () => {
    const player = withMarquee().play(pointer('pointer-up', 10, 20, onTable('a')));
    expect(player.deeds).toEqual([{ kind: 'select-within', area: { x: 10, y: 20, width: 40, height: 20 } }]);
    expect(player.state.mode.kind).toBe('idle');
  });

  it('CAN-42: Escape ends it without a trace', () => {
    const player = withMarquee().play(key('Escape'), pointer('pointer-up', 10, 20));
    expect(player.deeds).toEqual([]);
    expect(player.state.mode.kind).toBe('idle');
  });
});
