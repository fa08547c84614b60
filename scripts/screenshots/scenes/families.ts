/** Types, partitions, heirs and statements kept as text: on the canvas, in the outline and in the inspector. */
import type { Page } from 'playwright-core';
import { buildFamilies } from '../families';
import { find, openSheet } from '../hands';
import type { Project } from '../project';
import type { Scene } from '../scene';
import type { Stage } from '../stage';

function families(stage: Stage): Promise<Project> {
  return stage.once('families', async () => {
    const project = await stage.empty('Meeting rooms');
    await buildFamilies(project);
    return project;
  });
}

/** What is found is shown in the inspector. */
async function inspect(stage: Stage, name: string): Promise<Page> {
  const page = await stage.open(await families(stage));
  await find(page, name);
  await openSheet(page, 'Inspector');
  return page;
}

/** The table in the inspector, with a part at its end in view. */
async function inspectEnd(stage: Stage, name: string, testId: string): Promise<Page> {
  const page = await inspect(stage, name);
  const section = page.getByTestId(testId);
  const opener = section.getByRole('button').first();
  if ((await opener.getAttribute('aria-expanded')) === 'false') await opener.click();
  // Not into view: that would scroll the page with the panel.
  await section.evaluate((element) => {
    const panel = element.closest('.overflow-y-auto');
    if (panel) panel.scrollTop = element.getBoundingClientRect().top - panel.getBoundingClientRect().top - 48;
  });
  return page;
}

export const familyScenes: readonly Scene[] = [
  {
    name: 'partitions-canvas',
    play: async (stage) => {
      const page = await stage.open(await families(stage));
      await page.getByTestId('canvas').focus();
      await page.keyboard.press('f');
      return page;
    },
  },
  {
    name: 'partitions-outline',
    play: async (stage) => {
      const page = await stage.open(await families(stage));
      await openSheet(page, 'Outline');
      const table = page.getByTestId('outline-table').filter({ hasText: 'events' });
      await table.click();
      await page.keyboard.press('ArrowRight');
      const group = page.getByTestId('outline-group').filter({ hasText: 'Partitions' });
      await group.click();
      await page.keyboard.press('ArrowRight');
      return page;
    },
  },
  { name: 'partitions-inspector', play: (stage) => inspectEnd(stage, 'events', 'partitioning-section') },
  { name: 'partitions-partition', play: (stage) => inspect(stage, 'events_2026_03') },
  {
    name: 'partitions-detached',
    play: async (stage) => {
      // Of its own: it is a partition in the other scenes.
      const project = await stage.empty('Meeting rooms');
      await buildFamilies(project);
      const page = await stage.open(project);
      await find(page, 'events_2026_03');
      await openSheet(page, 'Inspector');
      await page.getByTestId('detach-partition').click();
      await page.getByTestId('detach-partition').waitFor({ state: 'detached' });
      return page;
    },
  },
  { name: 'partitions-heir', play: (stage) => inspect(stage, 'trucks') },
  { name: 'partitions-security', play: (stage) => inspectEnd(stage, 'events', 'storage-section') },
  { name: 'types-domain', play: (stage) => inspect(stage, 'email') },
  { name: 'types-composite', play: (stage) => inspect(stage, 'postal_address') },
  { name: 'types-range', play: (stage) => inspect(stage, 'price_range') },
  {
    name: 'types-outline',
    play: async (stage) => {
      const page = await stage.open(await families(stage));
      await openSheet(page, 'Outline');
      for (const group of ['Views', 'Functions']) {
        await page.getByTestId('outline-group').filter({ hasText: group }).click();
        await page.keyboard.press('ArrowRight');
      }
      return page;
    },
  },
  {
    name: 'types-exclusion',
    play: async (stage) => {
      const page = await inspect(stage, 'bookings');
      await page.getByTestId('part-exclusion').getByRole('button').first().click();
      return page;
    },
  },
  {
    name: 'types-column',
    play: async (stage) => {
      const page = await inspect(stage, 'bookings');
      await page.getByRole('button', { name: 'Details of contact', exact: true }).click();
      await page.getByTestId('more-options').first().click();
      return page;
    },
  },
  { name: 'types-statement', play: (stage) => inspect(stage, 'free_rooms') },
  {
    name: 'types-completion',
    play: async (stage) => {
      const page = await inspect(stage, 'bookings');
      await page.getByTestId('column-type').nth(5).click();
      await page.getByRole('listbox').getByRole('option').first().waitFor();
      return page;
    },
  },
  {
    name: 'types-create-menu',
    on: 'wide',
    play: async (stage) => {
      const page = await stage.open(await families(stage));
      await page.getByTestId('create-menu').click();
      await page.getByRole('menuitem', { name: 'New domain' }).waitFor();
      return page;
    },
  },
  {
    name: 'types-several',
    on: 'wide',
    play: async (stage) => {
      const page = await stage.open(await families(stage));
      await page.getByTestId('canvas').focus();
      await page.keyboard.press('Control+a');
      return page;
    },
  },
];
