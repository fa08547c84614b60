import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, program } from './stage';
import { Visitor } from './support';

const sql = `CREATE TABLE customers (id bigint PRIMARY KEY, email text);
CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint);`;

/** The diagram by mouse, in the whole program; each step goes on from the one before. */
describe('by mouse', () => {
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
    await page.screenshot({ path: '.screenshots/failed-mouse.png' });
  });

  const zoom = async (): Promise<number> =>
    Number.parseInt((await page.getByTestId('zoom').textContent()) ?? '', 10);

  /** What the canvas shows, as a text that is another one as soon as anything moved. */
  const picture = (): Promise<string> =>
    page.getByTestId('canvas').evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());

  async function bodies(kind: string): Promise<readonly Record<string, unknown>[]> {
    await visitor.settled();
    return (await visitor.snapshot()).records.filter((one) => one.kind === kind).map((one) => one.body);
  }

  it('UI-64: a long text that is pasted stands aside, can be cleared, and is imported', async () => {
    const paste = async (text: string) => {
      await page.getByTestId('import-text').evaluate((field, pasted) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData('text/plain', pasted);
        field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
      }, text);
    };
    await page.getByTestId('open-import').click();
    await paste(`-- not this one\n${'-- x\n'.repeat(60_000)}`);
    await page.getByText('Pasted 60,002 lines, 301 kB').waitFor();
    await page.getByTestId('import-clear').click();
    await paste(`${sql}\n${'-- x\n'.repeat(60_000)}`);
    await page.getByTestId('import-run').click();
    await page.getByTestId('import-result').waitFor();
    await page.getByTestId('import-close').click();
    expect(await bodies('table')).toHaveLength(2);
  });

  it('CAN-38: the wheel pans, with Control it zooms', async () => {
    const { x, y } = await visitor.middle();
    await page.mouse.move(x, y);
    const before = await picture();
    const size = await zoom();
    await page.mouse.wheel(60, 40);
    await expect.poll(picture).not.toBe(before);
    expect(await zoom()).toBe(size);
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, 200);
    await page.keyboard.up('Control');
    await expect.poll(zoom).toBeLessThan(size);
  });

  it('CAN-31: dragging with the space bar pans from anywhere and moves no table', async () => {
    await page.getByTestId('zoom').click();
    const places = await bodies('layout');
    const { x, y } = await visitor.middle();
    const before = await picture();
    await page.getByTestId('canvas').focus();
    await page.keyboard.down('Space');
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 90, y + 50, { steps: 5 });
    await page.mouse.up();
    await page.keyboard.up('Space');
    await expect.poll(picture).not.toBe(before);
    expect(await bodies('layout')).toEqual(places);
  });

  it('CAN-34, UI-37: a drag from a column’s edge to a column makes a foreign key', async () => {
    await page.keyboard.press('f');
    await expect.poll(zoom).toBe(100);
    // Rows are 28 high below a header of 40, on a canvas whose middle is the middle of both tables.
    const layouts = await bodies('layout');
    const tables = (await visitor.snapshot()).records.filter(({ kind }) => kind === 'table');
    const placeOf = (name: string) => {
      const id = tables.find(({ body }) => body.name === name)?.id;
      const layout = layouts.find(({ recordId }) => recordId === id);
      return { x: Number(layout?.x), y: Number(layout?.y) };
    };
    const [from, to] = [placeOf('orders'), placeOf('customers')];
    const middle = await visitor.middle();
    const width = Math.abs(from.x - to.x) + 208;
    const height = Math.abs(from.y - to.y) + 96;
    const origin = {
      x: middle.x - width / 2 - Math.min(from.x, to.x),
      y: middle.y - height / 2 - Math.min(from.y, to.y),
    };
    const row = { x: origin.x + from.x, y: origin.y + from.y + 40 + 28 + 14 };
    await page.mouse.move(row.x + 60, row.y);
    await page.mouse.move(row.x + 1, row.y, { steps: 4 });
    await page.mouse.down();
    await page.mouse.move(origin.x + to.x + 60, origin.y + to.y + 54, { steps: 8 });
    await page.mouse.up();
    await expect.poll(async () => (await bodies('foreign-key')).length).toBe(1);
    expect(visitor.errors).toEqual([]);
  });

  it('UI-65: an import that did not reach the server is tried again with the same dump', async () => {
    await page.getByTestId('open-import').click();
    await page.getByTestId('import-text').fill('CREATE TABLE letters (id int PRIMARY KEY);');
    await page.route('**/import?*', (route) => route.abort());
    await page.getByTestId('import-run').click();
    await page.getByTestId('import-again').waitFor();
    await page.unroute('**/import?*');
    await page.getByTestId('import-again').click();
    await page.getByTestId('import-result').waitFor();
    await page.getByTestId('import-close').click();
    expect((await bodies('table')).map(({ name }) => name)).toContain('letters');
  });

  it('UI-57: the toast that offers to undo goes with the next edit', async () => {
    const offer = page.locator('[data-sonner-toast]').getByRole('button', { name: 'Undo' });
    await page.getByTestId('outline-table').filter({ hasText: 'letters' }).click();
    await page.getByTestId('canvas').focus();
    await page.keyboard.press('Delete');
    await offer.waitFor();
    await page.getByTestId('create-table').click();
    await offer.waitFor({ state: 'detached' });
    await page.getByTestId('rename-in-place').press('Enter');
  });
});
