/**
 * Frames a second of scripted gestures on 100 and 1,000 tables, in headless Chromium with software raster. A
 * frame is one callback of requestAnimationFrame; the gestures are real input events, one per frame.
 */
import type { Page } from 'playwright-core';
import { launchBrowser } from '../../test/browser/launch';
import { serveBench } from './serve';

const gestures = ['pan', 'pan whole', 'zoom', 'drag', 'glide'] as const;
type Gesture = (typeof gestures)[number];

type Figures = { readonly framesPerSecond: number; readonly p95Ms: number; readonly painted: number };

const framesPerGesture = 120;

/** Runs in the page. */
async function play([gesture, frames]: readonly [Gesture, number]): Promise<Figures> {
  const surface = window.bench.surface();
  const canvas = document.querySelector('canvas');
  if (!canvas) throw new Error('The page has no canvas.');
  const at = (x: number, y: number, more: PointerEventInit = {}): PointerEventInit => ({
    clientX: x,
    clientY: y,
    pointerId: 1,
    bubbles: true,
    ...more,
  });
  const wheel = (deltaX: number, deltaY: number, ctrlKey: boolean): boolean =>
    canvas.dispatchEvent(
      new WheelEvent('wheel', { deltaX, deltaY, ctrlKey, clientX: 700, clientY: 450, cancelable: true }),
    );
  /** Everything is given another place, as by arranging, or its first one again. */
  const away = (distance: number): void =>
    window.bench.scene().move(places.map(({ id, x, y }) => [id, { x: x + distance, y: y + distance }]));
  const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));

  surface.fit('all');
  await new Promise((resolve) => setTimeout(resolve, 700));
  if (gesture === 'pan') surface.centerOn('t7');
  await new Promise((resolve) => setTimeout(resolve, 700));
  const table = surface.screenHeaderOf('t0') ?? { x: 0, y: 0, width: 0, height: 0 };
  const grip = { x: table.x + table.width / 2, y: table.y + table.height / 2 };
  if (gesture === 'drag')
    canvas.dispatchEvent(new PointerEvent('pointerdown', at(grip.x, grip.y, { button: 0 })));

  const places = [...window.bench.scene().tables()].flatMap(({ id }) => {
    const rect = surface.tableRect(id);
    return rect ? [{ id, x: rect.x, y: rect.y }] : [];
  });
  const painted = surface.stats().frames;
  const times: number[] = [];
  let before = await frame();
  for (let index = 0; index < frames; index += 1) {
    const turn = Math.sin((index / frames) * 4 * Math.PI);
    if (gesture === 'pan' || gesture === 'pan whole') wheel(turn * 30, turn * 14, false);
    else if (gesture === 'zoom') wheel(0, index < frames / 2 ? -6 : 6, true);
    else if (gesture === 'glide') {
      if (index % 20 === 0) away(index % 40 === 0 ? 300 : 0);
    } else canvas.dispatchEvent(new PointerEvent('pointermove', at(grip.x + 200 * turn, grip.y + index)));
    const now = await frame();
    times.push(now - before);
    before = now;
  }
  if (gesture === 'drag') canvas.dispatchEvent(new PointerEvent('pointerup', at(grip.x, grip.y)));
  const total = times.reduce((sum, time) => sum + time, 0);
  const p95Ms = times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? 0;
  return { framesPerSecond: (times.length * 1000) / total, p95Ms, painted: surface.stats().frames - painted };
}

async function measure(page: Page, tables: number): Promise<void> {
  const openMs = await page.evaluate((count) => window.bench.open(count, 'light'), tables);
  await page.waitForTimeout(500);
  const layoutMs = await page.evaluate(() => window.bench.layOut());
  process.stdout.write(`${tables} tables: open ${openMs.toFixed(0)} ms, layout ${layoutMs.toFixed(0)} ms\n`);
  for (const gesture of gestures) {
    const runs: Figures[] = [];
    for (let run = 0; run < 3; run += 1) {
      runs.push(await page.evaluate(play, [gesture, framesPerGesture] as const));
    }
    const [, median] = runs.toSorted((a, b) => a.framesPerSecond - b.framesPerSecond);
    if (!median) continue;
    const { framesPerSecond, p95Ms, painted } = median;
    process.stdout.write(
      `  ${gesture.padEnd(10)} ${framesPerSecond.toFixed(1).padStart(5)} frames/s  p95 ${p95Ms.toFixed(1)} ms  ${painted} painted\n`,
    );
  }
  const stats = await page.evaluate(() => window.bench.surface().stats());
  process.stdout.write(
    `  bitmaps ${(stats.bitmapBytes / 2 ** 20).toFixed(1)} MiB, ${stats.drawnBitmaps} drawn\n`,
  );
}

async function main(): Promise<void> {
  const { address, server } = await serveBench();
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.on('pageerror', (error) => process.stderr.write(`${error.stack ?? error.message}\n`));
    await page.goto(address);
    for (const tables of [100, 1000]) await measure(page, tables);
  } finally {
    await browser.close();
    server.close();
  }
}

await main();
