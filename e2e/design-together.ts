import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Browser, Route } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { createTestDatabase } from '../test/pg/database';
import { openBrowser } from './stage';
import type { Site } from './support';
import { converged, Visitor } from './support';

/** A dump of a textbook database where there is one at hand, else one of our own. */
const corpus = process.env.CORPUS_DIR;
const dump = corpus
  ? { text: readFileSync(join(corpus, 'northwind.sql'), 'utf8'), table: 'customers', tables: 14 }
  : { text: readFileSync('test/fixtures/library.sql', 'utf8'), table: 'members', tables: 14 };

/** Where the program answers, however many processes it is; all of it can die and come back. */
export type Stage = Site & {
  /** Starts it, again at the same address after it was ended. */
  start(): Promise<void>;
  /** `kill -9`: no time to tidy up. */
  kill(): Promise<void>;
  stop(): Promise<void>;
};

/**
 * Two people in two browsers, from the first click to DDL that loads; each step goes on from the one before.
 *
 * @param andThen further steps, with the person whose project it is
 */
export function designTogether(open: () => Promise<Stage>, andThen?: (ada: () => Visitor) => void): void {
  let program: Stage;
  let browser: Browser;
  let ada: Visitor;
  let ben: Visitor;

  beforeAll(async () => {
    program = await open();
    await program.start();
    browser = await openBrowser();
    ada = await Visitor.open(browser);
    ben = await Visitor.open(browser);
  });
  afterAll(async () => {
    await browser?.close();
    await program.stop();
  });

  afterEach(async (context) => {
    if (context.task.result?.state !== 'fail') return;
    for (const [name, person] of Object.entries({ ada, ben })) {
      await person.page.screenshot({ path: `.screenshots/failed-${name}.png` });
    }
  });

  it('E2E-1: Ada makes a project and shares it, Ben comes in by the link, a stranger sees nothing', async () => {
    await ada.newProject(program);
    await ada.page.getByTestId('open-share').click();
    await ada.page.getByTestId('create-link').click();
    const link = await ada.page.getByTestId('share-url').inputValue();
    await ada.page.keyboard.press('Escape');
    await ben.page.goto(link);
    await ben.page.waitForURL('**/p/*');
    await ben.settled();
    const stranger = await Visitor.open(browser);
    await stranger.page.goto(ada.page.url());
    await stranger.page.getByTestId('not-found').waitFor();
    const projectId = new URL(ada.page.url()).pathname.split('/').pop();
    const api = `${program.address}/api/v1/projects/${projectId}`;
    for (const path of ['', '/snapshot', '/live', '/changes', '/export']) {
      expect((await stranger.context.request.get(api + path)).status(), path).toBe(404);
    }
    await stranger.context.close();
  });

  it('E2E-2: Ben sees the table that Ada makes', async () => {
    await ada.page.getByTestId('create-table').click();
    const name = ada.page.getByTestId('rename-in-place');
    await name.fill('invoices');
    await name.press('Enter');
    await ben.page.getByTestId('outline-table').filter({ hasText: 'invoices' }).waitFor();
    await converged(ada, ben);
  });

  it('E2E-3: both edit one field at once, both are told, and both end with the same', async () => {
    for (const person of [ada, ben]) await person.goTo('invoices');
    const fields = [ada, ben].map((person) => person.page.getByTestId('column-name').first());
    await Promise.all(fields.map((field, place) => field.fill(['order_number', 'order_key'][place] ?? '')));
    // Neither request reaches the server before both have left: that is "at once".
    const release = await holdMutations([ada, ben]);
    await Promise.all(fields.map((field) => field.press('Tab')));
    await release();
    await converged(ada, ben);
    const shown = await Promise.all(fields.map((field) => field.inputValue()));
    expect(shown[0]).toBe(shown[1]);
    for (const person of [ada, ben]) {
      const toasts = person.page.locator('[data-sonner-toast]');
      await toasts.filter({ hasText: 'order_' }).first().waitFor();
    }
  });

  it('E2E-4: Ada drags a table, Ben sees it move', async () => {
    const before = await ada.fingerprint();
    const from = await ada.middle();
    await ada.page.mouse.move(from.x, from.y - 12);
    await ada.page.mouse.down();
    await ada.page.mouse.move(from.x + 60, from.y - 60, { steps: 4 });
    await ada.page.mouse.move(from.x + 120, from.y - 160, { steps: 6 });
    await ada.page.mouse.up();
    // Until her own page has taken the move both still agree, about the state before it.
    await expect.poll(() => ada.fingerprint()).not.toBe(before);
    await converged(ada, ben);
    const middle = await ben.middle();
    const place = { x: middle.x + 120, y: middle.y - 160 };
    await overTable(ben, place);
    await ben.page.mouse.dblclick(place.x, place.y);
    const rename = ben.page.getByTestId('rename-in-place');
    expect(['invoices', 'order_number', 'order_key']).toContain(await rename.inputValue());
    await rename.press('Escape');
  });

  it('E2E-5: the server dies and comes back in the middle, nothing acknowledged is lost', async () => {
    await ada.page.getByTestId('add-column').click();
    await ada.page.keyboard.type('before_the_crash');
    await ada.page.keyboard.press('Tab');
    await converged(ada, ben);
    await program.kill();
    await ben.page.locator('[data-testid=connection]:not([data-connection=live])').waitFor();
    await ben.page.getByTestId('add-column').click();
    await ben.page.keyboard.type('while_it_was_down');
    await ben.page.keyboard.press('Tab');
    await ben.page.locator('[data-testid=pending]:not([data-pending="0"])').waitFor();
    await program.start();
    await converged(ada, ben);
    const { records } = await ada.snapshot();
    const names = records.filter((record) => record.kind === 'column').map((record) => record.body.name);
    expect(names).toEqual(expect.arrayContaining(['before_the_crash', 'while_it_was_down']));
  });

  it('E2E-6: a dump is dropped in, edited by both and exported, and the DDL loads', async () => {
    await dropFile(ada, dump.text);
    await ada.page.getByTestId('import-result').waitFor({ timeout: 60_000 });
    await ada.page.getByTestId('import-close').click();
    await converged(ada, ben);
    await ben.goTo(dump.table);
    await ben.page.getByTestId('add-column').click();
    await ben.page.keyboard.type('added_by_ben');
    await ben.page.keyboard.press('Tab');
    await ada.goTo(dump.table);
    await ada.page.getByTestId('add-column').click();
    await ada.page.keyboard.type('added_by_ada');
    await ada.page.keyboard.press('Tab');
    await converged(ada, ben);
    await ben.page.getByTestId('open-export').click();
    const downloading = ben.page.waitForEvent('download');
    await ben.page.getByTestId('download').click();
    const ddl = await text(await (await downloading).createReadStream());
    await expectToLoad(ddl);
    expect([...ada.errors, ...ben.errors]).toEqual([]);
  });

  andThen?.(() => ada);
}

