import { randomUUID } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { violations } from './axe';
import { openBrowser, program } from './stage';
import { pressMenuItem, Visitor } from './support';

/** Types, exclusion constraints, partitions and kept statements, by keyboard and mouse. */
describe('types, partitions and statements in the designer', () => {
  let browser: Browser;
  let ada: Visitor;
  let page: Page;

  beforeAll(async () => {
    browser = await openBrowser();
    ada = await Visitor.open(browser);
    page = ada.page;
    await ada.newProject(program);
  });
  afterAll(async () => {
    await browser?.close();
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await page.screenshot({ path: '.screenshots/failed-types.png' });
  });

  const press = async (...keys: readonly string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const hasFocus = (testId: string) => page.locator(`[data-testid=${testId}]:focus`).waitFor();

  /** Takes an entry of a menu, and waits for the field that it leads to. */
  async function choose(menu: string, item: string, field: string): Promise<void> {
    const entry = page.getByRole('menuitem', { name: item, exact: true });
    await pressMenuItem(page, page.getByTestId(menu), entry);
    await hasFocus(field);
  }

  const bodies = async (kind: string): Promise<readonly Record<string, unknown>[]> => {
    await ada.settled();
    const { records } = await ada.snapshot();
    return records.filter((record) => record.kind === kind).map(({ id, body }) => ({ id, ...body }));
  };

  it('E2E-40: a domain is made by keyboard, with its type, a check and NOT NULL', async () => {
    await choose('create-menu', 'New domain', 'domain-name');
    await page.keyboard.type('span');
    await press('Enter');
    await page.getByTestId('domain-type').focus();
    await page.keyboard.type('tstzr');
    await press('ArrowDown', 'Enter');
    await page.getByTestId('domain-not-null').press('Space');
    await page.getByTestId('domain-add-check').focus();
    await page.keyboard.type('NOT isempty(VALUE)');
    await press('Enter');
    await page.getByTestId('domain-check').waitFor();
    expect(await violations(ada)).toEqual([]);
    await page.getByTestId('outline-domain').filter({ hasText: 'span' }).waitFor();
    expect(await bodies('domain')).toMatchObject([
      { name: 'span', type: 'tstzrange', notNull: true, checks: [{ name: 'span_check' }] },
    ]);
  });

  it('E2E-41: a column takes it from the completion, and leads to it', async () => {
    await ada.createTable('bookings');
    await ada.goTo('bookings');
    await page.getByTestId('add-column').click();
    await hasFocus('column-name');
    await page.keyboard.type('during');
    await press('Tab');
    await page.keyboard.type('spa');
    await press('ArrowDown', 'Tab');
    await page.locator('[data-testid=column-type][value=span]').waitFor();
    await page.getByRole('button', { name: 'Details of during' }).click();
    await page.getByTestId('record-link').filter({ hasText: 'domain span' }).click();
    await page.getByTestId('domain-name').waitFor();
    await page.getByRole('button', { name: 'bookings.during' }).click();
    await page.getByTestId('column-row').nth(1).waitFor();
  });

  it('E2E-42: an exclusion constraint is made by keyboard, its operator chosen', async () => {
    await choose('add-part', 'Add exclusion', 'exclusion-element');
    await page.keyboard.type('id');
    await press('Enter');
    await page.keyboard.type('during');
    await press('Enter');
    await page.getByTestId('exclusion-operator').nth(1).waitFor();
    await page.getByTestId('exclusion-operator').nth(1).focus();
    await page.keyboard.type('&&');
    await press('Enter');
    await page.getByTestId('part-add').click();
    await page.getByTestId('part-exclusion').getByTestId('part-name').waitFor();
    expect(await violations(ada)).toEqual([]);
    expect((await page.getByTestId('part-exclusion').textContent()) ?? '').toContain('during with &&');
    const [made] = await bodies('exclusion');
    expect(made?.elements).toMatchObject([{ operator: '=' }, { operator: '&&' }]);
  });

  it('E2E-43: a table is partitioned, its partitions are in outline and inspector, and a bound is edited', async () => {
    await ada.createTable('events');
    await ada.goTo('events');
    const section = page.getByTestId('partitioning-section');
    await section.getByRole('button').first().click();
    await section.getByTestId('partition-strategy').selectOption('range');
    await section.getByTestId('partition-element').fill('id');
    await press('Enter');
    for (const bound of ['FROM (1) TO (1000)', 'FROM (1000) TO (2000)', 'DEFAULT']) {
      const count = await section.getByTestId('partition-row').count();
      await section.getByTestId('add-partition').fill(bound);
      await section.getByTestId('add-partition').press('Enter');
      await section.getByTestId('partition-row').nth(count).waitFor();
    }
    await section.getByTestId('add-partition').fill('IN (1)');
    await section.getByTestId('add-partition').press('Enter');
    await section.getByRole('alert').filter({ hasText: 'not a bound' }).waitFor();
    await section.getByTestId('add-partition').press('Escape');
    await page.getByTestId('outline').focus();
    await page.getByTestId('outline-table').filter({ hasText: 'events' }).click();
    await press('ArrowRight', 'End');
    await page
      .getByTestId('outline-group')
      .filter({ hasText: 'Partitions' })
      .filter({ hasText: '3' })
      .click();
    await press('ArrowRight');
    await page.getByTestId('outline-partition').filter({ hasText: 'events_p2' }).click();
    await page.getByTestId('partition-bound').fill('FROM (1000) TO (5000)');
    await page.getByTestId('partition-bound').press('Control+Enter');
    await page.getByTestId('outline-partition').filter({ hasText: 'FROM (1000) TO (5000)' }).waitFor();
    expect(await violations(ada)).toEqual([]);
    const bounds = (await bodies('table')).flatMap(({ partitionOf }) => partitionOf ?? []);
    expect(bounds).toContainEqual(expect.objectContaining({ bound: 'FOR VALUES FROM (1000) TO (5000)' }));
    await press('Control+z');
    await page.locator('[data-testid=partition-bound]').filter({ hasText: 'TO (2000)' }).waitFor();
  });

  it('UI-336: a partition is detached, and undo makes it one again', async () => {
    const columns = async (table: string) => {
      const { records } = await ada.snapshot();
      const found = records.find(({ kind, body }) => kind === 'table' && body.name === table);
      return records.filter(({ kind, body }) => kind === 'column' && body.tableId === found?.id).length;
    };
    await page.getByTestId('detach-partition').click();
    await page.getByTestId('detach-partition').waitFor({ state: 'detached' });
    await page.getByTestId('outline-table').filter({ hasText: 'events_p2' }).waitFor();
    await ada.settled();
    expect(await columns('events_p2')).toBe(await columns('events'));
    await page.getByTestId('canvas').focus();
    await press('Control+z');
    await page.getByTestId('detach-partition').waitFor();
    await ada.settled();
    expect(await columns('events_p2')).toBe(0);
  });

  it('E2E-44: what others keep as text is read, rewritten and called by its new name', async () => {
    const events = (await bodies('table')).find(({ name }) => name === 'events');
    const trigger = {
      type: 'verbatim.create',
      id: randomUUID(),
      body: {
        tag: 'trigger',
        name: 'stamp',
        text: 'CREATE TRIGGER stamp BEFORE INSERT ON public.events EXECUTE FUNCTION f()',
        phase: 'after constraints',
        recordId: events?.id,
      },
    };
    await ada.context.request.post(`${ada.api}/mutations`, {
      data: { id: randomUUID(), operations: [trigger] },
    });
    await page.getByTestId('outline-statement').filter({ hasText: 'stamp' }).click();
    await page.getByTestId('record-link').filter({ hasText: 'events' }).waitFor();
    await choose('create-menu', 'New view', 'statement-text');
    await press('Control+a');
    await page.keyboard.type("CREATE VIEW totals AS SELECT 'a");
    await press('Control+Enter');
    await page.getByRole('alert').filter({ hasText: 'not closed' }).waitFor();
    await page.keyboard.type("' AS name");
    await press('Control+Enter');
    await page.getByTestId('statement-name').filter({ hasText: 'totals' }).waitFor();
    expect(await violations(ada)).toEqual([]);
  });

  it('E2E-45: several things are counted, and take one colour', async () => {
    await page.getByTestId('canvas').focus();
    await press('Control+a');
    expect(await page.getByTestId('several-words').textContent()).toBe('2 tables');
    await page.getByRole('radio', { name: 'teal' }).press('Space');
    const colors = (await bodies('layout')).map(({ color }) => color);
    expect(colors).toEqual(['teal', 'teal']);
    expect(ada.errors).toEqual([]);
  });

  it('E2E-46: a partitioned table and its heir of a dump are what they are, in outline and inspector', async () => {
    await ada.newProject(program);
    await ada.importText(`
      CREATE DOMAIN word AS text CHECK (VALUE <> '');
      CREATE TABLE log (at date NOT NULL, said word) PARTITION BY RANGE (at);
      CREATE TABLE log_jan PARTITION OF log FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
      CREATE TABLE log_rest PARTITION OF log DEFAULT;
      CREATE TABLE base (id bigint);
      CREATE TABLE heir (more text) INHERITS (base);`);
    await page.getByTestId('outline-domain').filter({ hasText: 'word' }).waitFor();
    expect(await page.getByTestId('outline-table').allTextContents()).toEqual(['base', 'heir', 'log']);
    expect(await page.getByTestId('counts').textContent()).toContain('3 tables, 2 partitions');
    await page.getByTestId('outline-search').fill('log_jan');
    await page.getByTestId('outline-partition').click();
    await page.getByTestId('inherited-columns').getByText('said').waitFor();
    expect(await page.getByTestId('partition-bound').inputValue()).toBe(
      "FROM ('2026-01-01') TO ('2026-02-01')",
    );
    await page.getByTestId('outline-search').fill('');
    await ada.goTo('heir');
    expect(await page.getByTestId('inherited-columns').allTextContents()).toEqual(['idbigintbase']);
    expect(await violations(ada)).toEqual([]);
  });
});
