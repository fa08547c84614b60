/** The tour of `npm run screenshots`: through a server that runs, picture by picture. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { must } from '../../src/core/std/assert';
import { launchBrowser } from '../../test/browser/launch';

const library = readFileSync('test/fixtures/library.sql', 'utf8');

const sizes = {
  laptop: { width: 1440, height: 900 },
  desk: { width: 1920, height: 1080 },
  phone: { width: 390, height: 844 },
} as const;

type Studio = { readonly browser: Browser; readonly origin: string; readonly folder: string };

async function take({ folder }: Studio, page: Page, name: string): Promise<void> {
  // Time for the last frame of a flight or a sheet.
  await page.waitForTimeout(350);
  await page.screenshot({ path: join(folder, `${name}.png`) });
  console.log(`${name}.png`);
}

function context(
  { browser }: Studio,
  size: keyof typeof sizes,
  more: { dark?: boolean; ratio?: number } = {},
) {
  return browser.newContext({
    viewport: sizes[size],
    deviceScaleFactor: more.ratio ?? 1,
    colorScheme: more.dark ? 'dark' : 'light',
    hasTouch: size === 'phone',
  });
}

async function isLive(page: Page): Promise<void> {
  await page.locator('[data-connection="live"]').waitFor();
  await page.locator('[data-pending="0"]').waitFor();
}

/** A project made from the sample, laid out. Leaves the dialog with the result open. */
async function importLibrary(studio: Studio, page: Page): Promise<void> {
  await page.getByTestId('new-project').click();
  await page.getByTestId('open-import').click();
  await take(studio, page, 'import');
  await page.getByTestId('import-text').fill(library);
  await page.getByTestId('import-run').click();
  await page.getByTestId('import-result').waitFor({ timeout: 60_000 });
}

async function selectInOutline(page: Page, name: string): Promise<void> {
  await page.getByTestId('outline-search').fill(name);
  await page.getByTestId('outline-table').first().dblclick();
  await page.getByTestId('outline-search').fill('');
}

/** Somebody else in the same project: their cursor and selection are in the pictures. */
async function inviteColleague(studio: Studio, page: Page): Promise<BrowserContext> {
  await page.getByTestId('open-share').click();
  await page.getByTestId('create-link').click();
  const url = await page.getByTestId('share-url').inputValue();
  await take(studio, page, 'share');
  await page.keyboard.press('Escape');
  const other = await context(studio, 'laptop');
  const colleague = await other.newPage();
  await colleague.goto(url);
  await isLive(colleague);
  const canvas = must(await colleague.getByTestId('canvas').boundingBox(), 'canvas');
  await selectInOutline(colleague, 'loans');
  await colleague.mouse.move(canvas.x + canvas.width * 0.62, canvas.y + canvas.height * 0.56, { steps: 4 });
  return other;
}

/** Everything that one person sees on the way from the start page to an export. */
async function tour(studio: Studio): Promise<string> {
  const mine = await context(studio, 'laptop');
  const page = await mine.newPage();
  await page.goto(studio.origin);
  await page.getByTestId('new-project').waitFor();
  await take(studio, page, 'start-empty');
  await page.getByTestId('new-project').click();
  await isLive(page);
  await take(studio, page, 'project-empty');
  await page.goto(studio.origin);
  await importLibrary(studio, page);
  await take(studio, page, 'import-result');
  await page.getByTestId('import-close').click();
  await page.getByTestId('project-name').fill('Town library');
  await page.getByTestId('project-name').press('Enter');
  await isLive(page);
  await take(studio, page, 'library');
  const colleague = await inviteColleague(studio, page);
  await selectInOutline(page, 'copies');
  await page
    .getByTestId('column-row')
    .nth(2)
    .getByRole('button', { name: /^Details/ })
    .click();
  await take(studio, page, 'library-together');
  await helpers(studio, page);
  await page.getByTestId('open-export').click();
  await page.getByTestId('sql').waitFor();
  await take(studio, page, 'export');
  const address = page.url();
  await page.goto(studio.origin);
  await page.getByTestId('projects').waitFor();
  await take(studio, page, 'start');
  await secondLook(studio, mine, address);
  await colleague.close();
  await mine.close();
  return address;
}

/** Finding things, and all keys. Leaves both windows closed. */
async function helpers(studio: Studio, page: Page): Promise<void> {
  await page.getByTestId('canvas').focus();
  await page.keyboard.press('Control+k');
  await take(studio, page, 'palette');
  await page.getByTestId('palette-input').fill('loan');
  await take(studio, page, 'palette-results');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.keyboard.press('?');
  await page.getByRole('dialog').waitFor();
  await take(studio, page, 'shortcuts');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

/** The same project dark, on a large screen, and on a phone. */
async function secondLook(studio: Studio, owner: BrowserContext, address: string): Promise<void> {
  const storageState = await owner.storageState();
  const looks = [
    { name: 'library-dark', size: 'laptop', dark: true, ratio: 1 },
    { name: 'library-desk', size: 'desk', dark: false, ratio: 1 },
    { name: 'library-sharp', size: 'laptop', dark: false, ratio: 2 },
  ] as const;
  for (const { name, size, dark, ratio } of looks) {
    const other = await studio.browser.newContext({
      viewport: sizes[size],
      deviceScaleFactor: ratio,
      colorScheme: dark ? 'dark' : 'light',
      storageState,
    });
    const page = await other.newPage();
    await page.goto(address);
    await isLive(page);
    await selectInOutline(page, 'titles');
    await page.getByTestId('zoom').click();
    await take(studio, page, name);
    await other.close();
  }
  const phone = await studio.browser.newContext({
    viewport: sizes.phone,
    deviceScaleFactor: 2,
    hasTouch: true,
    storageState,
  });
  const page = await phone.newPage();
  await page.goto(studio.origin);
  await page.getByTestId('projects').waitFor();
  await take(studio, page, 'phone-start');
  await page.goto(address);
  await isLive(page);
  await take(studio, page, 'phone');
  await page.getByRole('button', { name: 'Outline' }).click();
  await take(studio, page, 'phone-outline');
  await page.getByTestId('outline-table').nth(2).click();
  await page.getByRole('button', { name: 'Inspector' }).click();
  await take(studio, page, 'phone-inspector');
  await phone.close();
}

/** All pictures, as PNG files in `folder`. */
export async function takePictures(origin: string, folder: string): Promise<void> {
  const browser = await launchBrowser();
  try {
    const studio: Studio = { browser, origin, folder };
    const address = await tour(studio);
    const stranger = await context(studio, 'laptop');
    const page = await stranger.newPage();
    await page.goto(address);
    await page.getByTestId('not-found').waitFor();
    await take(studio, page, 'stranger');
  } finally {
    await browser.close();
  }
}
