import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Camera } from './camera';
import {
  afterResize,
  between,
  fitRect,
  isInView,
  maxZoom,
  minZoom,
  panBy,
  screenToWorld,
  worldToScreen,
  zoomAt,
} from './camera';
import { cameraAt, hasLanded } from './surface/flight';

const coordinate = fc.double({ min: -100_000, max: 100_000, noNaN: true });
const point = fc.record({ x: coordinate, y: coordinate });
const screen = fc.record({
  x: fc.double({ min: 0, max: 4000, noNaN: true }),
  y: fc.double({ min: 0, max: 4000, noNaN: true }),
});
const camera: fc.Arbitrary<Camera> = fc.record({
  x: coordinate,
  y: coordinate,
  zoom: fc.double({ min: minZoom, max: maxZoom, noNaN: true }),
});
const height = fc.integer({ min: 100, max: 3000 });
const viewport = { width: 1440, height: 900 };

describe('camera', () => {
  it('CAN-6: what is in the middle stays in the middle when the canvas becomes lower or higher', () => {
    fc.assert(
      fc.property(camera, height, height, (from, high, low) => {
        const [before, after] = [high, low].map((size) => ({ width: 400, height: size }));
        if (!before || !after) throw new Error('Two sizes were meant.');
        const middle = screenToWorld(from, { x: 0, y: before.height / 2 });
        const { x, y } = worldToScreen(afterResize(from, before, after), middle);
        expect(x).toBeCloseTo(0, 3);
        expect(y).toBeCloseTo(after.height / 2, 3);
      }),
    );
  });

  it('CAN-1: world to screen and back is the same point', () => {
    fc.assert(
      fc.property(camera, point, (view, world) => {
        const back = screenToWorld(view, worldToScreen(view, world));
        expect(back.x).toBeCloseTo(world.x, 5);
        expect(back.y).toBeCloseTo(world.y, 5);
      }),
    );
  });

  it('CAN-2: zooming keeps the point under the pointer, and its limits', () => {
    fc.assert(
      fc.property(camera, screen, fc.double({ min: 0.001, max: 1000, noNaN: true }), (view, at, factor) => {
        const fixed = screenToWorld(view, at);
        const zoomed = zoomAt(view, factor, at);
        const shown = worldToScreen(zoomed, fixed);
        expect(shown.x).toBeCloseTo(at.x, 4);
        expect(shown.y).toBeCloseTo(at.y, 4);
        expect(zoomed.zoom).toBeGreaterThanOrEqual(minZoom);
        expect(zoomed.zoom).toBeLessThanOrEqual(maxZoom);
      }),
    );
  });

  it('CAN-3: fitting shows all of it in the middle, never enlarged', () => {
    const size = fc.double({ min: 1, max: 40_000, noNaN: true });
    fc.assert(
      fc.property(point, size, size, (corner, width, height) => {
        const rect = { ...corner, width, height };
        const view = fitRect(rect, viewport);
        expect(view.zoom).toBeLessThanOrEqual(1);
        expect(isInView(view, viewport, rect)).toBe(true);
        const middle = worldToScreen(view, { x: rect.x + width / 2, y: rect.y + height / 2 });
        expect(middle.x).toBeCloseTo(720, 3);
        expect(middle.y).toBeCloseTo(450, 3);
      }),
    );
  });

  it('CAN-4: panning moves every point by the same pixels', () => {
    fc.assert(
      fc.property(camera, point, screen, (view, world, by) => {
        const before = worldToScreen(view, world);
        const after = worldToScreen(panBy(view, by.x, by.y), world);
        expect(after.x - before.x).toBeCloseTo(by.x, 3);
        expect(after.y - before.y).toBeCloseTo(by.y, 3);
      }),
    );
  });

  it('CAN-5: a flight begins and ends at its cameras and stays between their zooms', () => {
    fc.assert(
      fc.property(camera, camera, fc.double({ min: 0, max: 1, noNaN: true }), (from, to, t) => {
        const start = between(from, to, 0, viewport);
        expect(start.zoom).toBeCloseTo(from.zoom, 9);
        expect(start.x).toBeCloseTo(from.x, 3);
        expect(between(from, to, 1, viewport)).toEqual(to);
        const { zoom } = between(from, to, t, viewport);
        expect(zoom).toBeGreaterThanOrEqual(Math.min(from.zoom, to.zoom) * 0.999);
        expect(zoom).toBeLessThanOrEqual(Math.max(from.zoom, to.zoom) * 1.001);
        for (const isLeg of [false, true]) {
          const flight = { from, to, startMs: 1000, isLeg };
          expect(hasLanded(flight, 1010)).toBe(false);
          expect(hasLanded(flight, 1200)).toBe(true);
          expect(cameraAt(flight, 1200, viewport)).toEqual(to);
        }
      }),
    );
  });
});
