import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { violations } from './axe';
import { openBrowser, program } from './stage';
import { Visitor } from './support';

/** One foreign key without an index, and one that can never do what it says. */
const script = `
CREATE TABLE authors (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL);
CREATE TABLE books (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  author_id bigint NOT NULL REFERENCES authors ON DELETE SET NULL);`;

const problem = ({ page }: Visitor, text: string) => page.getByTestId('problem').filter({ hasText: text });
const noIndex = (visitor: Visitor) => problem(visitor, 'has no index');

/** Each step goes on from the one before. */
describe('problems', () => {
  let browser: Browser;
  let ada: Visitor;
  let ben: Visitor;

  beforeAll(async () => {
    browser = await openBrowser();
    ada = await Visitor.open(browser);
    ben = await Visitor.open(browser);
    await ada.newProject(program);
    await ada.importText(script);
    await ada.invite(ben, 'viewer');
  });
  afterAll(async () => {
    await browser?.close();
  });
  afterEach(async (context) => {
    if (context.task.result?.state !== 'fail') return;
    await ada.page.screenshot({ path: '.screenshots/failed-review.png' });
  });

  it('REV-20, REV-21: Fix mends what the panel shows, and undo brings it back', async () => {
    const { page } = ada;
    await page.locator('[data-testid=problem-count][data-problems^="1 1 "]').waitFor();
    await page.getByTestId('canvas').focus();
    await page.keyboard.press('p');
    await noIndex(ada).waitFor();
    await noIndex(ada).getByTestId('problem-why').click();
    await page.getByRole('link', { name: 'PostgreSQL documentation' }).waitFor();
    expect(await violations(ada)).toEqual([]);
    await noIndex(ada).getByTestId('problem-fix').click();
    await noIndex(ada).waitFor({ state: 'detached' });
    await ada.settled();
    const { records } = await ada.snapshot();
    expect(records.filter(({ kind }) => kind === 'index').map(({ body }) => body.name)).toEqual([
      'books_author_id_idx',
    ]);
    await page.keyboard.press('Control+z');
    await noIndex(ada).waitFor();
  });

  it('REV-22: a click selects what the problem is about', async () => {
    await noIndex(ada).getByTestId('problem-message').click();
    await ada.page.keyboard.press('p');
    const inspector = ada.page.getByRole('complementary', { name: 'Inspector' });
    await inspector.getByText('Foreign key', { exact: true }).waitFor();
    await ada.page.getByTestId('problem-count').click();
  });

  it('REV-23: what is ignored with a reason is gone, and can be reported again', async () => {
    const { page } = ada;
    await noIndex(ada).getByTestId('problem-ignore').click();
    await page.getByTestId('ignore-reason').fill('Authors are never deleted.');
    await page.getByTestId('ignore-confirm').click();
    await noIndex(ada).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Ignored' }).click();
    const ignored = page.getByTestId('ignored-problem').filter({ hasText: 'Authors are never deleted.' });
    await ignored.waitFor();
    await ignored.getByTestId('report-again').click();
    await noIndex(ada).waitFor();
    await ada.settled();
    await page.keyboard.press('p');
    await page.getByTestId('open-activity').click();
    const line = page.getByTestId('activity-line').filter({ hasText: 'ignored' }).first();
    expect(await line.textContent()).toContain('foreign-key-without-index');
    await page.getByTestId('open-activity').click();
  });

  it('REV-24: a rule can count for less in this project', async () => {
    const { page } = ada;
    await page.getByTestId('problem-count').click();
    const rule = page.getByRole('button', { name: 'Decide about “SET NULL on a column that is NOT NULL”' });
    await rule.click();
    await page.getByRole('menuitem', { name: 'Report as hint' }).click();
    await page.locator('[data-testid=problem-count][data-problems^="0 1 "]').waitFor();
  });

  it('REV-25: who only views sees it all, and changes nothing', async () => {
    await ben.page.getByTestId('problem-count').click();
    await noIndex(ben).waitFor();
    expect(await ben.page.getByTestId('problem-fix').count()).toBe(0);
    expect(await ben.page.getByTestId('problem-ignore').count()).toBe(0);
    expect(await ben.page.getByTestId('rule-menu').count()).toBe(0);
    expect([...ada.errors, ...ben.errors]).toEqual([]);
  });

  it('REV-20: on a phone a tab beside those of the other panels opens it', async () => {
    const { page } = ben;
    await page.setViewportSize({ width: 390, height: 844 });
    const tabs = page.getByRole('navigation', { name: 'Panels' });
    await tabs.getByRole('button', { name: 'Diagram' }).click();
    await noIndex(ben).waitFor({ state: 'detached' });
    await tabs.getByRole('button', { name: 'Problems' }).click();
    await noIndex(ben).waitFor();
    const edges = await tabs
      .getByRole('button')
      .evaluateAll((all) => all.map((one) => one.scrollWidth <= one.clientWidth));
    expect(edges).toEqual([true, true, true, true, true]);
    expect(await violations(ben)).toEqual([]);
  });
});
