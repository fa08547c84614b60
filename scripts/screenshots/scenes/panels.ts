/** The panels beside the canvas: the outline, and the inspector of every kind of object. */
import type { Page } from 'playwright-core';
import { find, openSheet } from '../hands';
import type { Scene } from '../scene';
import type { Stage } from '../stage';

/** What is found is shown in the inspector. */
async function inspect(stage: Stage, name: string): Promise<Page> {
  const page = await stage.open(await stage.roastery());
  await find(page, name);
  await openSheet(page, 'Inspector');
  return page;
}

/** A table in the inspector, one of its keys, checks or indexes unfolded. */
async function inspectPart(stage: Stage, table: string, testId: string, place = 0): Promise<Page> {
  const page = await inspect(stage, table);
  await page.getByTestId(testId).nth(place).getByRole('button').first().click();
  return page;
}

async function columnDetails(stage: Stage, table: string, column: string): Promise<Page> {
  const page = await inspect(stage, table);
  await page.getByRole('button', { name: `Details of ${column}`, exact: true }).click();
  return page;
}

export const panelScenes: readonly Scene[] = [
  {
    name: 'inspector-nothing',
    play: async (stage) => {
      const page = await stage.open(await stage.roastery());
      await openSheet(page, 'Inspector');
      return page;
    },
  },
  { name: 'inspector-table', play: (stage) => inspect(stage, 'green_lots') },
  { name: 'inspector-column', play: (stage) => columnDetails(stage, 'orders', 'state') },
  { name: 'inspector-column-identity', play: (stage) => columnDetails(stage, 'orders', 'id') },
  { name: 'inspector-column-generated', play: (stage) => columnDetails(stage, 'order_lines', 'amount') },
  { name: 'inspector-primary-key', play: (stage) => inspectPart(stage, 'order_lines', 'part-primary-key') },
  { name: 'inspector-unique', play: (stage) => inspectPart(stage, 'product_sizes', 'part-unique') },
  { name: 'inspector-check', play: (stage) => inspectPart(stage, 'orders', 'part-check') },
  { name: 'inspector-index', play: (stage) => inspectPart(stage, 'orders', 'part-index', 1) },
  { name: 'inspector-foreign-key', play: (stage) => inspect(stage, 'order_lines_product_id_grams_fkey') },
  { name: 'inspector-enum', play: (stage) => inspect(stage, 'order_state') },
  { name: 'inspector-schema', play: (stage) => inspect(stage, 'sourcing') },
  {
    name: 'inspector-several',
    play: async (stage) => {
      const page = await stage.open(await stage.roastery());
      await page.getByTestId('canvas').focus();
      await page.keyboard.press('Control+a');
      await openSheet(page, 'Inspector');
      return page;
    },
  },
  {
    name: 'inspector-type-completion',
    play: async (stage) => {
      const page = await inspect(stage, 'orders');
      await page.getByTestId('column-type').nth(6).fill('tim');
      await page.getByRole('listbox').getByRole('option').first().waitFor();
      return page;
    },
  },
  {
    name: 'inspector-refused-name',
    play: async (stage) => {
      const page = await inspect(stage, 'orders');
      await page.getByTestId('column-name').nth(1).fill('state');
      await page.getByTestId('column-name').nth(1).press('Enter');
      return page;
    },
  },
  {
    name: 'outline',
    play: async (stage) => {
      const page = await stage.open(await stage.roastery());
      await openSheet(page, 'Outline');
      const row = page.getByTestId('outline-table').filter({ hasText: 'batches' });
      await row.click();
      await row.press('ArrowRight');
      return page;
    },
  },
  {
    name: 'outline-search',
    play: async (stage) => {
      const page = await stage.open(await stage.roastery());
      await openSheet(page, 'Outline');
      await page.getByTestId('outline-search').fill('country');
      return page;
    },
  },
  {
    name: 'outline-nothing-found',
    play: async (stage) => {
      const page = await stage.open(await stage.roastery());
      await openSheet(page, 'Outline');
      await page.getByTestId('outline-search').fill('payroll');
      return page;
    },
  },
];
