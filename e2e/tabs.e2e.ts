import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeLogSchema } from '../src/core/protocol/change';
import { openBrowser, program } from './stage';
import { Visitor } from './support';

const tabCount = 8;

/** More tabs of one browser than it opens connections to one host. */
describe('one person with many tabs', () => {
  let browser: Browser;
  let ada: Visitor;

  beforeAll(async () => {
    browser = await openBrowser();
    ada = await Visitor.open(browser);
  });
  afterAll(async () => {
    await browser?.close();
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

  it('SYNC-84: what a tab could not send before it was closed another one sends, in order', async () => {
    const [closing, other] = ada.context.pages();
    if (!closing || !other) throw new Error('There are no two tabs.');
    await closing.route('**/mutations', (route) => route.abort());
    for (const table of ['letters', 'parcels']) await addTable(closing, table);
    await closing.locator('[data-testid=pending]:not([data-pending="0"])').waitFor();
    await closing.close({ runBeforeUnload: true });
    for (const table of ['letters', 'parcels']) await shows(other, table);
    await other.locator('[data-testid=pending][data-pending="0"]').waitFor();
    const changes = await changesOf(other);
    expect(changes.filter((table) => table === 'letters' || table === 'parcels')).toEqual([
      'letters',
      'parcels',
    ]);
  });
});

/** The names that tables were given in this page's project, in the order of the log. */
async function changesOf(page: Page): Promise<readonly string[]> {
  const { origin, pathname } = new URL(page.url());
  const answer = await page.request.get(`${origin}/api/v1/projects/${pathname.split('/').pop()}/changes`);
  const log = changeLogSchema.parse(await answer.json());
  return log.changes
    .flatMap(({ operations }) => operations)
    .filter(({ kind, after }) => kind === 'table' && after !== null && 'name' in after)
    .map(({ after }) => String(after?.name))
    .toReversed();
}

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
