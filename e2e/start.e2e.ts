import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { violations } from './axe';
import { openBrowser, program } from './stage';
import { pressMenuItem, Visitor } from './support';

/** The list of projects by keyboard alone: looked through, renamed, deleted, restored. */
describe('start page', () => {
  let browser: Browser;
  let ada: Visitor;
  let page: Page;

  beforeAll(async () => {
    browser = await openBrowser();
    ada = await Visitor.open(browser);
    page = ada.page;
    for (const name of ['Shop', 'Library', 'Clinic', 'Airport', 'Museum', 'Bakery']) {
      const made = await ada.context.request.post(`${program.address}/api/v1/projects`, { data: { name } });
      expect(made.status()).toBe(201);
    }
    await page.goto(program.address);
    await page.getByTestId('projects').waitFor();
  });
  afterAll(async () => {
    await browser?.close();
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await page.screenshot({ path: '.screenshots/failed-start.png' });
  });

  const rows = () => page.getByTestId('projects').getByRole('link');
  const rowOf = (name: string) => rows().filter({ hasText: name });
  const focused = (selector: string) => page.locator(`${selector}:focus`).waitFor();

  /** Opens the menu of a project and takes one of its entries. */
  async function choose(project: string, entry: string): Promise<void> {
    const menu = page.getByRole('button', { name: `Actions for ${project}` });
    await pressMenuItem(page, menu, page.getByRole('menuitem', { name: entry }));
  }

  it('UI-129, UI-132: the last edited comes first, and typing finds one of many', async () => {
    expect(await rows().first().textContent()).toContain('Bakery');
    expect(await violations(ada)).toEqual([]);
    await page.getByTestId('project-search').fill('LIB');
    await rowOf('Bakery').waitFor({ state: 'detached' });
    expect(await rows().count()).toBe(1);
    await page.getByTestId('project-search').fill('warehouse');
    await page.getByText('No project is called “warehouse”.').waitFor();
    await page.getByTestId('project-search').press('Escape');
    await rowOf('Bakery').waitFor();
    expect(await rows().count()).toBe(6);
  });

  it('UI-130: Enter renames, Escape does not, and a name is needed', async () => {
    await choose('Library', 'Rename');
    await focused('[data-testid=rename-project]');
    await page.getByTestId('rename-project').fill(' ');
    await page.keyboard.press('Enter');
    await page.getByText('A project needs a name.').waitFor();
    expect(await violations(ada)).toEqual([]);
    await page.getByTestId('rename-project').fill('City library');
    await page.keyboard.press('Enter');
    await focused('[aria-label="Actions for City library"]');
    await choose('Clinic', 'Rename');
    await focused('[data-testid=rename-project]');
    await page.keyboard.type('Hospital');
    await page.keyboard.press('Escape');
    await focused('[aria-label="Actions for Clinic"]');
    await page.reload();
    await rowOf('City library').waitFor();
    await rowOf('Clinic').waitFor();
  });

  it('UI-131: a deletion is undone from its toast, and from the trash', async () => {
    await choose('Museum', 'Delete');
    await rowOf('Museum').waitFor({ state: 'detached' });
    await focused('[data-testid=projects] a');
    await page.getByRole('button', { name: 'Undo' }).focus();
    await page.keyboard.press('Enter');
    await rowOf('Museum').waitFor();
    await choose('Shop', 'Delete');
    await rowOf('Shop').waitFor({ state: 'detached' });
    await page.getByTestId('open-trash').focus();
    await page.keyboard.press('Enter');
    const restoring = page.getByRole('button', { name: 'Restore Shop' });
    await restoring.waitFor();
    expect(await violations(ada)).toEqual([]);
    await restoring.focus();
    await page.keyboard.press('Enter');
    await page.getByText('The trash is empty').waitFor();
    await page.getByRole('button', { name: 'Projects', exact: true }).focus();
    await page.keyboard.press('Enter');
    await focused('[data-testid=open-trash]');
    await rowOf('Shop').waitFor();
    expect(await rows().count()).toBe(6);
    expect(ada.errors).toEqual([]);
  });

  it('UI-133: the sample is a project of its own, there with one press', async () => {
    await page.goto(program.address);
    await page.getByTestId('open-sample').press('Enter');
    await page.getByText('24 tables').first().waitFor();
    await page.getByText('Coffee roastery (sample)').first().waitFor();
    await ada.settled();
    const { records } = await ada.snapshot();
    const count = (kind: string) => records.filter((one) => one.kind === kind).length;
    // Every table has its place in the drawing: none was left to the layout.
    expect(records.filter(({ body }) => body.arranged === true)).toEqual([]);
    expect(count('layout')).toBe(count('table') + count('area') + count('note'));
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.screenshot({ path: '.screenshots/sample.png' });
    // The project began with it: there is nothing to go back to.
    expect(await page.getByRole('button', { name: /^Undo/ }).isDisabled()).toBe(true);
  });

  it('UI-210, UI-211: cards show their diagrams, those without tables a quiet mark, and nothing is fetched unseen', async () => {
    const asked: string[] = [];
    page.on('request', (request) => {
      if (request.url().endsWith('/thumbnail')) asked.push(request.url());
    });
    await page.setViewportSize({ width: 1280, height: 400 });
    await page.goto(program.address);
    const sample = page.getByRole('link', { name: 'Coffee roastery (sample)' });
    await sample.getByText('24 tables').waitFor();
    expect(await sample.locator('svg path').count()).toBeGreaterThan(2);
    await rowOf('Bakery').getByText('No tables yet').waitFor();
    expect(await rowOf('Bakery').locator('svg[viewBox="0 0 320 200"]').count()).toBe(0);
    // Three cards stand beside each other: those of the third row are far below the window.
    await page.locator('[data-thumbnail=waiting]').first().waitFor({ state: 'attached' });
    expect(asked.length).toBeLessThan(7);
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.getByTestId('projects').getByRole('listitem').last().scrollIntoViewIfNeeded();
    await page.locator('[data-thumbnail=waiting]').waitFor({ state: 'detached' });
    expect(asked).toHaveLength(7);
    expect(await violations(ada)).toEqual([]);
  });

  /** What a drag of files from outside the browser tells the page: it has come in, and it is let go. */
  async function drag(
    on: Page,
    event: 'dragenter' | 'dragleave' | 'drop',
    ...files: readonly (readonly [name: string, content: string | readonly number[]])[]
  ): Promise<void> {
    const transfer = await on.evaluateHandle((list) => {
      const data = new DataTransfer();
      for (const [name, content] of list) {
        data.items.add(new File([typeof content === 'string' ? content : new Uint8Array(content)], name));
      }
      return data;
    }, files);
    await on.dispatchEvent('main', event, { dataTransfer: transfer });
  }

  it('UI-212, UI-213: dropped on the page, a script is a project; what is none is refused in words', async () => {
    const eve = await Visitor.open(browser);
    const there = eve.page;
    await there.goto(program.address);
    await there.getByRole('heading', { name: 'Design a PostgreSQL schema together, live.' }).waitFor();
    await drag(there, 'dragenter', ['photo.png', [0x89, 0x50, 0x4e, 0x47]]);
    await there.getByText('Drop the .sql file to make a project from it').waitFor();
    await drag(there, 'dragleave', ['photo.png', '']);
    await there.getByTestId('drop-overlay').waitFor({ state: 'detached' });
    await drag(there, 'drop', ['photo.png', [0x89, 0x50, 0x4e, 0x47]]);
    await there.getByText('photo.png is no text in UTF-8 (line 1).').waitFor();
    await drag(there, 'drop', ['a.sql', 'SELECT 1;'], ['b.sql', 'SELECT 2;']);
    await there.getByText('cat a.sql b.sql > schema.sql').waitFor();
    expect(await violations(eve)).toEqual([]);
    const listed = await eve.context.request.get(`${program.address}/api/v1/projects`);
    expect(await listed.json()).toEqual({ projects: [] });
    const script = 'CREATE TABLE boats (id int PRIMARY KEY); CREATE TABLE trips (boat int REFERENCES boats);';
    await drag(there, 'drop', ['harbour.sql', script]);
    await there.waitForURL('**/p/*');
    await there.getByTestId('import-result').waitFor();
    await there.getByTestId('import-close').click();
    await there.getByText('harbour', { exact: true }).first().waitFor();
    expect((await eve.snapshot()).records.filter(({ kind }) => kind === 'table')).toHaveLength(2);
    expect(eve.errors).toEqual([]);
    await eve.context.close();
  });

  it('UI-130: by mouse, the menu renames and a click elsewhere takes the name', async () => {
    await page.goto(program.address);
    await page.getByRole('button', { name: 'Actions for Airport' }).click();
    await page.getByRole('menuitem', { name: 'Rename' }).click();
    await page.getByTestId('rename-project').fill('Harbour');
    await page.getByRole('heading', { name: 'Projects' }).click();
    await rowOf('Harbour').waitFor();
    expect(await rowOf('Airport').count()).toBe(0);
  });

  it('UI-214: a slow list has its outline, a list that cannot be had a way to try again', async () => {
    const list = '**/api/v1/projects';
    let answer = () => {};
    const isAnswered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await page.route(list, async (route) => {
      await isAnswered;
      await route.abort();
    });
    await page.goto(program.address);
    await page.getByRole('status', { name: 'Loading' }).waitFor();
    expect(await violations(ada)).toEqual([]);
    answer();
    await page.getByText('The server could not be reached.').waitFor();
    expect(await violations(ada)).toEqual([]);
    await page.unroute(list);
    await page.getByRole('button', { name: 'Try again' }).press('Enter');
    await rowOf('Bakery').waitFor();
    await focused('main');
  });
});
