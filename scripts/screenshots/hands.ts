/** What somebody does with mouse and keyboard, in whatever size the window has. */
import type { Page } from 'playwright-core';

export type Point = { readonly x: number; readonly y: number };

/** Connected, and everything is saved. */
export async function isSettled(page: Page): Promise<void> {
  await page.locator('[data-connection="live"]').waitFor({ timeout: 60_000 });
  await page.locator('[data-pending="0"]').waitFor();
}

/** The middle of the canvas, in pixels of the page. */
export async function middle(page: Page): Promise<Point> {
  const box = await page.getByTestId('canvas').boundingBox();
  if (!box) throw new Error('There is no canvas.');
  return { x: Math.round(box.x + box.width / 2), y: Math.round(box.y + box.height / 2) };
}

/** Finds something by the palette: selects it, and shows it in the middle of the canvas. */
export async function find(page: Page, name: string): Promise<void> {
  await page.getByTestId('canvas').focus();
  await page.keyboard.press('Control+k');
  await page.getByTestId('palette-input').fill(name);
  await page.getByTestId('palette-option').first().waitFor();
  await page.keyboard.press('Enter');
  await page.getByTestId('palette-input').waitFor({ state: 'detached' });
}

/** The corner of the selected table, in pixels of the page, and how wide it is there. */
export async function boxOfSelected(page: Page): Promise<Point & { readonly width: number }> {
  await page.getByTestId('canvas').focus();
  await page.keyboard.press('F2');
  const field = page.getByTestId('rename-in-place');
  const box = await field.boundingBox();
  await field.press('Escape');
  if (!box) throw new Error('Nothing is selected that has a name on the canvas.');
  return box;
}

/** Brings a side panel to the front where panels are sheets; beside the canvas it is there already. */
export async function openSheet(page: Page, label: 'Outline' | 'Inspector' | 'Activity'): Promise<void> {
  const tab = page.getByRole('navigation', { name: 'Panels' }).getByRole('button', { name: label });
  if (await tab.isVisible()) await tab.click();
  else if (label === 'Activity') await page.getByTestId('open-activity').click();
}

/** Chooses what stands in the bar, or on a phone in its menu. */
export async function fromBar(page: Page, what: 'Import' | 'Export'): Promise<void> {
  const button = page.getByTestId(`open-${what.toLowerCase()}`);
  if (await button.isVisible()) {
    await button.click();
    return;
  }
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: what }).click();
}

/** Types a text into a field and enters it. */
export async function enter(page: Page, testId: string, text: string, place = 0): Promise<void> {
  const field = page.getByTestId(testId).nth(place);
  await field.fill(text);
  await field.press('Tab');
}
