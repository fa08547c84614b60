/** The start page. */
import type { Page } from 'playwright-core';
import type { Scene } from '../scene';
import type { Stage } from '../stage';

const names = ['Billing', 'Fleet telemetry', 'Clinic appointments', 'Event tickets'];

/** Nora's projects: made once for all of these scenes. */
async function nora(stage: Stage): Promise<Page> {
  const { nora } = stage.people;
  await stage.once('projects of Nora', async () => {
    const gone = await stage.empty('Old warehouse', nora);
    await gone.moveToTrash();
    for (const name of names) await stage.empty(name, nora);
    await stage.freshLibrary(nora);
    return stage.fresh(nora);
  });
  const page = await stage.visit(nora, '/');
  await page.getByTestId('projects').waitFor();
  return page;
}

async function dragFileOver(page: Page): Promise<Page> {
  const transfer = await page.evaluateHandle(() => {
    const data = new DataTransfer();
    data.items.add(new File(['CREATE TABLE a ();'], 'shop.sql', { type: 'application/sql' }));
    return data;
  });
  await page.dispatchEvent('body', 'dragenter', { dataTransfer: transfer });
  await page.dispatchEvent('body', 'dragover', { dataTransfer: transfer });
  return page;
}

export const startScenes: readonly Scene[] = [
  {
    name: 'start-first-visit',
    play: async (stage) => {
      const page = await stage.visit(null, '/');
      await page.getByTestId('open-sample').waitFor();
      return page;
    },
  },
  { name: 'start-projects', play: nora },
  {
    name: 'start-search-nothing-found',
    play: async (stage) => {
      const page = await nora(stage);
      await page.getByTestId('project-search').fill('payroll');
      return page;
    },
  },
  {
    name: 'start-menu-of-a-project',
    play: async (stage) => {
      const page = await nora(stage);
      await page.getByTestId('project-menu').nth(1).click();
      await page.getByRole('menuitem').first().waitFor();
      return page;
    },
  },
  {
    name: 'start-rename',
    play: async (stage) => {
      const page = await nora(stage);
      await page.getByTestId('project-menu').nth(1).click();
      await page.getByRole('menuitem', { name: 'Rename' }).click();
      await page.getByTestId('rename-project').waitFor();
      return page;
    },
  },
  {
    name: 'start-trash',
    play: async (stage) => {
      const page = await nora(stage);
      await page.getByTestId('open-trash').click();
      await page.getByTestId('trash').waitFor();
      return page;
    },
  },
  {
    name: 'start-import',
    play: async (stage) => {
      const page = await nora(stage);
      await page.getByRole('button', { name: 'Import a dump' }).click();
      await page.getByTestId('import-text').waitFor();
      return page;
    },
  },
  { name: 'start-drop', on: 'wide', play: async (stage) => dragFileOver(await nora(stage)) },
];
