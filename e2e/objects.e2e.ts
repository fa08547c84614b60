import { text } from 'node:stream/consumers';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { TestDatabase } from '../test/pg/database';
import { createTestDatabase } from '../test/pg/database';
import { violations } from './axe';
import { openBrowser, program } from './stage';
import { pressMenuItem, Visitor } from './support';

/** The editors of everything that is not a column, by keyboard alone, from an empty project to DDL that loads. */
describe('enums, keys, checks and indexes in the inspector', () => {
  let browser: Browser;
  let ada: Visitor;
  let page: Page;

  beforeAll(async () => {
    browser = await openBrowser();
    ada = await Visitor.open(browser);
    page = ada.page;
    await page.goto(program.address);
    await page.getByTestId('new-project').click();
    await page.waitForURL('**/p/*');
    await ada.settled();
  });
  afterAll(async () => {
    await browser?.close();
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await page.screenshot({ path: '.screenshots/failed-objects.png' });
  });

  const press = async (...keys: readonly string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const hasFocus = (testId: string) => page.locator(`[data-testid=${testId}]:focus`).waitFor();

  /** Takes an entry of the menu behind a button, and waits for the field that it leads to. */
  async function choose(menu: string, item: string, field: string): Promise<void> {
    await pressMenuItem(page, page.getByTestId(menu), page.getByRole('menuitem', { name: item }));
    await hasFocus(field);
  }

  /** Types each text into the field that has the focus, and enters it there. */
  async function enter(...texts: readonly string[]): Promise<void> {
    for (const text of texts) {
      await page.keyboard.type(text);
      await press('Enter');
    }
  }

  it('E2E-20: an enum is made from the outline, its labels added, moved and renamed', async () => {
    await choose('create-menu', 'New enum', 'enum-name');
    await enter('order_state');
    await page.getByTestId('enum-add-label').focus();
    await enter('paid', 'open', 'sent');
    await page.getByTestId('enum-label').nth(1).focus();
    await press('Alt+ArrowUp');
    await page.getByTestId('enum-label').nth(2).fill('shipped');
    await press('Enter');
    const labels = await page
      .getByTestId('enum-label')
      .evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).value));
    expect(labels).toEqual(['open', 'paid', 'shipped']);
    expect(await violations(ada)).toEqual([]);
    await page.getByTestId('outline-enum').filter({ hasText: 'order_state' }).waitFor();
  });

  it('E2E-21: the new enum is in the type completion at once', async () => {
    await page.getByTestId('create-table').focus();
    await press('Enter');
    await hasFocus('rename-in-place');
    await page.keyboard.type('orders');
    await press('Enter');
    await press('Escape');
    await ada.goTo('orders');
    for (const [name, type] of [
      ['tenant', 'uuid'],
      ['email', 'text'],
      ['total', 'numeric(12,2)'],
    ]) {
      await addColumn(`${name}`, `${type}`);
    }
    await addColumn('state', 'order_s', 'ArrowDown');
    await page.locator('[data-testid=column-type][value=order_state]').waitFor();
  });

  async function addColumn(name: string, type: string, ...keys: readonly string[]): Promise<void> {
    const before = await page.getByTestId('column-row').count();
    await page.getByTestId('add-column').focus();
    await press('Enter');
    await page.getByTestId('column-row').nth(before).waitFor();
    await hasFocus('column-name');
    await page.keyboard.type(name);
    await press('Tab');
    await page.keyboard.type(type);
    await press(...keys, 'Tab');
  }

  it('E2E-22, UI-207: a composite unique, a check and a partial index of an expression are added by keyboard', async () => {
    await choose('add-part', 'Add unique', 'key-column');
    await enter('state', 'tenant', '');
    await page.getByTestId('part-unique').getByTestId('part-name').waitFor();
    await page.getByRole('button', { name: '2 tenant', exact: true }).focus();
    await press('Alt+ArrowUp');
    await page.getByLabel(/^Rows with NULL/).selectOption('equal');
    await choose('add-part', 'Add check', 'check-expression');
    await enter("total > 0 OR state = 'open", "'");
    await page.getByTestId('part-check').getByTestId('part-name').fill('paid_has_total');
    await press('Enter');
    await page.getByTestId('part-check').getByTestId('more-options').press('Enter');
    await page.getByTestId('no-inherit').press('Space');
    await choose('add-part', 'Add index', 'index-element');
    await enter('lower(email)', 'total', '');
    await page.getByTestId('index-predicate').fill("state <> 'shipped'");
    await press('Enter');
    await page.getByTestId('part-index').getByTestId('more-options').press('Enter');
    await page.getByTestId('index-storage').fill('fillfactor=70');
    await press('Enter');
    expect(await violations(ada)).toEqual([]);
    expect(await page.getByTestId('part-unique').textContent()).toContain('tenant, state');
  });

  it('E2E-23: a column is generated, an identity counts from where it is told, and a schema is made', async () => {
    await addColumn('gross', 'numeric(12,2)');
    await page.getByRole('button', { name: 'Details of gross' }).focus();
    await press('Enter');
    await page.getByLabel('Is gross generated?').selectOption('stored');
    await page.getByTestId('generated-expression').fill('total * 1.19');
    await press('Enter');
    await page.getByRole('button', { name: 'Details of id' }).focus();
    await press('Enter');
    await page.getByTestId('identity-start').fill('1000');
    await press('Enter');
    expect(await violations(ada)).toEqual([]);
    await choose('create-menu', 'New schema', 'namespace-name');
    await enter('archive');
    await page.getByTestId('outline-namespace').filter({ hasText: 'archive' }).waitFor();
    expect(await violations(ada)).toEqual([]);
  });

  it('E2E-24: all of it is in the exported DDL, which PostgreSQL runs', async () => {
    await ada.settled();
    await page.getByTestId('open-export').click();
    const downloading = page.waitForEvent('download');
    await page.getByTestId('download').click();
    const ddl = await text(await (await downloading).createReadStream());
    const database = await createTestDatabase();
    try {
      await database.pool.query(`BEGIN; ${ddl}\n; COMMIT`);
      expect(await definitions(database)).toEqual([
        "CHECK (((total > (0)::numeric) OR (state = 'open'::order_state))) NO INHERIT",
        "CREATE INDEX orders_expr_total_idx ON public.orders USING btree (lower(email), total) WITH (fillfactor='70') " +
          "WHERE (state <> 'shipped'::order_state)",
        'GENERATED AS (total * 1.19)',
        'PRIMARY KEY (id)',
        'SCHEMA archive',
        'START 1000',
        'UNIQUE NULLS NOT DISTINCT (tenant, state)',
        'open, paid, shipped',
      ]);
    } finally {
      await database.drop();
    }
    expect(ada.errors).toEqual([]);
  });
});

/** What PostgreSQL has made of the enum, the constraints and the indexes of their own, in its own words. */
async function definitions({ pool }: TestDatabase): Promise<readonly string[]> {
  const { rows } = await pool.query<{ definition: string }>(
    `SELECT pg_get_constraintdef(oid) AS definition FROM pg_constraint
       WHERE conrelid = 'orders'::regclass AND contype IN ('p', 'u', 'c')
     UNION ALL
     SELECT pg_get_indexdef(indexrelid) FROM pg_index
       WHERE indrelid = 'orders'::regclass AND NOT indisunique
     UNION ALL
     SELECT 'GENERATED AS ' || pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid = 'orders'::regclass
     UNION ALL
     SELECT 'START ' || seqstart FROM pg_sequence
     UNION ALL
     SELECT 'SCHEMA ' || nspname FROM pg_namespace WHERE nspname = 'archive'
     UNION ALL
     SELECT string_agg(enumlabel, ', ' ORDER BY enumsortorder) FROM pg_enum`,
  );
  return rows.map(({ definition }) => definition).sort();
}
