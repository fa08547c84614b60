import { describe, expect, it } from 'vitest';
import { boxOf, FixtureScene, sevenPerCharacter, tableOf } from '../scene.fixture';
import { DragSession } from './drag-session';
import { SceneModel } from './scene-model';
import type { Move, SurfaceCallbacks } from './types';

/** An area with a table, a note and a smaller area in it, and a table and a note outside. */
function session() {
  const scene = new FixtureScene([tableOf('in', { x: 40, y: 60 }), tableOf('out', { x: 900, y: 60 })]);
  scene.putBox(boxOf('area', 'area', { x: 0, y: 0, width: 600, height: 500 }));
  scene.putBox(boxOf('area', 'inner', { x: 300, y: 100, width: 200, height: 200 }));
  scene.putBox(boxOf('note', 'note', { x: 350, y: 150, width: 100, height: 100 }));
  scene.putBox(boxOf('note', 'far', { x: 900, y: 600, width: 100, height: 100 }));
  const model = new SceneModel(scene, sevenPerCharacter);
  const commits: (readonly Move[])[] = [];
  const callbacks: Pick<SurfaceCallbacks, 'onMove' | 'onDragging'> = {
    onMove: (moves) => commits.push(moves),
    onDragging: () => undefined,
  };
  const inView = () => ({ area: { x: -2_000, y: -2_000, width: 5_000, height: 5_000 }, zoom: 1 });
  return { drags: new DragSession(model, callbacks, inView), model, commits };
}

describe('DragSession', () => {
  it('CAN-58: an area takes along what lies in it, in one commit', () => {
    const { drags, commits } = session();
    drags.drag(['area'], { x: 100, y: 20 }, false);
    drags.drop();
    expect(commits).toHaveLength(1);
    const moved = new Map(commits[0]?.map(({ id, x, y }) => [id, { x, y }]));
    expect([...moved.keys()].sort()).toEqual(['area', 'in', 'inner', 'note']);
    expect(moved.get('in')).toEqual({ x: 140, y: 80 });
    expect(moved.get('note')).toEqual({ x: 450, y: 170 });
  });

  it('CAN-58: what an area is dragged over on the way stays', () => {
    const { drags, commits } = session();
    drags.drag(['area'], { x: 800, y: 0 }, false);
    drags.drag(['area'], { x: 810, y: 0 }, false);
    drags.drop();
    expect(commits[0]?.some(({ id }) => id === 'out')).toBe(false);
  });

  it('CAN-57: resizing commits a place and a size, and takes nothing along', () => {
    const { drags, model, commits } = session();
    drags.resize('area', { x: 'left', y: 'bottom' }, { x: 30, y: -40 });
    expect(model.placedRect('area')).toEqual({ x: 30, y: 0, width: 570, height: 460 });
    drags.drop();
    expect(commits).toEqual([[{ id: 'area', x: 30, y: 0, width: 570, height: 460 }]]);
  });

  it('CAN-32: what comes back to where it began is no edit', () => {
    const { drags, commits } = session();
    drags.drag(['note'], { x: 30, y: 30 }, false);
    drags.drag(['note'], { x: 0, y: 0 }, false);
    drags.drop();
    expect(commits).toEqual([]);
  });

  it('CAN-60, CAN-61: aligns with what is not dragged along, and says on which lines', () => {
    const { drags, model } = session();
    drags.drag(['far'], { x: 3, y: -3 }, true);
    expect(model.placedRect('far')).toMatchObject({ x: 900 });
    expect(drags.guides).toContainEqual(expect.objectContaining({ axis: 'x', at: 900 }));
    drags.drag(['far'], { x: 3, y: -3 }, false);
    expect(model.placedRect('far')).toMatchObject({ x: 903, y: 597 });
    expect(drags.guides).toEqual([]);
  });
});
