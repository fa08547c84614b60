/** Takes the pictures of `npm run screenshots`, from a server that runs at ORIGIN, into PICTURES. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { must } from '../../src/core/std/assert';
import { launchBrowser } from '../../test/browser/launch';

const origin = must(process.env.ORIGIN, 'ORIGIN');
const pictures = must(process.env.PICTURES, 'PICTURES');
const library = readFileSync('test/fixtures/library.sql', 'utf8');

const sizes = {
  laptop: { width: 1440, height: 900 },
  desk: { width: 1920, height: 1080 },
  phone: { width: 390, height: 844 },
} as const;

async function take(page: Page, name: string): Promise<void> {
  // Time for the last frame of a flight or a sheet.
  await page.waitForTimeout(350);
  await page.screenshot({ path: join(pictures, `${name}.png`) });
  console.log(`${name}.png`);
}

function context(browser: Browser, size: keyof typeof sizes, more: { dark?: boolean; ratio?: number } = {}) {
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
async function importLibrary(page: Page): Promise<void> {
  await page.getByTestId('new-project').click();
  await page.getByTestId('open-import').click();
  await take(page, 'import');
  await page.getByTestId('import-text').fill(library);
  await page.getByTestId('import-run').click();
  await page.getByTestId('import-result').waitFor({ timeout: 60_000 });
  await page.getByTestId('project-name').fill('Town library');
  await page.getByTestId('import-close').waitFor();
}

async function selectInOutline(page: Page, name: string): Promise<void> {
  await page.getByTestId('outline-search').fill(name);
  await page.getByTestId('outline-table').first().dblclick();
  await page.getByTestId('outline-search').fill('');
}

/** Somebody else in the same project: their cursor and selection are in the pictures. */
async function inviteColleague(browser: Browser, page: Page): Promise<BrowserContext> {
  await page.getByTestId('open-share').click();
  await page.getByTestId('create-link').click();
  const url = await page.getByTestId('share-url').inputValue();
  await take(page, 'share');
  await page.keyboard.press('Escape');
  const other = await context(browser, 'laptop');
  const colleague = await other.newPage();
  await colleague.goto(url);
  await isLive(colleague);
  const canvas = must(await colleague.getByTestId('canvas').boundingBox(), 'canvas');
  await selectInOutline(colleague, 'loans');
  await colleague.mouse.move(canvas.x + canvas.width * 0.62, canvas.y + canvas.height * 0.56, { steps: 4 });
  return other;
}

/** Everything that one person sees on the way from the start page to an export. */
async function tour(browser: Browser): Promise<string> {
  const mine = await context(browser, 'laptop');
  const page = await mine.newPage();
  await page.goto(origin);
  await page.getByTestId('new-project').waitFor();
  await take(page, 'start-empty');
  await page.getByTestId('new-project').click();
  await isLive(page);
  await take(page, 'project-empty');
  await page.goto(origin);
  await importLibrary(page);
  await take(page, 'import-result');
  await page.getByTestId('import-close').click();
  await isLive(page);
  await take(page, 'library');
  const colleague = await inviteColleague(browser, page);
  await selectInOutline(page, 'copies');
  await page
    .getByTestId('column-row')
    .nth(2)
    .getByRole('button', { name: /^Details/ })
    .click();
  await take(page, 'library-together');
  await page.getByTestId('open-export').click();
  await page.getByTestId('sql').waitFor();
  await take(page, 'export');
  const address = page.url();
  await page.goto(origin);
  await page.getByTestId('projects').waitFor();
  await take(page, 'start');
  await secondLook(browser, mine, address);
  await colleague.close();
  await mine.close();
  return address;
}

/** The same project dark, on a large screen, and on a phone. */
async function secondLook(browser: Browser, owner: BrowserContext, address: string): Promise<void> {
  const storageState = await owner.storageState();
  const looks = [
    { name: 'library-dark', size: 'laptop', dark: true, ratio: 1 },
    { name: 'library-desk', size: 'desk', dark: false, ratio: 1 },
    { name: 'library-sharp', size: 'laptop', dark: false, ratio: 2 },
  ] as const;
  for (const { name, size, dark, ratio } of looks) {
    const other = await browser.newContext({
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
    await take(page, name);
    await other.close();
  }
  const phone = await browser.newContext({
    viewport: sizes.phone,
    deviceScaleFactor: 2,
    hasTouch: true,
    storageState,
  });
  const page = await phone.newPage();
  await page.goto(origin);
  await page.getByTestId('projects').waitFor();
  await take(page, 'phone-start');
  await page.goto(address);
  await isLive(page);
  await take(page, 'phone');
  await page.getByRole('button', { name: 'Outline' }).click();
  await take(page, 'phone-outline');
  await page.getByTestId('outline-table').nth(2).click();
  await page.getByRole('button', { name: 'Inspector' }).click();
  await take(page, 'phone-inspector');
  await phone.close();
}

const browser = await launchBrowser();
try {
  const address = await tour(browser);
  const stranger = await context(browser, 'laptop');
  const page = await stranger.newPage();
  await page.goto(address);
  await page.getByTestId('not-found').waitFor();
  await take(page, 'stranger');
} finally {
  await browser.close();
}
