/** Pictures of the surface at several zooms, light and dark, into the folder given as argument. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../../test/browser/launch';
import { serveBench } from './serve';

type Shot = { readonly name: string; readonly tables: number; readonly zoom: number | 'fit' };

const shots: readonly Shot[] = [
  { name: 'far-1000', tables: 1000, zoom: 'fit' },
  { name: 'fit-100', tables: 100, zoom: 'fit' },
  { name: 'fit-25', tables: 25, zoom: 'fit' },
  { name: 'zoom-30', tables: 100, zoom: 0.3 },
  { name: 'zoom-60', tables: 100, zoom: 0.6 },
  { name: 'zoom-100', tables: 100, zoom: 1 },
];

async function take(page: Page, folder: string, theme: 'light' | 'dark', ratio: number): Promise<void> {
  let open = 0;
  for (const shot of shots) {
    if (shot.tables !== open) {
      const ms = await page.evaluate(([tables, name]) => window.bench.open(tables, name), [
        shot.tables,
        theme,
      ] as const);
      await page.waitForTimeout(300);
      const layoutMs = await page.evaluate(() => window.bench.layOut());
      process.stdout.write(
        `${shot.tables} tables: open ${ms.toFixed(0)} ms, layout ${layoutMs.toFixed(0)} ms\n`,
      );
      open = shot.tables;
    }
    await page.evaluate((zoom) => {
      const surface = window.bench.surface();
      surface.fit('all');
      if (zoom === 'fit') return;
      surface.setSelection(new Set(['t7']));
      const at = surface.tableRect('t3') ?? { x: 0, y: 0 };
      surface.setCamera({ x: at.x - 200 / zoom, y: at.y - 200 / zoom, zoom });
    }, shot.zoom);
    await page.waitForTimeout(900);
    if (shot.zoom === 1) await decorate(page);
    await page.screenshot({ path: join(folder, `${shot.name}-${theme}-${ratio}x.png`) });
  }
}

/** People, selections and a hovered column. */
async function decorate(page: Page): Promise<void> {
  const at = await page.evaluate(() => {
    const bench = window.bench;
    const rect = bench.surface().tableRect('t3') ?? { x: 0, y: 0 };
    bench.people({
      cursors: [
        { id: 'a', name: 'Grace', color: '#d6438f', isAway: false, x: rect.x + 420, y: rect.y + 90 },
        { id: 'b', name: 'Edgar F.', color: '#f5c542', isAway: false, x: rect.x + 500, y: rect.y + 330 },
      ],
      selections: [{ personId: 'a', name: 'Grace', color: '#d6438f', recordIds: ['t3'], editedId: null }],
    });
    bench.surface().setSelection(new Set(['t3.3']));
    return bench.surface().screenRectOf('t3.fk0');
  });
  if (at) await page.mouse.move(at.x + 40, at.y + at.height / 2);
  await page.waitForTimeout(300);
}

async function inContext(browser: Browser, address: string, folder: string, ratio: number): Promise<void> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    deviceScaleFactor: ratio,
  });
  const page = await context.newPage();
  page.on('pageerror', (error) => process.stderr.write(`${error.stack ?? error.message}\n`));
  await page.goto(address);
  for (const theme of ['light', 'dark'] as const) await take(page, folder, theme, ratio);
  await context.close();
}

async function main(): Promise<void> {
  const folder = process.argv[2] ?? 'screenshots/canvas';
  await mkdir(folder, { recursive: true });
  const { address, server } = await serveBench();
  const browser = await launchBrowser();
  try {
    for (const ratio of [1, 2]) await inContext(browser, address, folder, ratio);
  } finally {
    await browser.close();
    server.close();
  }
}

await main();
