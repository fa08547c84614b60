import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { violationsInBoth } from './axe';
import { openBrowser, program } from './stage';
import { converged, Visitor } from './support';

const dump = `
CREATE TABLE public.orders (id bigint PRIMARY KEY, note text);
CREATE TABLE public.drafts (id bigint PRIMARY KEY);
`;
/** Ben takes these for himself while Ada is away. */
const taken = ['c03', 'c11', 'c19', 'c27'];
const waiting = Array.from({ length: 50 }, (_, place) => `c${String(place + 1).padStart(2, '0')}`);

describe('an hour offline', () => {
  let browser: Browser;
  let ada: Visitor;
  let ben: Visitor;

  beforeAll(async () => {
    browser = await openBrowser();
    ada = await Visitor.open(browser);
    ben = await Visitor.open(browser);
    await ada.newProject(program);
    await ada.importText(dump);
    await ada.invite(ben);
    await converged(ada, ben);
  });
  afterAll(async () => {
    await browser?.close();
  });
  afterEach(async (context) => {
    if (context.task.result?.state !== 'fail') return;
    const [page] = ada.context.pages();
    await page?.screenshot({ path: '.screenshots/failed-offline.png' });
  });

  it('UI-140, UI-141: 50 edits wait in a closed tab; on return each is stored, or listed with its reason', async () => {
    const { page, context } = ada;
    await context.setOffline(true);
    await addColumns(ada, 'orders', waiting);
    await addColumns(ada, 'drafts', ['never']);
    await page.locator('[data-testid=pending]:not([data-pending="0"])').waitFor();
    await addColumns(ben, 'orders', taken);
    await row(ben, 'drafts').click();
    await ben.page.keyboard.press('Delete');
    await ben.settled();
    const address = page.url();
    const back = await context.newPage();
    await page.close();
    await context.setOffline(false);
    await back.goto(address);
    await back.locator('[data-testid=connection][data-connection=live]').waitFor({ timeout: 30_000 });
    await back.locator('[data-testid=pending][data-pending="0"]').waitFor({ timeout: 30_000 });
    const toast = back.locator('[data-sonner-toast]').filter({ hasText: 'were taken back' });
    await toast.waitFor();
    const stored = await namesOfColumns(ben);
    const lost = waiting.filter((name) => !stored.includes(name));
    expect(lost).toEqual([]);
    // One of each name, whoever's: Ben's were first.
    expect(stored.length).toBe(new Set(stored).size);
    await toast.getByRole('button', { name: 'Show them' }).click();
    await back.getByTestId('taken-back').waitFor();
    expect(await violationsInBoth(back, 'edits that were taken back')).toEqual([]);
    const reasons = await back.getByTestId('taken-back-edit').allTextContents();
    for (const name of [...taken, 'has been deleted'])
      expect(
        reasons.some((reason) => reason.includes(name)),
        name,
      ).toBe(true);
    expect(ada.errors).toEqual([]);
  });
});

function row({ page }: Visitor, table: string) {
  return page.getByTestId('outline-table').filter({ hasText: table });
}

async function addColumns(person: Visitor, table: string, names: readonly string[]): Promise<void> {
  const { page } = person;
  await row(person, table).click();
  await page.getByTestId('add-column').click();
  for (const name of names) {
    await page.keyboard.type(name);
    await page.keyboard.press('Enter');
  }
  // Each Enter began one more.
  await page.keyboard.press('Escape');
}

async function namesOfColumns(person: Visitor): Promise<readonly string[]> {
  const { records } = await person.snapshot();
  return records.filter(({ kind }) => kind === 'column').map(({ body }) => String(body.name));
}
