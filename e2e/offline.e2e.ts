import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { violationsInBoth } from './axe';
import { openBrowser, program } from './stage';
import { converged, Visitor } from './support';

const dump = `
CREATE TABLE public.orders (id bigint PRIMARY KEY, note text, total integer);
CREATE TABLE public.drafts (id bigint PRIMARY KEY);
`;
/** Ben takes these for himself while Ada is away. */
const taken = ['c03', 'c11', 'c19'];
/** Each is two edits: it is added, and named. */
const waiting = Array.from({ length: 25 }, (_, place) => `c${String(place + 1).padStart(2, '0')}`);

describe('an hour offline', () => {
  let browser: Browser;
  let ada: Visitor;
  let ben: Visitor;
  /** Where Ada comes back. */
  let back: Page;

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

  it('UI-141, UI-360: 50 edits wait in a closed tab; on return one toast says what became of all that waited', async () => {
    const { page, context } = ada;
    await context.setOffline(true);
    await addColumns(ada, 'orders', waiting);
    await addColumns(ada, 'drafts', ['never']);
    await setField(ada, 'orders', 'note', 'column-name', 'remark');
    await setField(ada, 'orders', 'total', 'column-type', 'bigint');
    await page.locator('[data-testid=pending]:not([data-pending="0"])').waitFor();
    await addColumns(ben, 'orders', taken);
    await ben.settled();
    await update(ben, 'note', { name: 'memo' });
    await update(ben, 'total', { comment: 'in cents' });
    await row(ben, 'drafts').click();
    await ben.page.keyboard.press('Delete');
    await ben.settled();
    const address = page.url();
    back = await context.newPage();
    await page.close();
    await context.setOffline(false);
    await back.goto(address);
    const toast = back.locator('[data-sonner-toast]').filter({ hasText: 'Back online' });
    await toast.waitFor({ timeout: 30_000 });
    expect(await toast.textContent()).toMatch(
      /\d+ edits saved, 1 merged with others’ edits, \d+ need a look\./,
    );
    // What is said is heard: the toasts stand in a polite region.
    expect(await back.locator('section[aria-live=polite]').filter({ has: toast }).count()).toBe(1);
    const stored = await namesOfColumns(ben);
    expect(waiting.filter((name) => !stored.includes(name))).toEqual([]);
    // One of each name, whoever's: Ben's were first.
    expect(stored.length).toBe(new Set(stored).size);
    await toast.getByRole('button', { name: 'Review' }).click();
    await back.getByTestId('outcomes').waitFor();
    expect(await violationsInBoth(back, 'what became of edits')).toEqual([]);
    const refused = await back.locator('[data-outcome=refused]').allTextContents();
    for (const name of [...taken, 'has been deleted', 'drafts'])
      expect(
        refused.some((text) => text.includes(name)),
        name,
      ).toBe(true);
    const [replaced] = await back.locator('[data-outcome=overwrote]').allTextContents();
    expect(replaced).toMatch(/name of orders\.remark.*remark.*memo/);
    expect(await back.locator('[data-outcome=merged]').textContent()).toContain(
      'changed the comment of orders.total',
    );
  });

  it('UI-361, UI-363: the list stays through a reload; it is walked, acted on and dismissed by keyboard', async () => {
    await back.reload();
    const count = back.getByTestId('outcome-count');
    await count.focus();
    await back.keyboard.press('Enter');
    const rows = back.getByTestId('outcome');
    await rows.first().waitFor();
    const before = await rows.count();
    const focused = () =>
      back.evaluate(() => document.activeElement?.closest('[data-testid=outcome]')?.textContent);
    const first = await rows.nth(0).textContent();
    const second = await rows.nth(1).textContent();
    await expect.poll(focused).toBe(first);
    await back.keyboard.press('Delete');
    await expect.poll(() => rows.count()).toBe(before - 1);
    await expect.poll(focused).toBe(second);
    const replaced = back.locator('[data-outcome=overwrote]');
    await replaced.getByTestId('restore-value').click();
    await replaced.waitFor({ state: 'detached' });
    await expect.poll(() => namesOfColumns(ben)).toContain('memo');
    await back.getByRole('button', { name: 'Dismiss all' }).click();
    await count.waitFor({ state: 'detached' });
    const inCanvas = () => back.evaluate(() => document.activeElement?.getAttribute('data-testid'));
    await expect.poll(inCanvas).toBe('canvas');
    expect(ada.errors).toEqual([]);
  });
});

/** Changes a column on the server as this person, as it is there now. */
async function update(person: Visitor, column: string, body: Record<string, unknown>): Promise<void> {
  const { records } = await person.snapshot();
  const found = records.find(({ kind, body: { name } }) => kind === 'column' && name === column);
  const operation = { type: 'column.update', id: found?.id, version: found?.version, body };
  const answer = await person.context.request.post(`${person.api}/mutations`, {
    data: { id: crypto.randomUUID(), operations: [operation] },
  });
  expect(answer.status()).toBe(200);
}

/** Fills a field of a column in the inspector. */
async function setField(
  person: Visitor,
  table: string,
  column: string,
  field: 'column-name' | 'column-type',
  value: string,
): Promise<void> {
  await row(person, table).click();
  const rows = person.page.getByTestId('column-row');
  const names = await rows
    .getByTestId('column-name')
    .evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).value));
  const input = rows.nth(names.indexOf(column)).getByTestId(field);
  await input.fill(value);
  await input.press('Tab');
}

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
