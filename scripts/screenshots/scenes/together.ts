/** Several people in one project, and what happens when they meet. */
import type { Page, Route } from 'playwright-core';
import { enter, find, isSettled, openSheet } from '../hands';
import type { Project } from '../project';
import type { Scene } from '../scene';
import type { Stage } from '../stage';

type Company = {
  readonly page: Page;
  readonly ben: Project;
  readonly mina: Project;
  readonly project: Project;
};

/** Ada's page with Ben and Mina on it, each at a table. */
async function company(stage: Stage): Promise<Company> {
  const project = await stage.roastery();
  const ben = await stage.join(project, stage.people.ben);
  const mina = await stage.join(project, stage.people.mina);
  const page = await stage.open(project);
  const places = await project.places();
  const at = (table: string) => places.get(table) ?? { x: 0, y: 0 };
  const { id: orders } = await project.named('orders');
  const { id: products } = await project.named('products');
  const [o, p] = [at('orders'), at('products')];
  await ben.tell({ cursor: { x: o.x + 150, y: o.y + 130 }, selection: [orders] });
  await mina.tell({ cursor: { x: p.x + 170, y: p.y + 96 }, selection: [products] });
  await page.locator('[data-testid=people][data-people="3"]').waitFor();
  return { page, project, ben, mina };
}

type Change = readonly [path: string, body: Readonly<Record<string, unknown>>];

/** Ada renames the column `customers.name` while Ben's edit is on its way: both reach the server at once. */
async function renameAtOnce(stage: Stage, ...theirs: Change): Promise<Page> {
  const project = await stage.fresh();
  const ben = await stage.join(project, stage.people.ben);
  const page = await stage.open(project);
  await find(page, 'customers');
  await openSheet(page, 'Inspector');
  const update = await ben.updateOf(...theirs);
  const whenSent = async (route: Route) => {
    await ben.edit(update);
    await route.continue();
  };
  await page.route('**/mutations', whenSent, { times: 1 });
  await enter(page, 'column-name', 'display_name', 2);
  await page.locator('[data-sonner-toast]').first().waitFor();
  await isSettled(page);
  return page;
}

/** Ada edits without a connection while Ben renames, retypes and deletes; then she is back. */
async function backOnline(stage: Stage): Promise<Page> {
  const project = await stage.fresh();
  const ben = await stage.join(project, stage.people.ben);
  const page = await stage.open(project);
  await page.context().setOffline(true);
  await page.getByText('Connection lost').waitFor();
  await find(page, 'reviews');
  await openSheet(page, 'Inspector');
  await enter(page, 'column-name', 'text', 3);
  await enter(page, 'column-name', 'posted_at', 4);
  await find(page, 'customers');
  await openSheet(page, 'Inspector');
  await enter(page, 'column-name', 'display_name', 2);
  await enter(page, 'column-name', 'contact', 1);
  await enter(page, 'column-type', 'varchar(80)', 2);
  await ben.change('customers.name', { name: 'full_name' });
  await ben.change('customers.email', { comment: 'Confirmed by a link' });
  await ben.remove('reviews');
  await page.context().setOffline(false);
  await page.getByText('Back online').waitFor({ timeout: 30_000 });
  await isSettled(page);
  return page;
}

export const togetherScenes: readonly Scene[] = [
  {
    name: 'together-overview',
    play: async (stage) => (await company(stage)).page,
  },
  {
    name: 'together-close',
    play: async (stage) => {
      const { page } = await company(stage);
      await find(page, 'subscriptions');
      return page;
    },
  },
  {
    name: 'together-typing',
    play: async (stage) => {
      const { page, project, ben } = await company(stage);
      const { id } = await project.named('orders.total');
      await ben.tell({ editing: { recordId: id, field: 'name' } });
      await find(page, 'orders');
      await openSheet(page, 'Inspector');
      await page.getByTestId('editor-mark').first().waitFor();
      return page;
    },
  },
  {
    name: 'together-following',
    on: 'wide',
    play: async (stage) => {
      const { page, project, ben } = await company(stage);
      const { x, y } = (await project.places()).get('orders') ?? { x: 0, y: 0 };
      await ben.tell({ viewport: { x: x - 500, y: y - 300, width: 1300, height: 820 } });
      await page.getByRole('button', { name: 'Follow Ben Okafor' }).click();
      await page.getByTestId('follow-frame').waitFor();
      return page;
    },
  },
  {
    name: 'together-away',
    on: 'wide',
    play: async (stage) => {
      const { page, mina } = await company(stage);
      await mina.tell({ away: true, cursor: null, selection: [] });
      await page.locator('[data-testid=person][data-away=true]').waitFor();
      await page.getByTestId('me').click();
      return page;
    },
  },
  {
    name: 'together-people-menu',
    play: async (stage) => {
      const { page } = await company(stage);
      await page.getByTestId('me').click();
      await page.getByTestId('hide-cursor').waitFor();
      return page;
    },
  },
  {
    name: 'conflict-merged',
    play: (stage) => renameAtOnce(stage, 'customers.name', { type: 'varchar(120)' }),
  },
  {
    name: 'conflict-replaced',
    play: (stage) => renameAtOnce(stage, 'customers.name', { name: 'full_name' }),
  },
  {
    name: 'conflict-refused',
    play: (stage) => renameAtOnce(stage, 'customers.email', { name: 'display_name' }),
  },
  {
    name: 'conflict-back-online',
    play: backOnline,
  },
  {
    name: 'conflict-review',
    play: async (stage) => {
      const page = await backOnline(stage);
      await page.getByRole('button', { name: 'Review' }).click();
      await page.getByTestId('outcomes').waitFor();
      return page;
    },
  },
];
