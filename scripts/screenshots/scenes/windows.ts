/** Windows over the project: palette, keys, sharing. */
import type { Page } from 'playwright-core';
import type { Scene } from '../scene';
import type { Stage } from '../stage';

async function press(stage: Stage, ...keys: readonly string[]): Promise<Page> {
  const page = await stage.open(await stage.roastery());
  await page.getByTestId('canvas').focus();
  for (const key of keys) await page.keyboard.press(key);
  await page.getByRole('dialog').waitFor();
  return page;
}

export const windowScenes: readonly Scene[] = [
  { name: 'palette', play: (stage) => press(stage, 'Control+k') },
  {
    name: 'palette-found',
    play: async (stage) => {
      const page = await press(stage, 'Control+k');
      await page.getByTestId('palette-input').fill('order');
      return page;
    },
  },
  {
    name: 'palette-nothing-found',
    play: async (stage) => {
      const page = await press(stage, 'Control+k');
      await page.getByTestId('palette-input').fill('payroll');
      return page;
    },
  },
  { name: 'shortcuts', play: (stage) => press(stage, '?') },
  {
    name: 'share',
    play: async (stage) => {
      const page = await stage.open(await stage.roastery());
      await page.getByTestId('open-share').click();
      await page.getByTestId('create-link').waitFor();
      return page;
    },
  },
  {
    name: 'share-link',
    play: async (stage) => {
      const page = await stage.open(await stage.roastery());
      await page.getByTestId('open-share').click();
      await page.getByTestId('create-link').click();
      // A key is random; what is pictured is not one that opens anything.
      await page.getByTestId('share-url').evaluate((field) => {
        if (field instanceof HTMLInputElement) field.value = 'https://schema.example.com/s/k3nM8cW2xQz7';
      });
      return page;
    },
  },
  {
    name: 'theme-menu',
    on: 'wide',
    play: async (stage) => {
      const page = await stage.open(await stage.roastery());
      await page.getByRole('button', { name: /theme|appearance/i }).click();
      await page.getByRole('menuitemradio').or(page.getByRole('menuitem')).first().waitFor();
      return page;
    },
  },
];
