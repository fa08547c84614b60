import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { visibleWorld } from '../camera';
import { centerOf } from '../geometry/rect';
import { cameraHeld, frameOf, gripAt, mapToWorld, projectionOf, rectToMap } from './projection';

const coordinate = fc.double({ min: -50_000, max: 50_000, noNaN: true });
const length = fc.double({ min: 1, max: 60_000, noNaN: true });
const rect = fc.record({ x: coordinate, y: coordinate, width: length, height: length });
const camera = fc.record({
  x: coordinate,
  y: coordinate,
  zoom: fc.double({ min: 0.02, max: 4, noNaN: true }),
});
const map = { width: 200, height: 130 };
const viewport = { width: 1200, height: 800 };
const onMap = fc.record({
  x: fc.double({ min: 0, max: map.width, noNaN: true }),
  y: fc.double({ min: 0, max: map.height, noNaN: true }),
});

describe('the projection of the minimap', () => {
  it('CAN-70: the whole scene is on the map', () => {
    fc.assert(
      fc.property(rect, (scene) => {
        const { x, y, width, height } = rectToMap(projectionOf(scene, map), scene);
        expect(Math.min(x, y)).toBeGreaterThanOrEqual(7.9);
        expect(x + width).toBeLessThanOrEqual(map.width - 7.9);
        expect(y + height).toBeLessThanOrEqual(map.height - 7.9);
      }),
    );
  });

  it('CAN-70: the frame of the view never leaves the map, and can always be seen', () => {
    fc.assert(
      fc.property(rect, camera, (scene, view) => {
        const frame = frameOf(projectionOf(scene, map), view, viewport, map);
        expect(Math.min(frame.x, frame.y)).toBeGreaterThanOrEqual(0);
        expect(frame.x + frame.width).toBeLessThanOrEqual(map.width + 1e-6);
        expect(frame.y + frame.height).toBeLessThanOrEqual(map.height + 1e-6);
        expect(Math.min(frame.width, frame.height)).toBeGreaterThan(5.9);
      }),
    );
  });

  it('CAN-71: a press beside the frame puts the middle of the view under the pointer', () => {
    const projection = projectionOf({ x: 0, y: 0, width: 8_000, height: 5_000 }, map);
    const view = { x: 0, y: 0, zoom: 1 };
    const at = { x: 150, y: 100 };
    const grip = gripAt(projection, view, viewport, at);
    const moved = cameraHeld(projection, view, viewport, { grip, at });
    const middle = centerOf(visibleWorld(moved, viewport));
    const meant = mapToWorld(projection, at);
    expect(middle.x).toBeCloseTo(meant.x);
    expect(middle.y).toBeCloseTo(meant.y);
  });

  it('CAN-71: a press within the frame moves nothing, and dragging moves the view by as much as the pointer', () => {
    fc.assert(
      fc.property(rect, onMap, onMap, (scene, from, to) => {
        const projection = projectionOf(scene, map);
        const under = mapToWorld(projection, from);
        const view = { x: under.x - 100, y: under.y - 100, zoom: 1 };
        const grip = gripAt(projection, view, viewport, from);
        const still = cameraHeld(projection, view, viewport, { grip, at: from });
        const moved = cameraHeld(projection, view, viewport, { grip, at: to });
        const slack = 1e-6 * (1 + Math.abs(view.x) + Math.abs(view.y) + 1 / projection.scale);
        expect(Math.abs(still.x - view.x)).toBeLessThan(slack);
        expect(Math.abs(still.y - view.y)).toBeLessThan(slack);
        expect(Math.abs((moved.x - view.x) * projection.scale - (to.x - from.x))).toBeLessThan(slack);
        expect(moved.zoom).toBe(1);
      }),
    );
  });
});
