import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase } from '../test/pg/database';
import { openBrowser, program } from './stage';
import { converged, Visitor } from './support';

/** A table with all that falls along with it: keys, an index, a check, and what another table refers to it by. */
const dump = `
CREATE TABLE public.members (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  email text NOT NULL CONSTRAINT members_email_key UNIQUE,
  joined date CONSTRAINT members_joined_check CHECK (joined > '2000-01-01')
);
CREATE INDEX members_joined_idx ON public.members (joined DESC) WHERE email IS NOT NULL;
CREATE TABLE public.loans (
  id bigint PRIMARY KEY,
  member_id bigint NOT NULL CONSTRAINT loans_member_fkey REFERENCES public.members (id) ON DELETE CASCADE
);`;

/** What PostgreSQL says of a database, whatever the order in which its objects were made. */
const catalogue = `
  SELECT concat_ws(' ', c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity) AS line
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0
  UNION ALL SELECT conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
  UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY line`;

describe('one person takes back, after the page was gone', () => {
  let browser: Browser;
  let ada: Visitor;
  let ben: Visitor;
  let before: readonly string[];

  beforeAll(async () => {
    browser = await openBrowser();
    ada = await Visitor.open(browser);
    ben = await Visitor.open(browser);
    await ada.newProject(program);
    await ada.importText(dump);
    await row(ada, 'members').waitFor();
    await ada.invite(ben);
    before = await inCatalogue(ada);
  });
  afterAll(async () => {
    await browser?.close();
  });
  afterEach(async (context) => {
    if (context.task.result?.state === 'fail') {
      await ada.page.screenshot({ path: '.screenshots/failed-undo.png' });
    }
  });

  it('SYNC-105: a deleted table comes back after a reload, with all that fell with it', async () => {
    // Three columns, two not-null constraints, three other constraints, three indexes, a foreign key of another.
    expect(before.filter((line) => line.includes('members'))).toHaveLength(12);
    await row(ada, 'members').click();
    await ada.page.keyboard.press('Delete');
    await row(ada, 'members').waitFor({ state: 'detached' });
    await ada.settled();
    const without = await inCatalogue(ada);
    expect(without.some((line) => line.includes('members'))).toBe(false);
    await ada.page.reload();
    await ada.settled();
    await ada.page.keyboard.press('Control+z');
    await row(ada, 'members').waitFor();
    await ada.settled();
    expect(await inCatalogue(ada)).toEqual(before);
    await ada.page.reload();
    await ada.settled();
    await ada.page.keyboard.press('Control+Shift+z');
    await row(ada, 'members').waitFor({ state: 'detached' });
    await ada.settled();
    expect(await inCatalogue(ada)).toEqual(without);
    await ada.page.keyboard.press('Control+z');
    await row(ada, 'members').waitFor();
  });

  it('SYNC-106: an import goes with one key, and comes back with another', async () => {
    await ada.settled();
    const placed = await ada.snapshot();
    await ada.page.keyboard.press('Control+z');
    await row(ada, 'loans').waitFor({ state: 'detached' });
    await ada.settled();
    expect((await ada.snapshot()).records.map(({ kind }) => kind)).toEqual(['namespace']);
    await ada.page.keyboard.press('Control+Shift+z');
    await row(ada, 'loans').waitFor();
    await ada.settled();
    const ids = ({ records }: typeof placed) => records.map(({ id }) => id).sort();
    expect(ids(await ada.snapshot())).toEqual(ids(placed));
    expect(await inCatalogue(ada)).toEqual(before);
  });

  it('SYNC-105: what somebody else has built on is not taken back, and that is said', async () => {
    await ada.page.getByTestId('create-table').click();
    await ada.page.getByTestId('rename-in-place').fill('fines');
    await ada.page.getByTestId('rename-in-place').press('Enter');
    await row(ben, 'fines').click();
    await ben.page.getByTestId('add-column').first().click();
    await converged(ada, ben);
    await ada.page.reload();
    await ada.settled();
    // The name came after the table: that goes back, the table itself does not.
    for (const press of [1, 2]) {
      await ada.page.keyboard.press('Control+z');
      if (press === 1) await row(ada, 'fines').waitFor({ state: 'detached' });
    }
    await ada.page.locator('[data-sonner-toast]').filter({ hasText: 'Not undone' }).waitFor();
    await converged(ada, ben);
    expect((await ada.snapshot()).records.filter(({ kind }) => kind === 'table')).toHaveLength(3);
    expect([...ada.errors, ...ben.errors]).toEqual([]);
  });
});

function row(person: Visitor, table: string) {
  return person.page.getByTestId('outline-table').filter({ hasText: table });
}

/** Loads this person's export into a database and asks that. */
async function inCatalogue(person: Visitor): Promise<readonly string[]> {
  const exported = await person.context.request.get(`${person.api}/export?format=postgresql&version=18`);
  const database = await createTestDatabase();
  try {
    await database.pool.query(await exported.text());
    const { rows } = await database.pool.query<{ line: string }>(catalogue);
    return rows.map(({ line }) => line);
  } finally {
    await database.drop();
  }
}
