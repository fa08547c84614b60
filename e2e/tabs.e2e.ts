import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../test/browser/launch';
import { Program, Visitor } from './support';

const tabCount = 8;

/** More tabs of one browser than it opens connections to one host. */
describe('one person with many tabs', () => {
  const program = new Program();
  let browser: Browser;
  let ada: Visitor;

  beforeAll(async () => {
    await program.start();
    browser = await launchBrowser();
    ada = await Visitor.open(browser);
  });
  afterAll(async () => {
    await browser?.close();
    await program.stop();
  });

  it('SYNC-80, SYNC-82: eight tabs show an edit of one, also after the leading tab was closed', async () => {
    await ada.page.goto(program.address);
    await ada.page.getByTestId('new-project').click();
    await ada.page.waitForURL('**/p/*');
    await live(ada.page);
    const pages: Page[] = [];
    for (let count = 1; count < tabCount; count += 1) {
      const page = await ada.context.newPage();
      await page.goto(ada.page.url());
      await live(page);
      pages.push(page);
    }
    await addTable(ada.page, 'invoices');
    for (const page of pages) await shows(page, 'invoices');
    // The first tab was alone when it came: it leads.
    await ada.page.close();
    const [second] = pages;
    if (!second) throw new Error('There is no second tab.');
    await addTable(second, 'payments');
    for (const page of pages) await shows(page, 'payments');
    expect(ada.errors).toEqual([]);
  });
});

async function live(page: Page): Promise<void> {
  await page.locator('[data-testid=connection][data-connection=live]').waitFor({ timeout: 30_000 });
}

async function addTable(page: Page, table: string): Promise<void> {
  await page.bringToFront();
  await page.getByTestId('create-table').click();
  const name = page.getByTestId('rename-in-place');
  await name.fill(table);
  await name.press('Enter');
}

async function shows(page: Page, table: string): Promise<void> {
  await page.getByTestId('outline-table').filter({ hasText: table }).waitFor();
}
