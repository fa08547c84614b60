import { describe, expect, it } from 'vitest';
import type { Point } from '../geometry/rect';
import { FixtureScene, sevenPerCharacter, tableOf } from '../scene.fixture';
import { DragSession } from './drag-session';
import { glideMs } from './glides';
import { MovingPlaces } from './moving-places';
import { SceneModel } from './scene-model';

/** A table `a` at (0, 0), and what happens to it at which time. */
function gliding({ reducesMotion = false } = {}) {
  const scene = new FixtureScene([tableOf('a'), tableOf('b', { x: 900 })]);
  const model = new SceneModel(scene, sevenPerCharacter);
  const moving = new MovingPlaces(model, () => reducesMotion);
  let now = 0;
  scene.subscribe((change) => moving.takeIn(change, now));
  const shown = () => model.placed('a')?.rect.x;
  return {
    model,
    moving,
    shown,
    at: (ms: number) => {
      now = ms;
      return { state: moving.advance(ms), x: shown() };
    },
    store: (ms: number, place: Partial<Point>) => {
      now = ms;
      scene.putTable(tableOf('a', place));
    },
    remove: () => scene.remove('a'),
  };
}

describe('gliding', () => {
  it('CAN-75: sets out from where it was shown, arrives in 300 ms, and rests then', () => {
    const table = gliding();
    table.store(1_000, { x: 800 });
    expect(table.shown()).toBe(0);
    expect(table.at(1_000 + glideMs / 2)).toEqual({ state: 'moved', x: 700 });
    expect(table.at(1_000 + glideMs)).toEqual({ state: 'moved', x: 800 });
    expect(table.at(1_001 + glideMs)).toEqual({ state: 'rests', x: 800 });
  });

  it('CAN-75: another place on the way changes the way without a jump', () => {
    const table = gliding();
    table.store(0, { x: 800 });
    table.at(glideMs / 2);
    table.store(glideMs / 2, { x: 0 });
    expect(table.shown()).toBe(700);
    expect(table.at(glideMs * 1.5).x).toBe(0);
  });

  it('CAN-75: is a jump for people who ask for less motion', () => {
    const table = gliding({ reducesMotion: true });
    table.store(0, { x: 800 });
    expect(table.shown()).toBe(800);
    expect(table.at(1).state).toBe('rests');
  });

  it('CAN-76: fitting and laying out go by where things come to rest', () => {
    const table = gliding();
    table.store(0, { x: 800 });
    expect(table.model.restingRect('a')?.x).toBe(800);
    expect(table.model.bounds(['a'])?.x).toBe(800);
  });

  it('CAN-76: input ends it where things belong', () => {
    const table = gliding();
    table.store(0, { x: 800 });
    table.moving.finishGlides();
    expect(table.shown()).toBe(800);
    expect(table.at(10)).toEqual({ state: 'rests', x: 800 });
  });

  it('CAN-76: what I drag stays under my pointer, whatever others store', () => {
    const table = gliding();
    const silent = { onMove: () => undefined, onDragging: () => undefined };
    const view = { area: { x: 0, y: 0, width: 1, height: 1 }, zoom: 1 };
    const drag = new DragSession(table.model, silent, () => view);
    drag.drag(['a'], { x: 40, y: 0 }, false);
    table.store(0, { x: 800 });
    expect(table.at(10).x).toBe(40);
    expect(table.at(2 * glideMs).x).toBe(40);
    drag.cancel();
    expect(table.shown()).toBe(800);
  });

  it('CAN-76: what is dropped stands where it was dropped', () => {
    const table = gliding();
    const onMove = () => table.store(5, { x: 40 });
    const view = { area: { x: 0, y: 0, width: 1, height: 1 }, zoom: 1 };
    const drag = new DragSession(table.model, { onMove, onDragging: () => undefined }, () => view);
    drag.drag(['a'], { x: 40, y: 0 }, false);
    drag.drop();
    expect(table.shown()).toBe(40);
    expect(table.at(10).x).toBe(40);
  });

  it('CAN-76: what somebody else dragged stands where they left it', () => {
    const table = gliding();
    table.moving.setDragged(new Map([['a', { x: 100, y: 0 }]]), 0);
    table.store(50, { x: 120 });
    expect(table.shown()).toBe(120);
  });

  it('CAN-76: what is deleted on the way is gone', () => {
    const table = gliding();
    table.store(0, { x: 800 });
    table.remove();
    expect(table.at(10).x).toBeUndefined();
    expect(table.at(glideMs).x).toBeUndefined();
  });
});
