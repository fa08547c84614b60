/** The problems that the review finds, and what a project decides about them. */
import type { Page } from 'playwright-core';
import type { Project } from '../project';
import type { Scene } from '../scene';
import type { Stage } from '../stage';

/** A shop as it is often found: it runs, and something is wrong in most tables. */
const grown = `
CREATE TYPE shipping_state AS ENUM ('packed', 'sent');
CREATE TABLE customers (
  id serial PRIMARY KEY, email varchar(255) NOT NULL UNIQUE, password text, "lastVisit" timestamp,
  created_at timestamp DEFAULT now());
CREATE TABLE "order" (
  id serial PRIMARY KEY, customer_id int NOT NULL REFERENCES customers ON DELETE SET NULL,
  total_amount double precision NOT NULL DEFAULT 0, state shipping_state, note char(40));
CREATE TABLE products (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL, price money,
  tags text[], attributes json);
CREATE TABLE order_lines (
  order_id int NOT NULL REFERENCES "order" ON DELETE CASCADE, product_id bigint NOT NULL REFERENCES products,
  quantity int NOT NULL DEFAULT 1);
CREATE INDEX order_lines_order ON order_lines (order_id);
CREATE INDEX order_lines_order_product ON order_lines (order_id, product_id);
CREATE INDEX products_tags ON products (tags);
CREATE TABLE visits (customer_id int, page text, at timestamp);`;

async function grownShop(stage: Stage): Promise<Project> {
  return stage.once('a shop that has grown', async () => {
    const project = await stage.empty('A grown shop');
    await project.importSql(grown);
    return project;
  });
}

async function openProblems(page: Page): Promise<Page> {
  await page.locator('[data-testid=problem-count]:not([data-problems=""])').waitFor();
  await page.getByTestId('problem-count').click();
  return page;
}

async function problems(stage: Stage): Promise<Page> {
  const page = await openProblems(await stage.open(await grownShop(stage)));
  await page.getByTestId('problem-why').first().click();
  return page;
}

export const reviewScenes: readonly Scene[] = [
  { name: 'problems', play: problems },
  {
    name: 'problems-searched',
    play: async (stage) => {
      const page = await problems(stage);
      await page.getByTestId('problem-search').fill('order');
      await page.getByTestId('problem').nth(2).waitFor();
      return page;
    },
  },
  {
    name: 'problems-ignore',
    play: async (stage) => {
      const page = await problems(stage);
      await page.getByTestId('problem-ignore').first().click();
      await page.getByTestId('ignore-reason').fill('Customers are only ever hidden, never deleted.');
      return page;
    },
  },
  {
    name: 'problems-decide',
    play: async (stage) => {
      const page = await problems(stage);
      await page.getByTestId('rule-menu').first().click();
      await page.getByRole('menu').waitFor();
      return page;
    },
  },
  {
    name: 'problems-none',
    play: async (stage) => {
      const project = await stage.empty('Nothing wrong');
      await project.importSql(
        'CREATE TABLE notes (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body text NOT NULL);',
      );
      const page = await openProblems(await stage.open(project));
      await page.getByTestId('no-problems').waitFor();
      return page;
    },
  },
];
