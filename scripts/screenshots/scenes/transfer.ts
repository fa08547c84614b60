/** Import and export. */
import type { Page } from 'playwright-core';
import { find, fromBar } from '../hands';
import { library } from '../samples';
import type { Scene } from '../scene';
import type { Stage } from '../stage';

async function importWindow(stage: Stage, text?: string): Promise<Page> {
  const page = await stage.open(await stage.empty('Town library'));
  await fromBar(page, 'Import');
  if (text === undefined) await page.getByTestId('import-text').waitFor();
  else await page.getByTestId('import-text').fill(text);
  return page;
}

async function imported(stage: Stage, text: string): Promise<Page> {
  const page = await importWindow(stage, text);
  await page.getByTestId('import-run').click();
  return page;
}

const broken = `CREATE TABLE members (
  id bigint PRIMARY KEY,
  name text NOT NULL
);

CREATE TABEL loans (
  id bigint PRIMARY KEY,
  member_id bigint REFERENCES members
);`;

/** Made by a script that does not look into bodies, and of no use. */
const brokenRoutines = `SET check_function_bodies = off;
CREATE FUNCTION overdue_count() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM overdue_loans';
CREATE PROCEDURE close_loans() LANGUAGE plpgsql AS $$ BEGIN UPDTE loans; END $$;`;

const zones = `CREATE EXTENSION postgis;
CREATE TABLE zones (id bigint PRIMARY KEY, area geometry(Polygon, 4326));`;

/** The sandbox takes its time where several browsers are at it. */
async function proofIs(page: Page, state: string): Promise<void> {
  await page.locator(`[data-testid=proof][data-state=${state}]`).waitFor({ timeout: 120_000 });
}

export const transferScenes: readonly Scene[] = [
  { name: 'import', play: (stage) => importWindow(stage) },
  { name: 'import-text', play: (stage) => importWindow(stage, library.sql) },
  {
    name: 'import-running',
    play: async (stage) => {
      const page = await importWindow(stage, library.sql);
      await page.route('**/import?*', () => undefined);
      await page.getByTestId('import-run').click();
      return page;
    },
  },
  {
    name: 'import-result',
    play: async (stage) => {
      const page = await imported(stage, library.sql);
      await page.getByTestId('import-result').waitFor();
      return page;
    },
  },
  {
    name: 'import-refused',
    play: async (stage) => {
      const page = await imported(stage, broken);
      await page.getByTestId('import-failure').waitFor();
      return page;
    },
  },
  {
    name: 'export',
    play: async (stage) => {
      const page = await stage.open(await stage.roastery());
      await fromBar(page, 'Export');
      await page.getByTestId('sql').waitFor();
      return page;
    },
  },
  {
    name: 'proof-running',
    play: async (stage) => {
      const page = await stage.open(await stage.roastery());
      await page.route('**/sandbox/*', () => undefined);
      await fromBar(page, 'Export');
      await page.locator('[data-testid=proof][data-state=running]').waitFor();
      return page;
    },
  },
  {
    name: 'proof',
    play: async (stage) => {
      const page = await stage.open(await stage.roastery());
      await fromBar(page, 'Export');
      await proofIs(page, 'identical');
      return page;
    },
  },
  {
    name: 'proof-refused',
    play: async (stage) => {
      const page = await imported(stage, `${library.sql}\nCREATE VIEW overdue AS SELECT nothing FROM loans;`);
      await page.getByTestId('import-close').click();
      await fromBar(page, 'Export');
      await proofIs(page, 'refused');
      return page;
    },
  },
  {
    name: 'proof-bodies',
    play: async (stage) => {
      const page = await imported(stage, `${library.sql}\n${brokenRoutines}`);
      await page.getByTestId('import-close').click();
      await fromBar(page, 'Export');
      await proofIs(page, 'identical');
      return page;
    },
  },
  {
    name: 'proof-in-part',
    play: async (stage) => {
      const page = await imported(stage, `${library.sql}\n${zones}`);
      await page.getByTestId('import-close').click();
      await fromBar(page, 'Export');
      await proofIs(page, 'identical');
      return page;
    },
  },
  {
    name: 'paste-sql',
    on: 'wide',
    play: async (stage) => {
      const page = await stage.open(await stage.roastery());
      await find(page, 'orders');
      await page.evaluate(() => {
        const clipboardData = new DataTransfer();
        clipboardData.setData(
          'text/plain',
          'CREATE TABLE gift_cards (code text PRIMARY KEY, amount numeric(8,2));',
        );
        document.activeElement?.dispatchEvent(
          new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
        );
      });
      await page.getByRole('dialog').waitFor();
      return page;
    },
  },
];
