import { describe, expect, it } from 'vitest';
import { rowRect } from '../geometry/table-geometry';
import { FixtureScene, relationshipOf, sevenPerCharacter, tableOf } from '../scene.fixture';
import { SceneModel } from './scene-model';

function threeTables(): { readonly scene: FixtureScene; readonly model: SceneModel } {
  const scene = new FixtureScene(
    [tableOf('a'), tableOf('b', { x: 600 }), tableOf('c', { x: 1200, y: 300 })],
    [relationshipOf('ba', 'b.1', 'a.0'), relationshipOf('cb', 'c.2', 'b.0')],
  );
  const model = new SceneModel(scene, sevenPerCharacter);
  scene.subscribe((change) => model.update(change));
  return { scene, model };
}

describe('scene model', () => {
  it('CAN-12: a line attaches to the rows of its columns', () => {
    const { model } = threeTables();
    const route = model.placedRelationship('ba')?.route;
    const row = rowRect(model.placed('b')?.rect ?? { x: 0, y: 0, width: 0, height: 0 }, 1);
    expect(route?.from).toEqual({ x: 600, y: row.y + row.height / 2, side: 'left' });
    expect(route?.to.side).toBe('right');
  });

  it('CAN-17: moving a table re-routes its own lines and no others', () => {
    const { scene, model } = threeTables();
    const [before, other] = [model.placedRelationship('ba'), model.placedRelationship('cb')];
    scene.putTable({ ...tableOf('a'), x: -200 });
    expect(model.placedRelationship('ba')).not.toBe(before);
    expect(model.placedRelationship('ba')?.route.to.x).toBe(8);
    expect(model.placedRelationship('cb')).toBe(other);
    expect(model.tablesIn({ x: -200, y: 0, width: 10, height: 10 }).map(({ table }) => table.id)).toEqual([
      'a',
    ]);
  });

  it('CAN-17: a line disappears with its table and comes back with it', () => {
    const { scene, model } = threeTables();
    scene.remove('a');
    expect(model.placedRelationship('ba')).toBeUndefined();
    expect(model.relationshipsIn({ x: -5000, y: -5000, width: 10000, height: 10000 })).toHaveLength(1);
    scene.putTable(tableOf('a'));
    expect(model.placedRelationship('ba')).toBeDefined();
  });

  it('CAN-14: a second line between two tables moves the first aside', () => {
    const { scene, model } = threeTables();
    scene.putRelationship({ ...relationshipOf('ba2', 'b.2', 'a.0') });
    const turns = ['ba', 'ba2'].map((id) => model.placedRelationship(id)?.route.points[1]?.x);
    expect(turns[0]).not.toBe(turns[1]);
    const alone = turns[0];
    scene.remove('ba2');
    expect(model.placedRelationship('ba')?.route.points[1]?.x).not.toBe(alone);
  });

  it('CAN-17: a relationship that is re-pointed leaves nothing behind at its old table', () => {
    const { scene, model } = threeTables();
    scene.putRelationship(relationshipOf('cb', 'c.2', 'a.1'));
    expect([...model.relationshipIdsOf('b')]).toEqual(['ba']);
    expect(new Set(model.relationshipIdsOf('a'))).toEqual(new Set(['ba', 'cb']));
  });

  it('CAN-32: local places hide the stored ones, others’ come second, and both can be taken back', () => {
    const { model } = threeTables();
    const xOf = (): number | undefined => model.placed('a')?.rect.x;
    model.setRemotePositions(new Map([['a', { x: 50, y: 0 }]]));
    expect(xOf()).toBe(50);
    model.setLocalPositions(new Map([['a', { x: 70, y: 0 }]]));
    expect(xOf()).toBe(70);
    model.setLocalPositions(new Map());
    expect(xOf()).toBe(50);
    model.setRemotePositions(new Map());
    expect(xOf()).toBe(0);
  });

  it('CAN-20: raised tables are painted and hit last', () => {
    const { scene, model } = threeTables();
    scene.putTable(tableOf('b'));
    const order = (): readonly string[] =>
      model.tablesIn({ x: 0, y: 0, width: 10, height: 10 }).map(({ table }) => table.id);
    expect(order()).toEqual(['a', 'b']);
    model.raise(['a']);
    expect(order()).toEqual(['b', 'a']);
  });

  it('CAN-3: what a selection means as a place', () => {
    const { model } = threeTables();
    expect(model.placedIdsOf(['a', 'c.1', 'ba', 'gone'])).toEqual(['a', 'c', 'b', 'a']);
    expect(model.rectOf('b.2')).toMatchObject({ x: 600, y: 96, height: 28 });
    expect(model.rectOf('gone')).toBeNull();
    expect(model.bounds(['gone'])).toBeNull();
  });
});
