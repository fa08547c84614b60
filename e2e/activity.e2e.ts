import { randomUUID } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { violations } from './axe';
import { openBrowser, program } from './stage';
import { converged, Visitor } from './support';

const lines = ({ page }: Visitor) => page.getByTestId('activity-line');
const line = (visitor: Visitor, text: string) => lines(visitor).filter({ hasText: text });

/** Ada reads what Ben did; each step goes on from the one before. */
describe('activity', () => {
  let browser: Browser;
  let ada: Visitor;
  let ben: Visitor;

  beforeAll(async () => {
    browser = await openBrowser();
    ada = await Visitor.open(browser);
    ben = await Visitor.open(browser);
    await ada.newProject(program);
    await ada.createTable('invoices');
    await ada.invite(ben);
  });
  afterAll(async () => {
    await browser?.close();
  });
  afterEach(async (context) => {
    if (context.task.result?.state !== 'fail') return;
    for (const [name, person] of Object.entries({ ada, ben })) {
      await person.page.screenshot({ path: `.screenshots/failed-activity-${name}.png` });
    }
  });

  const rename = async (to: string) => {
    const field = ben.page.getByTestId('column-name').first();
    await field.fill(to);
    await field.press('Tab');
    await ben.settled();
  };

  it('ACT-25: Ada opens the list by a key, reads both values of what Ben does, and is led there', async () => {
    await ben.goTo('invoices');
    await rename('number');
    await ada.page.getByTestId('canvas').focus();
    await ada.page.keyboard.press('Escape');
    await ada.page.keyboard.press('a');
    const renamed = line(ada, 'renamed column invoices.id → number');
    await renamed.waitFor();
    expect(await line(ada, 'added table invoices with 1 column').count()).toBe(1);
    expect(await violations(ada)).toEqual([]);
    await rename('key');
    await line(ada, 'renamed column invoices.number → key').waitFor();
    expect(await lines(ada).first().textContent()).toContain('number → key');
    await renamed.click();
    const selected = ada.page.locator('[data-testid=outline-column][aria-selected=true]');
    await selected.filter({ hasText: 'key' }).waitFor();
  });

  it('ACT-25: arrows walk the list, Enter shows, and the panel gives the focus back', async () => {
    const { page } = ada;
    await lines(ada).first().focus();
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowUp');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('added table invoices');
    await page.keyboard.press('Enter');
    await page.locator('[data-testid=outline-table][aria-selected=true]').waitFor();
    await page.keyboard.press('Home');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('number → key');
    await page.keyboard.press('a');
    await page.getByTestId('activity-list').waitFor({ state: 'detached' });
  });

  it('ACT-24: the inspector tells the history of a table', async () => {
    await ada.goTo('invoices');
    await ada.page.getByTestId('history').click();
    const history = ada.page.getByTestId('history-lines');
    await history.getByText('added table').waitFor();
    expect(await history.textContent()).toContain('number → key');
    expect(await violations(ada)).toEqual([]);
  });

  it('ACT-8: what is gone is struck and explained', async () => {
    await ben.page.getByTestId('add-column').click();
    await ben.page.keyboard.type('short_lived');
    await ben.page.keyboard.press('Tab');
    await ben.settled();
    await ben.page.getByTestId('outline-search').fill('short_lived');
    await ben.page.locator('[data-testid=outline-column]').filter({ hasText: 'short_lived' }).click();
    await ben.page.getByTestId('outline').press('Delete');
    await ben.page.getByTestId('outline-search').fill('');
    await converged(ada, ben);
    await ada.page.getByTestId('open-activity').click();
    const gone = line(ada, 'added column').filter({ hasText: 'No longer there: deleted by' });
    await gone.waitFor();
    expect(await gone.locator('s').first().textContent()).toBe('invoices.short_lived');
    expect(await violations(ada)).toEqual([]);
    await ada.page.getByTestId('open-activity').click();
  });

  it('ACT-26: of a long list only what is in view is in the page, and arrows reach all of it', async () => {
    const { page } = ada;
    const { records } = await ben.snapshot();
    const tableId = records.find(({ kind }) => kind === 'table')?.id;
    const mutations = `${program.address}/api/v1${new URL(page.url()).pathname.replace('/p/', '/projects/')}/mutations`;
    const operations = Array.from({ length: 130 }, (_, number) => ({
      type: 'column.create',
      id: randomUUID(),
      body: { tableId, name: `column_${number}`, type: 'text' },
    }));
    const answer = await ben.context.request.post(mutations, {
      data: { id: randomUUID(), operations },
      headers: { origin: program.address },
    });
    expect(answer.status()).toBe(200);
    await converged(ada, ben);
    await page.getByTestId('open-activity').click();
    await line(ada, 'added 130 columns').focus();
    await page.keyboard.press('ArrowRight');
    // Parts stand in the order of their records' ids, which are random: any of them may be out of view.
    await expect.poll(() => line(ada, 'column_').count()).toBeGreaterThan(10);
    expect(await lines(ada).count()).toBeLessThan(100);
    const focused = () => page.evaluate(() => document.activeElement?.textContent);
    await page.keyboard.press('End');
    await expect.poll(focused).toContain('added schema public');
    await page.keyboard.press('Home');
    await expect.poll(focused).toContain('added 130 columns');
    await page.getByTestId('open-activity').click();
  });

  it('ACT-40, ACT-42: on return Ada is told of the edits since, and sees them marked; a first visitor is told nothing', async () => {
    expect(await ben.page.getByTestId('since-last-visit').count()).toBe(0);
    const address = ada.page.url();
    await ben.goTo('invoices');
    await ada.page.goto('about:blank');
    await rename('code');
    await ben.page.getByTestId('create-table').click();
    await ben.page.getByTestId('rename-in-place').press('Enter');
    await ben.settled();
    await ada.page.goto(address);
    const since = ada.page.getByTestId('since-last-visit');
    await since.waitFor();
    // Nobody has read what was there for a moment: it is told again.
    await ada.page.reload();
    await since.waitFor();
    expect(await since.textContent()).toMatch(/Since your last visit: \d edits by .+, 1 new table/);
    expect(await violations(ada)).toEqual([]);
    await since.getByRole('button').first().click();
    await since.waitFor({ state: 'detached' });
    // ACT-43: what stands of it is selected, too.
    await ada.page.locator('[data-testid=outline-table][aria-selected=true]').nth(1).waitFor();
    await ada.page.locator('[data-marked]').filter({ hasText: 'key → code' }).waitFor();
    expect(await ada.page.locator('[data-marked]').filter({ hasText: 'number → key' }).count()).toBe(0);
    await ada.page.reload();
    await ada.settled();
    await ada.page.getByTestId('open-activity').click();
    await lines(ada).first().waitFor();
    expect(await since.count()).toBe(0);
    expect([...ada.errors, ...ben.errors]).toEqual([]);
  });
});
