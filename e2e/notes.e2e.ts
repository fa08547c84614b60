import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, program } from './stage';
import { Visitor } from './support';

type Rect = { x: number; y: number; width: number; height: number };

function rectOf(body: Record<string, unknown>): Rect {
  const { x, y, width, height } = body;
  return { x: Number(x), y: Number(y), width: Number(width ?? 0), height: Number(height ?? 0) };
}

/** Notes and areas, once by mouse and once by keyboard alone; each step goes on from the one before. */
describe('notes and areas', () => {
  let browser: Browser;
  let visitor: Visitor;
  let page: Page;

  beforeAll(async () => {
    browser = await openBrowser();
    visitor = await Visitor.open(browser);
    page = visitor.page;
    await page.goto(program.address);
    await page.getByTestId('new-project').click();
    await page.waitForURL('**/p/*');
    await visitor.settled();
    await page.getByTestId('toolbar-create-table').click();
    await page.getByTestId('rename-in-place').press('Enter');
  });
  afterAll(async () => {
    await browser?.close();
  });
  afterEach(async (context) => {
    if (context.task.result?.state !== 'fail') return;
    await page.screenshot({ path: '.screenshots/failed-notes.png' });
  });

  async function bodies(kind: string): Promise<readonly Record<string, unknown>[]> {
    await visitor.settled();
    return (await visitor.snapshot()).records.filter((one) => one.kind === kind).map((one) => one.body);
  }

  /** The stored places of everything of a kind. */
  async function placesOf(kind: string): Promise<readonly Rect[]> {
    await visitor.settled();
    const { records } = await visitor.snapshot();
    const ids = new Set(records.filter((one) => one.kind === kind).map(({ id }) => id));
    return records.flatMap(({ body }) => (ids.has(String(body.recordId)) ? [rectOf(body)] : []));
  }

  const typed = () => page.getByTestId('box-in-place');

  it('CAN-59, UI-167: an area is drawn around a table, named, and takes it along', async () => {
    const middle = await visitor.middle();
    await page.getByTestId('toolbar-draw-area').click();
    await page.mouse.move(middle.x - 200, middle.y - 160);
    await page.mouse.down();
    await page.mouse.move(middle.x + 240, middle.y + 140, { steps: 5 });
    await page.mouse.up();
    await typed().fill('Billing');
    await typed().press('Enter');
    expect(await bodies('area')).toMatchObject([{ name: 'Billing' }]);
    const [area] = await placesOf('area');
    const [table] = await placesOf('table');
    await page.mouse.move(middle.x + 60, middle.y - 145);
    await page.mouse.down();
    await page.keyboard.down('Alt');
    await page.mouse.move(middle.x + 20, middle.y - 105, { steps: 4 });
    await page.mouse.up();
    await page.keyboard.up('Alt');
    await expect.poll(() => placesOf('area')).not.toEqual([area]);
    const [moved] = await placesOf('area');
    const [along] = await placesOf('table');
    expect((along?.x ?? 0) - (table?.x ?? 0)).toBe((moved?.x ?? 0) - (area?.x ?? 0));
    expect((along?.y ?? 0) - (table?.y ?? 0)).toBe((moved?.y ?? 0) - (area?.y ?? 0));
    // One edit: it is taken back as one.
    await page.keyboard.press('Control+z');
    await expect.poll(() => placesOf('area')).toEqual([area]);
    expect(await placesOf('table')).toEqual([table]);
  });

  it('CAN-57: a corner resizes it', async () => {
    const before = await placesOf('area');
    const middle = await visitor.middle();
    await page.mouse.move(middle.x + 240, middle.y + 140);
    await page.mouse.down();
    await page.mouse.move(middle.x + 280, middle.y + 170, { steps: 4 });
    await page.mouse.up();
    await expect.poll(() => placesOf('area')).not.toEqual(before);
    const [area] = await placesOf('area');
    expect(area).toMatchObject({ x: before[0]?.x, width: (before[0]?.width ?? 0) + 40 });
    expect(area).toMatchObject({ y: before[0]?.y, height: (before[0]?.height ?? 0) + 30 });
  });

  it('UI-166: a note is written where it stands, and its text changed by a double click', async () => {
    const canvas = await page.getByTestId('canvas').boundingBox();
    if (!canvas) throw new Error('There is no canvas.');
    const place = { x: canvas.x + 140, y: canvas.y + canvas.height - 120 };
    await page.mouse.click(place.x, place.y, { button: 'right' });
    await page.getByRole('menuitem', { name: 'New note here' }).click();
    await typed().fill('Ask finance\nabout tax');
    await typed().press('Escape');
    expect(await bodies('note')).toMatchObject([{ text: 'Ask finance\nabout tax' }]);
    await page.mouse.dblclick(place.x, place.y);
    await typed().fill('Settled');
    await page.getByTestId('canvas').click({ position: { x: 40, y: 40 } });
    expect(await bodies('note')).toMatchObject([{ text: 'Settled' }]);
  });

  it('UI-166, UI-167, UI-168: the same by keyboard alone', async () => {
    await page.getByTestId('canvas').focus();
    await page.keyboard.press('n');
    await page.keyboard.type('By hand');
    await page.keyboard.press('Control+Enter');
    await expect.poll(() => bodies('note')).toHaveLength(2);
    const notes = await placesOf('note');
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => placesOf('note')).not.toEqual(notes);
    await page.keyboard.press('Shift+R');
    await page.keyboard.type('Open points');
    await page.keyboard.press('Enter');
    await expect.poll(() => bodies('area')).toHaveLength(2);
    // The outline is the twin: it finds the area, opens it, and its size is a number in the inspector.
    await page.getByTestId('outline-search').focus();
    await page.keyboard.type('open p');
    await page.getByTestId('outline-area').filter({ hasText: 'Open points' }).waitFor();
    await page.getByTestId('outline').focus();
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    const width = page.getByTestId('box-width');
    await width.focus();
    await width.press('Control+a');
    await page.keyboard.type('640');
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await placesOf('area')).map((area) => area.width)).toContain(640);
    await page.getByTestId('outline').focus();
    await page.keyboard.press('Delete');
    await expect.poll(() => bodies('area')).toMatchObject([{ name: 'Billing' }]);
    expect(visitor.errors).toEqual([]);
  });
});
