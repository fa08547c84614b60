import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { violationsInBoth } from './axe';
import { openBrowser, program } from './stage';
import { Visitor } from './support';

const shop = `CREATE SCHEMA app;
CREATE TYPE app.state AS ENUM ('new', 'done');
CREATE TABLE app.orders (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  state app.state NOT NULL DEFAULT 'new',
  total numeric(10,2) CHECK (total>=0)
);
CREATE TABLE app.items (
  order_id bigint NOT NULL REFERENCES app.orders ON DELETE CASCADE,
  name text NOT NULL DEFAULT 'it' || '''s'
);
CREATE INDEX ON app.items (lower(name));`;

/**
 * The proof in the browser: PostgreSQL in a Web Worker, under the policy of the built pages. Starting it takes
 * seconds, and tens of them on a machine that has much else to do.
 */
describe('the proof of an export', () => {
  let browser: Browser;
  let ada: Visitor;
  let page: Page;

  beforeAll(async () => {
    browser = await openBrowser();
    ada = await Visitor.open(browser);
    page = ada.page;
    await ada.newProject(program);
    await ada.importText(shop);
  });
  afterAll(async () => {
    await browser?.close();
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await page.screenshot({ path: '.screenshots/failed-prove.png' });
  });

  const proofIs = (state: string, on = page) =>
    on.locator(`[data-testid=proof][data-state=${state}]`).waitFor({ timeout: 150_000 });

  it('PRV-1, PRV-30: a schema is executed and identical, for a viewer too', async () => {
    await page.getByTestId('open-export').click();
    await page.getByTestId('download').waitFor();
    await proofIs('identical');
    const words = await page.getByTestId('proof').textContent();
    expect(words).toMatch(/Executed on PostgreSQL 18\.\d+ and read back: identical/);
    expect(words).toContain('2 tables, 5 columns, 1 foreign key');
    expect(await violationsInBoth(page, 'a proof')).toEqual([]);
    await page.keyboard.press('Escape');
  }, 180_000);

  it('PRV-30: whoever only views gets the proof, too', async () => {
    const viewer = await Visitor.open(browser);
    await ada.invite(viewer, 'viewer');
    await viewer.page.getByTestId('open-export').click();
    await proofIs('identical', viewer.page);
    expect(viewer.errors).toEqual([]);
    await viewer.context.close();
  }, 180_000);

  it('PRV-6, PRV-31: a kept statement that fails is shown, and leads to the design', async () => {
    await ada.importText('CREATE VIEW app.late AS SELECT nothing FROM app.orders;');
    await page.getByTestId('open-export').click();
    await proofIs('refused');
    expect(await page.getByTestId('proof').textContent()).toContain('column "nothing" does not exist');
    expect(await violationsInBoth(page, 'a refused script')).toEqual([]);
    await page.getByRole('button', { name: 'Show what it is about' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(ada.errors).toEqual([]);
  }, 180_000);

  it('PRV-33, HTTP-30: for Aurora DSQL, in several files, or without comments', async () => {
    await ada.importText("COMMENT ON TABLE app.orders IS 'What was bought';");
    await page.getByTestId('open-export').click();
    await page.getByTestId('sql').getByText('What was bought').first().waitFor();
    await page.getByTestId('export-options').click();
    await page.getByTestId('export-comments').uncheck();
    await page.getByTestId('sql').getByText('What was bought').first().waitFor({ state: 'detached' });
    await page.getByTestId('export-per-table').check();
    await page.getByTestId('export-file').selectOption('tables/app.items.sql');
    const saved = page.waitForEvent('download');
    await page.getByTestId('download').click();
    expect((await saved).suggestedFilename()).toMatch(/\.zip$/);
    expect(await violationsInBoth(page, 'the options of an export')).toEqual([]);
    await page.getByTestId('export-target').selectOption('aurora-dsql');
    await page.getByTestId('export-foreign-keys').uncheck();
    await page.getByTestId('export-report').getByText('items_order_id_fkey').waitFor();
    expect(await page.getByTestId('proof').textContent()).toContain('Not proven');
    expect(ada.errors).toEqual([]);
    await page.keyboard.press('Escape');
  });
});
