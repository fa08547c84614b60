/** Without the server, without the right to edit, and at addresses that are none. */
import { enter, find, openSheet } from '../hands';
import type { Scene } from '../scene';

export const connectionScenes: readonly Scene[] = [
  {
    name: 'connection-offline-waiting',
    play: async (stage) => {
      const page = await stage.open(await stage.fresh());
      await find(page, 'orders');
      await openSheet(page, 'Inspector');
      await page.context().setOffline(true);
      await enter(page, 'column-name', 'customer', 1);
      await enter(page, 'column-name', 'ordered_at', 5);
      await enter(page, 'column-name', 'amount', 6);
      await page.locator('[data-connection=offline]').waitFor({ timeout: 30_000 });
      return page;
    },
  },
  {
    name: 'connection-reconnecting',
    play: async (stage) => {
      const project = await stage.fresh();
      const page = await stage.open(project);
      await page.route('**/live*', (route) => route.abort());
      await page.context().setOffline(true);
      await page.locator('[data-connection=offline]').waitFor({ timeout: 30_000 });
      await page.context().setOffline(false);
      await page.locator('[data-connection=reconnecting]').waitFor({ timeout: 30_000 });
      return page;
    },
  },
  {
    name: 'view-only',
    play: async (stage) => {
      const project = await stage.fresh();
      await stage.join(project, stage.people.mina, 'viewer');
      const page = await stage.open(project, stage.people.mina);
      await find(page, 'orders');
      await openSheet(page, 'Inspector');
      return page;
    },
  },
  {
    name: 'view-only-empty',
    play: async (stage) => {
      const project = await stage.empty('Ticket shop');
      await stage.join(project, stage.people.mina, 'viewer');
      return stage.open(project, stage.people.mina);
    },
  },
  {
    name: 'error-opening',
    play: async (stage) => {
      const project = await stage.roastery();
      const context = await stage.context(stage.people.ada);
      await context.route('**/snapshot*', () => undefined);
      await context.route('**/live*', () => undefined);
      return stage.visit(stage.people.ada, project.path);
    },
  },
  {
    name: 'error-no-answer',
    play: async (stage) => {
      const project = await stage.roastery();
      const context = await stage.context(stage.people.ada);
      await context.route('**/api/v1/projects/**', (route) => route.abort());
      const page = await stage.visit(stage.people.ada, project.path);
      await page.getByText('does not answer').waitFor({ timeout: 30_000 });
      return page;
    },
  },
  {
    name: 'error-no-access',
    play: async (stage) => {
      const page = await stage.visit(null, (await stage.roastery()).path);
      await page.getByTestId('not-found').waitFor();
      return page;
    },
  },
  {
    name: 'error-share-link',
    play: async (stage) => {
      const page = await stage.visit(null, '/s/k3nM8cW2xQz7');
      await page.getByRole('heading').waitFor();
      return page;
    },
  },
  {
    name: 'error-page-not-found',
    play: async (stage) => {
      const page = await stage.visit(null, '/nowhere');
      await page.getByRole('heading').first().waitFor();
      return page;
    },
  },
  {
    name: 'error-start-page',
    play: async (stage) => {
      const context = await stage.context(stage.people.nora);
      await context.route('**/api/v1/projects*', (route) => route.abort());
      const page = await stage.visit(stage.people.nora, '/');
      await page.waitForTimeout(1500);
      return page;
    },
  },
];
