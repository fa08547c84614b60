import { describe, expect, it } from 'vitest';
import type { Point } from '../geometry/rect';
import { FixtureScene, sevenPerCharacter, tableOf } from '../scene.fixture';
import { motionMs } from './motion';
import { RemoteDrags } from './remote-drags';
import { SceneModel } from './scene-model';

/** A table at (0, 0) that somebody else drags, and what happens to it at which time. */
function dragged() {
  const scene = new FixtureScene([tableOf('a'), tableOf('b', { x: 900 })]);
  const model = new SceneModel(scene, sevenPerCharacter);
  const drags = new RemoteDrags(model);
  let now = 0;
  scene.subscribe((change) => drags.confirm(model.update(change).keys(), now));
  return {
    at: (ms: number) => {
      now = ms;
      drags.advance(ms);
      return { x: model.placed('a')?.rect.x, y: model.placed('a')?.rect.y };
    },
    say: (ms: number, place: Point | null) => {
      now = ms;
      drags.set(new Map(place ? [['a', place]] : []), ms);
    },
    store: (ms: number, place: Point) => {
      now = ms;
      scene.putTable(tableOf('a', place));
    },
    rename: () => scene.putTable({ ...tableOf('a'), name: 'renamed' }),
  };
}

describe('RemoteDrags', () => {
  it('CAN-51: a table glides to where it is said to be within 100 ms', () => {
    const table = dragged();
    table.say(0, { x: 100, y: 0 });
    expect(table.at(motionMs / 2)).toEqual({ x: 50, y: 0 });
    expect(table.at(motionMs)).toEqual({ x: 100, y: 0 });
  });

  it('CAN-54: the stored place ends the glide at once', () => {
    const table = dragged();
    table.say(0, { x: 100, y: 0 });
    table.store(10, { x: 120, y: 8 });
    expect(table.at(10)).toEqual({ x: 120, y: 8 });
    expect(table.at(60)).toEqual({ x: 120, y: 8 });
  });

  it('CAN-54: what is said of the drag afterwards is not believed', () => {
    const table = dragged();
    table.say(0, { x: 100, y: 0 });
    table.store(10, { x: 120, y: 8 });
    table.say(20, { x: 110, y: 4 });
    expect(table.at(80)).toEqual({ x: 120, y: 8 });
    // The last word of it stands for as long as the other pointer moves on and says nothing else of the table.
    table.say(2_000, { x: 110, y: 4 });
    expect(table.at(2_200)).toEqual({ x: 120, y: 8 });
  });

  it('CAN-54: also when the first word of the drag comes behind the stored place', () => {
    const table = dragged();
    table.store(10, { x: 120, y: 8 });
    table.say(30, { x: 60, y: 0 });
    expect(table.at(200)).toEqual({ x: 120, y: 8 });
  });

  it('CAN-54: the next drag is shown again', () => {
    const table = dragged();
    table.say(0, { x: 100, y: 0 });
    table.store(10, { x: 120, y: 8 });
    table.say(20, null);
    table.say(1_000, { x: 300, y: 0 });
    expect(table.at(1_000 + motionMs)).toEqual({ x: 300, y: 0 });
  });

  it('CAN-54: a table that was let go stays there until its stored place has come', () => {
    const table = dragged();
    table.say(0, { x: 100, y: 0 });
    table.say(motionMs, null);
    expect(table.at(400)).toEqual({ x: 100, y: 0 });
    table.store(400, { x: 104, y: 0 });
    expect(table.at(400)).toEqual({ x: 104, y: 0 });
    expect(table.at(2_000)).toEqual({ x: 104, y: 0 });
  });

  it('CAN-54: a drag that was given up ends where the table is stored', () => {
    const table = dragged();
    table.say(0, { x: 100, y: 0 });
    table.say(motionMs, null);
    table.say(500, null);
    expect(table.at(1_000)).toEqual({ x: 0, y: 0 });
  });

  it('CAN-54: another change of the table ends nothing', () => {
    const table = dragged();
    table.say(0, { x: 100, y: 0 });
    table.rename();
    expect(table.at(motionMs)).toEqual({ x: 100, y: 0 });
  });
});
