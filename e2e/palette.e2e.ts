import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { violations } from './axe';
import { openBrowser, program } from './stage';
import { Visitor } from './support';

/** Each step goes on from the one before. The pointer only asks where things are, until the phone. */
describe('the command palette, by keyboard alone', () => {
  let browser: Browser;
  let visitor: Visitor;
  let page: Page;

  beforeAll(async () => {
    browser = await openBrowser();
    visitor = await Visitor.open(browser);
    page = visitor.page;
    await visitor.newProject(program);
  });
  afterAll(async () => {
    await browser?.close();
  });
  afterEach(async (context) => {
    if (context.task.result?.state !== 'fail') return;
    await page.screenshot({ path: '.screenshots/failed-palette.png' });
  });

  const press = async (...keys: readonly string[]): Promise<void> => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const focused = (on = page) => on.evaluate(() => document.activeElement?.getAttribute('data-testid'));
  const isGone = (on = page) => on.getByRole('dialog').waitFor({ state: 'detached' });

  /** Opens the palette, types, and takes the first answer. */
  async function take(query: string, on = page): Promise<void> {
    await on.keyboard.press('Control+k');
    await on.getByTestId('palette-input').waitFor();
    await on.keyboard.type(query);
    await on.keyboard.press('Enter');
  }

  /** What the palette lists for a text, the names only; it stays open. */
  async function listed(query: string, on = page): Promise<readonly (string | null)[]> {
    await on.getByTestId('palette-input').fill(query);
    const options = await on.getByTestId('palette-option').all();
    return Promise.all(options.map((option) => option.locator(':scope > span').first().textContent()));
  }

  it('UI-152: a command runs when the palette is gone: a table is made, and named on the canvas', async () => {
    await take('new tab');
    await isGone();
    await expect.poll(() => focused()).toBe('rename-in-place');
    await page.keyboard.type('orders');
    await press('Enter');
    await expect.poll(() => focused()).toBe('canvas');
    await take('new column');
    await expect.poll(() => focused()).toBe('rename-in-place');
    await page.keyboard.type('total');
    await press('Enter', 'Escape');
    await take('new table');
    await expect.poll(() => focused()).toBe('rename-in-place');
    await page.keyboard.type('customers');
    await press('Enter');
    await visitor.settled();
    const names = (await visitor.snapshot()).records.flatMap(({ kind, body }) =>
      kind === 'table' || kind === 'column' ? [String(body.name)] : [],
    );
    expect(names.sort()).toEqual(['customers', 'id', 'id', 'orders', 'total']);
  });

  it('UI-154: what is chosen is selected, brought to the middle and shown in the inspector', async () => {
    // With nothing selected the arrows move the picture: all tables go out of view.
    await press('Escape', ...Array.from({ length: 24 }, () => 'ArrowRight'));
    await take('ord tot');
    await isGone();
    await expect.poll(() => focused()).toBe('canvas');
    await expect.poll(() => page.getByTestId('table-name').inputValue()).toBe('orders');
    const line = page.locator('[data-testid=outline-column][aria-selected=true]');
    await expect.poll(() => line.textContent()).toContain('total');
    // What lies in the middle now is what a press there selects.
    await press('Escape');
    expect(await line.count()).toBe(0);
    const { x, y } = await visitor.middle();
    await page.mouse.click(x, y);
    await expect.poll(() => line.textContent()).toContain('total');
    // It is a key press away from being renamed.
    await press('Enter');
    await expect.poll(() => focused()).toBe('rename-in-place');
    expect(await page.getByTestId('rename-in-place').inputValue()).toBe('total');
    await press('Escape');
  });

  it('UI-155: it opens from a field too, arrows choose, Escape gives the keyboard back', async () => {
    await press('F6');
    await expect.poll(() => focused()).toBe('table-name');
    await press('Control+k');
    await expect.poll(() => focused()).toBe('palette-input');
    expect(await violations(visitor), 'nothing typed').toEqual([]);
    const active = () => page.locator('[role=option][aria-selected=true]').textContent();
    const first = await active();
    await press('ArrowDown');
    expect(await active()).not.toBe(first);
    await press('ArrowUp');
    expect(await active()).toBe(first);
    // After these come commands that have the letters here and there.
    const best = (await listed('orders')).slice(0, 4);
    expect(best).toEqual(['orders', 'orders_pkey', 'id', 'total']);
    expect(await violations(visitor), 'results').toEqual([]);
    expect(await listed('nowhere')).toEqual([]);
    expect(await violations(visitor), 'no results').toEqual([]);
    await press('Escape');
    await isGone();
    await expect.poll(() => focused()).toBe('table-name');
    await press('Control+k', 'Control+k');
    await isGone();
  });

  it('UI-153: the question mark shows all keys, and a window that a command opens gives the keyboard back', async () => {
    await press('Shift+F6', '?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    expect(await violations(visitor), 'shortcuts').toEqual([]);
    await press('Escape');
    await isGone();
    await take('export');
    await page.getByRole('dialog', { name: 'Export' }).waitFor();
    await press('Escape');
    await isGone();
    await expect.poll(() => focused()).toBe('canvas');
    await take('dark');
    await expect.poll(() => page.locator('html').getAttribute('data-theme')).toBe('dark');
    await press('Control+k');
    expect(await violations(visitor), 'dark').toEqual([]);
    await press('Escape');
  });

  it('UI-156: who only views finds everything and is offered no edits', async () => {
    const guest = await Visitor.open(browser);
    await visitor.invite(guest, 'viewer');
    await guest.page.keyboard.press('Control+k');
    expect(await listed('new table', guest.page)).toEqual([]);
    expect(await listed('total', guest.page)).toEqual(['total']);
    await guest.page.keyboard.press('Enter');
    await isGone(guest.page);
    await expect.poll(() => guest.page.getByTestId('table-name').inputValue()).toBe('orders');
    expect(guest.errors).toEqual([]);
  });

  it('UI-157: on a phone it opens from its button and shows what is chosen on the canvas', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByRole('button', { name: 'Outline' }).click();
    await page.getByTestId('open-palette-small').click();
    await page.getByTestId('palette-input').fill('cust');
    const window = await page.getByRole('dialog').boundingBox();
    expect(window && window.x >= 0 && window.x + window.width <= 390).toBe(true);
    await page.getByTestId('palette-option').first().click();
    await isGone();
    await page.getByRole('complementary', { name: 'Outline' }).waitFor({ state: 'hidden' });
    expect(visitor.errors).toEqual([]);
  });
});