/** Moves the pointer about a place until there is a table under it. */
async function overTable(
  { page }: Visitor,
  place: { readonly x: number; readonly y: number },
): Promise<void> {
  const cursor = async () => {
    await page.mouse.move(place.x + 1, place.y);
    await page.mouse.move(place.x, place.y);
    return page.getByTestId('canvas').evaluate((canvas) => canvas.style.cursor);
  };
  await expect.poll(cursor).toBe('pointer');
}

/** Holds each person's next edit in their browser until all have sent one and `release` is called. */
async function holdMutations(people: readonly Visitor[]): Promise<() => Promise<void>> {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const arrivals = await Promise.all(
    people.map(async ({ page }) => {
      let arrive = () => {};
      const arrived = new Promise<void>((resolve) => {
        arrive = resolve;
      });
      const hold = async (route: Route) => {
        arrive();
        await released;
        await route.continue();
      };
      await page.route('**/mutations', hold, { times: 1 });
      return { arrived };
    }),
  );
  return async () => {
    await Promise.all(arrivals.map(({ arrived }) => arrived));
    release();
  };
}

/** Drops a file on the canvas, as from the desktop. */
async function dropFile({ page }: Visitor, text: string): Promise<void> {
  const dataTransfer = await page.evaluateHandle((content) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([content], 'dump.sql', { type: 'text/plain' }));
    return transfer;
  }, text);
  for (const event of ['dragenter', 'dragover', 'drop']) {
    await page.getByTestId('canvas').dispatchEvent(event, { dataTransfer });
  }
}

async function expectToLoad(ddl: string): Promise<void> {
  const database = await createTestDatabase();
  try {
    await database.pool.query(`BEGIN; ${ddl}\n; COMMIT`);
    const { rows } = await database.pool.query(
      `SELECT count(DISTINCT attrelid)::int AS tables, count(*) FILTER (WHERE attname LIKE 'added_by_%')::int AS added
       FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid JOIN pg_namespace n ON n.oid = relnamespace
       WHERE relkind IN ('r', 'p') AND NOT relispartition AND nspname NOT LIKE 'pg_%' AND nspname <> 'information_schema'`,
    );
    expect(rows[0]).toEqual({ tables: dump.tables + 1, added: 2 });
  } finally {
    await database.drop();
  }
}
