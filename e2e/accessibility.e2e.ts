import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { violationsInBoth } from './axe';
import { openBrowser, program } from './stage';
import { Visitor } from './support';
import { trapped, unreached } from './tab-order';

/** Every screen and window once, in the sample, which has one of everything; states of others are in their own tests. */
describe('accessibility of the screens', () => {
  let browser: Browser;
  let ada: Visitor;
  let page: Page;
  let found: string[] = [];

  beforeAll(async () => {
    browser = await openBrowser();
    ada = await Visitor.open(browser);
    page = ada.page;
  });
  afterAll(async () => {
    await browser?.close();
  });
  afterEach(async ({ task }) => {
    found = [];
    if (task.result?.state === 'fail') await page.screenshot({ path: '.screenshots/failed-axe.png' });
  });

  const look = async (state: string, on = page) => {
    found.push(...(await violationsInBoth(on, state)));
  };
  const tabOver = async (state: string) => {
    found.push(...(await unreached(page)).map((line) => `${state}, by Tab: ${line}`));
  };
  const closed = () => page.getByRole('dialog').waitFor({ state: 'detached' });

  /** A window opened by the button that has the keyboard: it keeps the keyboard, and gives it back to the button. */
  async function window(state: string, opener: string, states: () => Promise<void>): Promise<void> {
    await page.getByTestId(opener).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await look(state);
    found.push(...(await trapped(page)).map((line) => `${state}: ${line}`));
    await states();
    await page.keyboard.press('Escape');
    await closed();
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('data-testid'));
    await expect.poll(focused, { message: `after ${state}` }).toBe(opener);
  }

  it('UI-90, UI-215: the start page, from its first day to its trash', async () => {
    await page.goto(program.address);
    await page.getByTestId('new-project').waitFor();
    await look('first visit');
    await tabOver('first visit');
    await page.getByRole('button', { name: 'Import a dump' }).click();
    await page.getByRole('dialog').waitFor();
    await look('import on the start page');
    await page.keyboard.press('Escape');
    await closed();
    await page.getByTestId('open-trash').click();
    await page.getByText('The trash is empty').waitFor();
    await look('empty trash');
    for (const name of ['Shop', 'Clinic']) {
      await ada.context.request.post(`${program.address}/api/v1/projects`, { data: { name } });
    }
    await page.goto(program.address);
    await page.getByText('No tables yet').first().waitFor();
    await look('projects');
    await tabOver('projects');
    await page.getByRole('button', { name: 'Actions for Shop' }).click();
    await page.getByRole('menu').waitFor();
    await look('menu of a project');
    await page.getByRole('menuitem', { name: 'Rename' }).click();
    await page.getByTestId('rename-project').waitFor();
    await look('renaming');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Actions for Shop' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await page.getByText('Shop is in the trash').waitFor();
    await page.getByTestId('open-trash').click();
    await page.getByTestId('trash').waitFor();
    await look('trash and a toast');
    await page.reload();
    await page.getByTestId('open-trash').click();
    await page.getByTestId('trash').waitFor();
    await tabOver('trash');
    expect(found).toEqual([]);
  });

  it('UI-90, UI-215: an empty project, and every window of it', async () => {
    await ada.newProject(program);
    await look('empty project');
    await tabOver('empty project');
    await window('share', 'open-share', async () => {
      await page.getByTestId('create-link').click();
      await page.getByTestId('share-url').waitFor();
      await look('share link');
    });
    await window('import', 'open-import', async () => {
      await page.getByTestId('import-text').fill('CREATE TABLE a (id int);\nCREATE TABEL b (id int);');
      await page.getByTestId('import-run').click();
      await page.getByTestId('import-failure').waitFor();
      await look('import that failed');
    });
    await window('import of a large text', 'open-import', async () => {
      await page.getByTestId('import-text').focus();
      await page.evaluate(
        (text) => {
          const clipboardData = new DataTransfer();
          clipboardData.setData('text/plain', text);
          const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
          document.activeElement?.dispatchEvent(event);
        },
        `CREATE TABLE a (id int);\n${'-- a comment\n'.repeat(2_000)}`,
      );
      await page.getByTestId('import-pasted').waitFor();
      await look('a large text');
      await page.getByTestId('import-run').click();
      await page.getByTestId('import-result').waitFor();
      await look('import that is done');
    });
    await window('export', 'open-export', async () => {
      await page.getByTestId('sql').waitFor();
      await look('export with its SQL');
    });
    await window('palette', 'open-palette', async () => {
      await page.getByTestId('palette-input').fill('a');
      await page.getByTestId('palette-option').first().waitFor();
      await look('palette with results');
    });
    await page.getByTestId('canvas').focus();
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();
    await look('all keys');
    await page.keyboard.press('Escape');
    await closed();
    expect(found).toEqual([]);
  });

  it('UI-90, UI-215: the sample with each kind of object in the inspector, and the activity', async () => {
    await page.goto(program.address);
    await page.getByTestId('open-sample').click();
    await page.getByText('24 tables').first().waitFor();
    await ada.settled();
    await look('sample');
    const outline = page.getByTestId('outline');
    for (const kind of ['namespace', 'table', 'enum', 'area', 'note']) {
      await outline.getByTestId(`outline-${kind}`).first().click();
      await page.getByTestId('history').waitFor();
      await look(`inspector: ${kind}`);
    }
    await outline.getByTestId('outline-table').first().click();
    await tabOver('a table');
    await ada.goTo('employees');
    await page
      .getByRole('button', { name: /^Details/ })
      .last()
      .click();
    await look('a column with its details');
    await page.getByTestId('add-part').click();
    await page.getByRole('menuitem', { name: /check/i }).click();
    await page.getByTestId('part-draft').waitFor();
    await look('a part being added');
    await page.keyboard.press('Escape');
    await page.getByTestId('open-palette').click();
    await page.getByTestId('palette-input').fill('fkey');
    await page.getByTestId('palette-option').first().click();
    await closed();
    await look('inspector: foreign key');
    await page.getByTestId('canvas').focus();
    await page.keyboard.press('Control+a');
    await page.getByText('selected', { exact: false }).first().waitFor();
    await look('inspector: several');
    await page.getByTestId('open-activity').click();
    await page.getByTestId('activity-list').waitFor();
    await look('activity');
    await tabOver('activity');
    await page.getByTestId('activity-list').getByRole('button', { name: 'Restore to here' }).last().click();
    await page.getByRole('dialog', { name: 'Restore to here' }).waitFor();
    await look('restore');
    await page.keyboard.press('Escape');
    await closed();
    const middle = await ada.middle();
    await page.mouse.click(middle.x, middle.y, { button: 'right' });
    await page.getByRole('menu').waitFor();
    await look('menu of the canvas');
    await page.keyboard.press('Escape');
    expect(found).toEqual([]);
  });

  it('UI-90: offline, a narrow screen, somebody who only views, and all that is not found', async () => {
    await ada.newProject(program);
    await ada.createTable('boats');
    const ben = await Visitor.open(browser);
    await ada.invite(ben, 'viewer');
    await ben.goTo('boats');
    expect(await ben.page.getByTestId('open-share').count(), 'UI-216').toBe(0);
    await look('viewer', ben.page);
    await page.setViewportSize({ width: 390, height: 844 });
    await look('narrow');
    for (const panel of ['Outline', 'Inspector']) {
      await page.getByRole('button', { name: panel, exact: true }).click();
      await look(`narrow: ${panel}`);
      await page.keyboard.press('Escape');
    }
    await page.setViewportSize({ width: 1280, height: 800 });
    await ada.context.setOffline(true);
    await ada.createTable('waiting');
    await page.locator('[data-connection=offline]').waitFor();
    await look('offline');
    await ada.context.setOffline(false);
    await ada.settled();
    const address = page.url();
    await ben.page.goto(`${program.address}/nowhere`);
    await ben.page.getByText('There is nothing at this address').waitFor();
    await look('no such page', ben.page);
    await ben.page.goto(`${program.address}/p/00000000-0000-4000-8000-000000000000`);
    await ben.page.getByTestId('not-found').waitFor();
    await look('no such project', ben.page);
    await ben.page.goto(`${program.address}/s/none`);
    await ben.page.getByText('This link does not work').waitFor();
    await look('no such link', ben.page);
    await ben.page.route('**/snapshot', (route) => route.fulfill({ status: 500, body: '' }));
    await ben.page.goto(address);
    await ben.page.getByText('The server does not answer').waitFor();
    await look('a server that fails', ben.page);
    expect([...found, ...ada.errors]).toEqual([]);
  });
});
