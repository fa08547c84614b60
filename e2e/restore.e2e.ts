import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, program } from './stage';
import { converged, Visitor } from './support';

const line = ({ page }: Visitor, text: string) => page.getByTestId('activity-line').filter({ hasText: text });
const columns = ({ page }: Visitor) => page.getByTestId('column-name');

function columnNames(person: Visitor): Promise<readonly string[]> {
  return columns(person).evaluateAll((fields) =>
    fields.map((field) => (field instanceof HTMLInputElement ? field.value : '')),
  );
}

/** Ada brings back what was there before Ben's edits; each step goes on from the one before. */
describe('restore to here', () => {
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
    await ben.goTo('invoices');
    await columns(ben).first().fill('number');
    await columns(ben).first().press('Tab');
    await ben.page.getByTestId('add-column').click();
    await ben.settled();
    await converged(ada, ben);
  });
  afterAll(async () => {
    await browser?.close();
  });
  afterEach(async (context) => {
    if (context.task.result?.state !== 'fail') return;
    for (const [name, person] of Object.entries({ ada, ben })) {
      await person.page.screenshot({ path: `.screenshots/failed-restore-${name}.png` });
    }
  });

  it('ACT-63, ACT-64: by keyboard, Ada reads what would change and whose edits it takes back', async () => {
    const { page } = ada;
    await page.getByTestId('canvas').focus();
    await page.keyboard.press('Escape');
    await page.keyboard.press('a');
    // The keyboard is in the list as soon as it is there; Ben's two edits are on top.
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('data-testid'));
    await expect.poll(focused).toBe('activity-line');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => page.evaluate('document.activeElement.textContent')).toContain('new_table');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Restore to here' });
    await dialog.getByText('1 column changes back.').waitFor();
    expect(await dialog.textContent()).toContain('1 column is removed.');
    expect(await dialog.textContent()).toMatch(/takes back 2 edits since then, by \w+/);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    const label = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
    await expect.poll(label).toBe('Restore to here');
  });

  it('ACT-64, ACT-65: both see the project as it was, and who did it is told to the other', async () => {
    await ada.page.keyboard.press('Enter');
    await ada.page.getByRole('button', { name: 'Restore', exact: true }).click();
    await ada.page.getByText('Restored', { exact: true }).waitFor();
    await line(ada, 'restored the project to').waitFor();
    await ben.page.getByText('restored the project').first().waitFor();
    await expect.poll(() => columnNames(ben)).toEqual(['id']);
    await converged(ada, ben);
  });

  it('ACT-66: Ada takes it back again', async () => {
    await ada.page.getByRole('button', { name: 'Undo', exact: true }).last().click();
    await expect.poll(() => columnNames(ben)).toEqual(['number', expect.any(String)]);
    await converged(ada, ben);
  });
});
