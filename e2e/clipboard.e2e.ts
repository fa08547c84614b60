import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, program } from './stage';
import { Visitor } from './support';

const script = `CREATE TYPE status AS ENUM ('new', 'paid');
CREATE TABLE customers (id bigint PRIMARY KEY, name text NOT NULL);
CREATE TABLE orders (
  id bigint PRIMARY KEY, customer_id bigint NOT NULL REFERENCES customers, status status NOT NULL DEFAULT 'new'
);`;

/** Tables on their way through the clipboard; each step goes on from the one before. */
describe('clipboard', () => {
  let browser: Browser;
  let visitor: Visitor;
  let page: Page;

  beforeAll(async () => {
    browser = await openBrowser();
    visitor = await Visitor.open(browser);
    page = visitor.page;
    await visitor.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await newProject();
  });
  afterAll(async () => {
    await browser?.close();
  });
  afterEach(async (context) => {
    if (context.task.result?.state !== 'fail') return;
    await page.screenshot({ path: '.screenshots/failed-clipboard.png' });
  });

  async function newProject(): Promise<void> {
    await visitor.newProject(program);
  }

  async function named(kind: string): Promise<readonly unknown[]> {
    await visitor.settled();
    const { records } = await visitor.snapshot();
    return records
      .filter((record) => record.kind === kind)
      .map(({ body }) => body.name)
      .sort();
  }

  const clipboardText = (): Promise<string> => page.evaluate(() => navigator.clipboard.readText());

  it('UI-185: SQL that is pasted on the canvas waits in the window of the import', async () => {
    await page.evaluate((text) => navigator.clipboard.writeText(text), script);
    await page.getByTestId('canvas').focus();
    await page.keyboard.press('Control+v');
    expect(await page.getByTestId('import-text').inputValue()).toBe(script);
    await page.keyboard.press('Enter');
    await page.getByTestId('import-close').click();
    expect(await named('table')).toEqual(['customers', 'orders']);
  });

  it('UI-185: what was typed into it is there to be changed when it cannot be read', async () => {
    const typed = 'CREATE TABLE wrong (a text TEXT);';
    await page.getByTestId('open-import').click();
    await page.getByTestId('import-text').fill(typed);
    await page.getByTestId('import-run').click();
    await page.getByText('Line 1, column 28').waitFor();
    await page.getByTestId('import-back').click();
    expect(await page.getByTestId('import-text').inputValue()).toBe(typed);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  it('UI-186: a table is copied and pasted by keys, in one step that can be undone', async () => {
    await visitor.goTo('orders');
    await page.getByTestId('canvas').focus();
    await page.keyboard.press('Control+c');
    expect(await clipboardText()).toContain("CREATE TYPE status AS ENUM ('new', 'paid');");
    await page.keyboard.press('Control+v');
    expect(await named('table')).toEqual(['customers', 'orders', 'orders_copy']);
    expect(await named('foreign-key')).toEqual(['orders_copy_customer_id_fkey', 'orders_customer_id_fkey']);
    expect(await named('enum')).toEqual(['status']);
    await page.keyboard.press('Control+z');
    expect(await named('table')).toEqual(['customers', 'orders']);
  });

  it('UI-187: what is selected as text, or typed, is copied as text', async () => {
    const search = page.getByTestId('outline-search');
    await search.fill('customers');
    await search.selectText();
    await page.keyboard.press('Control+c');
    expect(await clipboardText()).toBe('customers');
    await page.keyboard.press('End');
    await page.keyboard.press('Control+v');
    expect(await search.inputValue()).toBe('customerscustomers');
    await search.fill('');
  });

  it('UI-188: Control or Command with D duplicates all selected tables, joined as they were', async () => {
    await page.getByTestId('canvas').focus();
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Control+d');
    expect(await named('table')).toEqual(['customers', 'customers_copy', 'orders', 'orders_copy']);
    const { records } = await visitor.snapshot();
    const tables = new Map(records.map(({ id, body }) => [body.name, id]));
    const key = records.find(({ body }) => body.name === 'orders_copy_customer_id_fkey');
    expect(key?.body.referencedTableId).toBe(tables.get('customers_copy'));
    await page.keyboard.press('Control+z');
    expect(await named('table')).toEqual(['customers', 'orders']);
  });

  it('UI-189: the menu copies, and pastes where it was opened; another project takes what is missing along', async () => {
    await visitor.goTo('orders');
    const middle = await visitor.middle();
    await page.mouse.click(middle.x, middle.y, { button: 'right' });
    await page.getByRole('menuitem', { name: 'Copy table' }).click();
    await expect.poll(clipboardText).toContain('CREATE TABLE orders');
    await newProject();
    await page.getByTestId('canvas').focus();
    await page.keyboard.press('Control+v');
    await page.getByText('Left out the foreign key orders_customer_id_fkey').waitFor();
    expect(await named('table')).toEqual(['orders']);
    expect(await named('enum')).toEqual(['status']);
    const box = await page.getByTestId('canvas').boundingBox();
    await page.mouse.click((box?.x ?? 0) + 60, (box?.y ?? 0) + 60, { button: 'right' });
    await page.getByRole('menuitem', { name: 'Paste here' }).click();
    await expect.poll(() => named('table')).toEqual(['orders', 'orders_copy']);
  });

  it('UI-190: a cut table is gone, and comes back under its own name', async () => {
    await visitor.goTo('orders_copy');
    await page.getByTestId('canvas').focus();
    await page.keyboard.press('Control+x');
    expect(await named('table')).toEqual(['orders']);
    await page.keyboard.press('Control+v');
    expect(await named('table')).toEqual(['orders', 'orders_copy']);
  });

  it('UI-192: the selected tables are arranged by a key, and go back in one step', async () => {
    const places = async () => {
      await visitor.settled();
      const { records } = await visitor.snapshot();
      return records.filter(({ kind }) => kind === 'layout').map(({ body }) => body);
    };
    await page.getByTestId('canvas').focus();
    await page.keyboard.press('Control+a');
    const standing = await places();
    await page.keyboard.press('ArrowDown');
    await expect.poll(places).not.toEqual(standing);
    const before = await places();
    expect(before.map(({ arranged }) => arranged)).toEqual([undefined, undefined]);
    await page.keyboard.press('Shift+A');
    await page.getByText('Arranged 2 tables').waitFor();
    expect((await places()).map(({ arranged }) => arranged)).toEqual([true, true]);
    await page.keyboard.press('Control+z');
    expect(await places()).toEqual(before);
    expect(visitor.errors).toEqual([]);
  });
});
