import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../test/browser/launch';
import { violations } from './axe';
import { Program, Visitor } from './support';

describe.each(['light', 'dark'] as const)('accessibility of the screens, %s', (colorScheme) => {
  const program = new Program();
  let browser: Browser;
  let visitor: Visitor;

  beforeAll(async () => {
    await program.start();
    browser = await launchBrowser();
    visitor = await Visitor.open(browser);
    await visitor.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  });
  afterAll(async () => {
    await browser?.close();
    await program.stop();
  });

  it('UI-90: nothing is wrong on the start page, an empty project, the dialogs and a table', async () => {
    const { page } = visitor;
    await page.goto(program.address);
    await page.getByTestId('new-project').waitFor();
    expect(await violations(visitor), 'start').toEqual([]);
    await page.getByTestId('new-project').click();
    await page.waitForURL('**/p/*');
    await visitor.settled();
    expect(await violations(visitor), 'empty project').toEqual([]);
    for (const dialog of ['open-import', 'open-export', 'open-share']) {
      await page.getByTestId(dialog).click();
      await page.getByRole('dialog').waitFor();
      expect(await violations(visitor), dialog).toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
    await page.getByTestId('create-table').click();
    await page.getByTestId('rename-in-place').press('Enter');
    await page.getByTestId('column-row').first().waitFor();
    expect(await violations(visitor), 'a table').toEqual([]);
  });
});
