/** What happened: the activity, histories, and going back. */
import type { Page } from 'playwright-core';
import { find, openSheet } from '../hands';
import type { Project } from '../project';
import type { Scene } from '../scene';
import type { Stage } from '../stage';

/** Ben and Mina have worked on Ada's project. */
async function worked(stage: Stage): Promise<Project> {
  return stage.once('project with a history', async () => {
    const project = await stage.fresh();
    const ben = await stage.join(project, stage.people.ben);
    const mina = await stage.join(project, stage.people.mina);
    await ben.change('customers.name', { name: 'display_name', nullable: false });
    await mina.change('orders.total', { type: 'numeric(12,2)' });
    await ben.createTable('gift_cards', { x: 0, y: -260 }, ['code text', 'note text']);
    await ben.change('gift_cards.note', { name: 'greeting', comment: 'Printed on the card' });
    await mina.change('reviews.stars', { comment: 'One to five, half stars came to nothing' });
    await ben.remove('gift_cards.code');
    await mina.change('products', { comment: 'What the shop sells, in whatever size' });
    return project;
  });
}

async function activity(stage: Stage): Promise<Page> {
  const page = await stage.open(await worked(stage));
  await openSheet(page, 'Activity');
  await page.getByTestId('activity-line').first().waitFor();
  return page;
}

export const activityScenes: readonly Scene[] = [
  { name: 'activity', play: activity },
  {
    name: 'activity-filtered',
    play: async (stage) => {
      const page = await activity(stage);
      await page.getByTestId('activity-person-filter').selectOption({ label: stage.people.ben.name });
      return page;
    },
  },
  {
    name: 'activity-nothing-found',
    play: async (stage) => {
      const page = await activity(stage);
      await page.getByTestId('activity-search').fill('payroll');
      return page;
    },
  },
  {
    name: 'activity-history-of-a-table',
    play: async (stage) => {
      const page = await stage.open(await worked(stage));
      await find(page, 'gift_cards');
      await openSheet(page, 'Inspector');
      await page.getByTestId('history').click();
      await page.getByTestId('history-lines').waitFor();
      await page.getByTestId('history-lines').scrollIntoViewIfNeeded();
      return page;
    },
  },
  {
    name: 'activity-restore',
    play: async (stage) => {
      const page = await activity(stage);
      await page.getByTestId('activity-line').nth(4).focus();
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').waitFor();
      return page;
    },
  },
  {
    name: 'activity-since-last-visit',
    play: async (stage) => {
      const project = await stage.fresh();
      const ben = await stage.join(project, stage.people.ben);
      const page = await stage.open(project);
      await page.goto('about:blank');
      await ben.change('customers.name', { name: 'display_name' });
      await ben.createTable('gift_cards', { x: 0, y: -260 }, ['code text']);
      const back = await stage.open(project);
      await back.getByTestId('since-last-visit').waitFor();
      return back;
    },
  },
];
