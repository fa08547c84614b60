import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BenchServer } from '../bench/canvas/serve';
import { serveBench } from '../bench/canvas/serve';
import type { Rect } from '../src/client/canvas/geometry/rect';
import { boundsOf, centerOf } from '../src/client/canvas/geometry/rect';
import { openBrowser } from './stage';

/** The surface alone, with real input and real frames: no server, no store. */
describe('canvas', () => {
  let site: BenchServer;
  let browser: Browser;
  let page: Page;
  const errors: string[] = [];

  beforeAll(async () => {
    site = await serveBench();
    browser = await openBrowser();
    page = await browser.newPage({ viewport: { width: 1200, height: 800 } });
    page.on('pageerror', (error) => errors.push(error.message));
    await page.goto(site.address);
    await page.evaluate(() => window.bench.open(25, 'light'));
    await page.evaluate(() => window.bench.surface().setCamera({ x: -50, y: -50, zoom: 1 }));
    await settled();
  });

  afterAll(async () => {
    await browser.close();
    site.server.close();
  });

  const frames = (): Promise<number> => page.evaluate(() => window.bench.surface().stats().frames);

  /** Waits until no frame was painted for a while. */
  async function settled(): Promise<number> {
    for (let before = -1; ; ) {
      const now = await frames();
      if (now === before) return now;
      before = now;
      await page.waitForTimeout(250);
    }
  }

  async function rectOf(id: string): Promise<Rect> {
    const rect = await page.evaluate((wanted) => window.bench.surface().screenRectOf(wanted), id);
    if (!rect) throw new Error(`${id} is not in the scene`);
    return rect;
  }

  const takeCalls = (): Promise<readonly (readonly unknown[])[]> =>
    page.evaluate(() => window.bench.calls.splice(0));

  it('CAN-50, CAN-51: nothing is painted at rest, nor when somebody else moves their pointer', async () => {
    const before = await settled();
    const person = { id: 'a', name: 'Ada', color: '#0c98d6', isAway: false };
    const show = (x: number): Promise<void> =>
      page.evaluate(([who, at]) => window.bench.people({ cursors: [{ ...who, x: at, y: 90 }] }), [
        person,
        x,
      ] as const);
    await show(100);
    const first = await settled();
    await show(300);
    await page.getByText('Ada').waitFor();
    expect(await settled()).toBe(first);
    expect(first - before).toBeLessThanOrEqual(1);
  });

  it('CAN-32: a drag selects the table and moves it once', async () => {
    await takeCalls();
    const { x, y } = await rectOf('t1');
    await page.mouse.move(x + 40, y + 15);
    await page.mouse.down();
    await page.mouse.move(x + 70, y + 60, { steps: 6 });
    expect(await rectOf('t1')).toMatchObject({ x: x + 30, y: y + 45 });
    await page.mouse.up();
    const move = { id: 't1', x: 430, y: 45 };
    expect(await takeCalls()).toEqual([
      ['select', ['t1']],
      ['move', [move]],
    ]);
  });

  it('CAN-35: Escape takes a drag back', async () => {
    const before = await rectOf('t0');
    await page.mouse.move(before.x + 40, before.y + 15);
    await page.mouse.down();
    await page.mouse.move(before.x + 90, before.y + 70, { steps: 4 });
    await page.keyboard.press('Escape');
    await page.mouse.up();
    expect(await rectOf('t0')).toEqual(before);
    expect((await takeCalls()).map(([name]) => name)).toEqual(['select']);
  });

  it('CAN-34: a line from a column’s handle to a column connects them', async () => {
    const [from, to] = [await rectOf('t1.fk0'), await rectOf('t0.id')];
    await page.mouse.move(from.x + 40, from.y + 10);
    await page.mouse.move(from.x + 1, from.y + from.height / 2, { steps: 4 });
    await page.mouse.down();
    await page.mouse.move(to.x + 60, to.y + 12, { steps: 6 });
    await page.mouse.up();
    expect(await takeCalls()).toEqual([['connect', 't1.fk0', 't0.id']]);
  });

  it('CAN-36: arrow keys move what is selected and commit once', async () => {
    const { x, y } = await rectOf('t0');
    await page.mouse.click(x + 40, y + 15);
    await takeCalls();
    await page.keyboard.down('ArrowRight');
    await page.keyboard.down('ArrowRight');
    await page.keyboard.up('ArrowRight');
    expect(await takeCalls()).toEqual([['move', [{ id: 't0', x: 16, y: 0 }]]]);
  });

  it('LAY-1, LAY-3: a worker lays the diagram out; a cancelled layout rejects', async () => {
    await page.evaluate(() => window.bench.layOut());
    const places = await page.evaluate(() =>
      [...window.bench.scene().tables()].map(({ x, y }) => `${x} ${y}`),
    );
    expect(new Set(places).size).toBe(25);
    expect(await page.evaluate(() => window.bench.cancelLayout())).toBe('LayoutCancelled');
  });

  it('LAY-1: without its worker the layout is a grid', async () => {
    await page.route('**/elk.worker.ts', (route) => route.abort());
    await page.evaluate(() => window.bench.layOut());
    const xs = await page.evaluate(() => [...window.bench.scene().tables()].map(({ x }) => x));
    // Columns of equal width, which layers are not.
    const columns = [...new Set(xs)].sort((a, b) => a - b);
    const steps = columns.slice(1).map((x, index) => x - (columns[index] ?? 0));
    expect(columns.length).toBeGreaterThan(2);
    expect(new Set(steps).size).toBe(1);
  });

  it('CAN-60, CAN-61: a drag aligns with what is near, not with Alt held', async () => {
    await page.evaluate(() => window.bench.surface().setCamera({ x: -50, y: -50, zoom: 1 }));
    await page.evaluate(() =>
      window.bench.scene().move([
        ['t0', { x: 30, y: 0 }],
        ['t1', { x: 430, y: 45 }],
      ]),
    );
    await settled();
    await takeCalls();
    const { x, y } = await rectOf('t1');
    await page.mouse.move(x + 40, y + 15);
    await page.mouse.down();
    await page.mouse.move(x + 20, y + 30, { steps: 3 });
    await page.mouse.move(x + 44, y + 15 - 41, { steps: 3 });
    expect((await rectOf('t1')).y).toBe((await rectOf('t0')).y);
    await page.keyboard.down('Alt');
    await page.mouse.move(x + 45, y + 15 - 41);
    expect((await rectOf('t1')).y).toBe((await rectOf('t0')).y + 4);
    await page.keyboard.up('Alt');
    await page.mouse.move(x + 44, y + 15 - 41);
    await page.mouse.up();
    expect((await takeCalls()).at(-1)).toEqual(['move', [expect.objectContaining({ id: 't1', y: 0 })]]);
  });

  it('CAN-71, CAN-72: the minimap moves the camera, and paints the scene only when it has changed', async () => {
    await page.evaluate(() => {
      const map = document.createElement('canvas');
      map.style.cssText = 'position: fixed; right: 8px; bottom: 8px; width: 200px; height: 130px;';
      map.id = 'minimap';
      document.body.append(map);
      window.bench.surface().setCamera({ x: -50, y: -50, zoom: 1 });
      window.bench.surface().showMinimap(map);
    });
    await settled();
    const painted = () => page.evaluate(() => window.bench.surface().stats().minimap);
    const middle = () => page.evaluate(() => window.bench.surface().screenToWorld({ x: 600, y: 400 }));
    const before = await painted();
    const box = await page.locator('#minimap').boundingBox();
    if (!box) throw new Error('There is no minimap.');
    await page.mouse.move(box.x + 150, box.y + 100);
    await page.mouse.down();
    const pressed = await middle();
    await page.mouse.move(box.x + 100, box.y + 65, { steps: 3 });
    await page.mouse.up();
    // The middle of the map is the middle of the scene.
    const rects = await page.evaluate(() =>
      [...window.bench.scene().tables()].flatMap(({ id }) => window.bench.surface().tableRect(id) ?? []),
    );
    const bounds = boundsOf(rects);
    const now = await middle();
    expect(pressed.x).toBeGreaterThan(now.x);
    expect(now.x).toBeCloseTo(bounds ? centerOf(bounds).x : Number.NaN, 0);
    expect(now.y).toBeCloseTo(bounds ? centerOf(bounds).y : Number.NaN, 0);
    await settled();
    expect(await painted()).toMatchObject({ scenes: before.scenes });
    expect((await painted()).frames).toBeGreaterThan(before.frames);
    // A jump, as a glide changes the scene with every frame.
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.evaluate(() => window.bench.scene().move([['t0', { x: 10, y: 10 }]]));
    await settled();
    expect(await painted()).toMatchObject({ scenes: before.scenes + 1 });
    await page.emulateMedia({ reducedMotion: 'no-preference' });
  });

  it('CAN-50: the page had no errors', () => {
    expect(errors).toEqual([]);
  });
});
