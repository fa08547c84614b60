import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, program } from './stage';
import { Visitor } from './support';

/** A schema from nothing without a mouse; each step goes on from the one before. */
describe('by keyboard alone', () => {
  let browser: Browser;
  let visitor: Visitor;
  let page: Page;

  beforeAll(async () => {
    browser = await openBrowser();
    visitor = await Visitor.open(browser);
    page = visitor.page;
    await page.goto(program.address);
    await page.getByTestId('new-project').focus();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/p/*');
    await visitor.settled();
  });
  afterAll(async () => {
    await browser?.close();
  });
  afterEach(async (context) => {
    if (context.task.result?.state !== 'fail') return;
    await page.screenshot({ path: '.screenshots/failed-keyboard.png' });
  });

  const press = async (...keys: readonly string[]): Promise<void> => {
    for (const key of keys) await page.keyboard.press(key);
  };

  /** What has the keyboard, by its test id or its label; fails where nobody could see that it has. */
  async function focused(): Promise<string> {
    return page.evaluate(() => {
      const element = document.activeElement;
      if (!(element instanceof HTMLElement) || element === document.body) return 'nothing';
      const name =
        element.dataset.testid ??
        element.getAttribute('aria-label') ??
        element.textContent ??
        element.tagName;
      // The tree draws the ring around one of its lines; a radio button around the swatch that it lies on.
      const inside = element.getAttribute('aria-activedescendant');
      const line = inside === null ? null : document.getElementById(inside);
      const shown = [element, line, element.closest('label')].some((candidate) => {
        if (!candidate) return false;
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(candidate);
        return (
          (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2) ||
          (boxShadow.includes(' 2px') && candidate.tagName !== 'CANVAS')
        );
      });
      return shown ? name : `${name}, without a ring`;
    });
  }

  /** Tab until this has the keyboard. Everything on the way has to be seen to have it. */
  async function tabTo(name: string, key = 'Tab'): Promise<void> {
    for (let presses = 0; presses < 60; presses += 1) {
      await press(key);
      const here = await focused();
      expect(here).not.toContain('without a ring');
      if (here === name) return;
    }
    throw new Error(`${name} is not within 60 presses of ${key}`);
  }

  async function bodies(kind: string): Promise<readonly Record<string, unknown>[]> {
    await visitor.settled();
    return (await visitor.snapshot()).records.filter((one) => one.kind === kind).map((one) => one.body);
  }

  async function columnNames(): Promise<readonly string[]> {
    const fields = await page.getByTestId('column-name').all();
    return Promise.all(fields.map((field) => field.inputValue()));
  }

  it('KEY-1, UI-6: makes and names a table, goes to its fields, and adds columns with types from the list', async () => {
    await press('t');
    await page.keyboard.type('customers');
    await press('Enter');
    await expect.poll(focused).toBe('canvas');
    await press('F6');
    await expect.poll(focused).toBe('table-name');
    await tabTo('add-column');
    await press('Enter');
    await page.keyboard.type('email');
    await press('Tab');
    await page.keyboard.type('varch');
    await press('ArrowDown', 'Enter');
    // Enter in a type that is chosen goes on to the next column.
    await press('Enter');
    await page.keyboard.type('joined_at');
    await press('Tab');
    await page.keyboard.type('timestamptz');
    await press('Tab');
    const columns = [...(await bodies('column'))].sort((a, b) =>
      String(a.order) < String(b.order) ? -1 : 1,
    );
    expect(columns.map(({ name, type }) => [name, type])).toEqual([
      ['id', 'bigint'],
      ['email', expect.stringMatching(/^(varchar|character varying)/)],
      ['joined_at', 'timestamp with time zone'],
    ]);
  });

  it('KEY-2: sets NOT NULL, unique and a default', async () => {
    await expect.poll(focused).toBe('joined_at is in the primary key');
    await tabTo('joined_at may be NULL');
    await press('Space');
    await tabTo('Details of joined_at');
    await press('Enter');
    await tabTo('Kind of default');
    await press('E');
    await tabTo('column-default');
    await press('Control+a');
    await page.keyboard.type('now()');
    await press('Enter');
    await tabTo('email is unique', 'Shift+Tab');
    await press('Space');
    expect(await bodies('column')).toContainEqual(
      expect.objectContaining({
        name: 'joined_at',
        nullable: false,
        default: { kind: 'expression', text: 'now()' },
      }),
    );
    expect(await bodies('unique')).toHaveLength(1);
  });

  it('KEY-3, UI-45: makes a second table and a foreign key to the first', async () => {
    await press('Shift+F6');
    await expect.poll(focused).toBe('canvas');
    await press('t');
    await page.keyboard.type('orders');
    await press('Enter', 'F6');
    await tabTo('add-column');
    await press('Enter');
    await page.keyboard.type('customer_id');
    await press('Tab');
    await page.keyboard.type('bigint');
    await press('Tab');
    await tabTo('add-foreign-key');
    // It has guessed from the names what is to be joined.
    await press('Enter');
    await tabTo('connect');
    await press('Enter');
    expect(await bodies('foreign-key')).toHaveLength(1);
    await page.waitForFunction(() => document.activeElement?.matches('[data-testid="add-foreign-key"]'));
  });

  it('KEY-4, UI-6: reorders columns, deletes one, and goes on where it was', async () => {
    await tabTo('add-column', 'Shift+Tab');
    await press('Enter');
    await page.keyboard.type('note');
    await press('Tab', 'Shift+Tab', 'Alt+ArrowUp');
    await expect.poll(columnNames).toEqual(['id', 'note', 'customer_id']);
    await expect.poll(focused).toBe('column-name');
    await press('Alt+ArrowDown');
    await expect.poll(columnNames).toEqual(['id', 'customer_id', 'note']);
    await tabTo('Details of note');
    await press('Enter');
    await tabTo('delete-column');
    await press('Enter');
    await expect.poll(columnNames).toEqual(['id', 'customer_id']);
    await expect.poll(focused).toBe('column-name');
  });

  it('KEY-5: undoes and does again', async () => {
    await press('Shift+F6', 'Control+z');
    await expect.poll(columnNames).toEqual(['id', 'customer_id', 'note']);
    await press('Control+Shift+z');
    await expect.poll(columnNames).toEqual(['id', 'customer_id']);
    await expect.poll(focused).toBe('canvas');
  });

  it('KEY-6: moves a table, zooms and shows everything', async () => {
    const places = async () => (await bodies('layout')).map(({ x, y }) => `${x} ${y}`);
    const before = await places();
    await press('ArrowRight', 'ArrowRight', 'Shift+ArrowDown');
    await visitor.settled();
    await expect.poll(places).not.toEqual(before);
    const zoom = () => page.getByTestId('zoom').textContent();
    const first = await zoom();
    await press('-', '-');
    await expect.poll(zoom).not.toBe(first);
    await press('f');
    await expect.poll(zoom).toBe('100%');
  });

  it('KEY-7: walks the outline, renames and deletes there', async () => {
    await press('Shift+F6', 'Home', 'ArrowDown');
    await expect.poll(focused).toBe('outline');
    await press('F2');
    await expect.poll(focused).toBe('table-name');
    await press('Control+a');
    await page.keyboard.type('clients');
    await press('Enter', 'Shift+F6', 'Shift+F6');
    // The first table is open, as one of its columns was selected.
    await press('Home', 'ArrowDown', 'ArrowLeft', 'ArrowDown', 'Delete');
    await expect.poll(async () => (await bodies('table')).map(({ name }) => name)).toEqual(['clients']);
    await press('Control+z');
    await expect.poll(async () => (await bodies('foreign-key')).length).toBe(1);
  });

  it('KEY-9: goes on in a new column on the canvas: Enter to the next, Tab to its type and flags', async () => {
    await press('F6');
    await expect.poll(focused).toBe('canvas');
    await press('t');
    await page.keyboard.type('teams');
    await press('Enter', 'Control+k');
    await page.keyboard.type('new column');
    await press('Enter');
    await expect.poll(focused).toBe('rename-in-place');
    await page.keyboard.type('motto');
    await press('Enter');
    await expect.poll(() => page.getByTestId('rename-in-place').inputValue()).not.toBe('motto');
    await expect.poll(focused).toBe('rename-in-place');
    await page.keyboard.type('founded');
    await press('Tab');
    await expect.poll(focused).toBe('column-type');
    await page.keyboard.type('dat');
    await press('ArrowDown', 'Tab');
    await expect.poll(focused).toBe('founded is in the primary key');
    expect(await bodies('column')).toContainEqual(expect.objectContaining({ name: 'founded', type: 'date' }));
    expect(await columnNames()).toEqual(['id', 'motto', 'founded']);
    await press('Shift+F6');
  });

  it('KEY-8: opens the export, copies, and comes back', async () => {
    await tabTo('open-export', 'Shift+Tab');
    await press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.locator('[data-testid=download]:enabled').waitFor();
    await tabTo('download');
    await press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expect.poll(focused).toBe('open-export');
    expect(visitor.errors).toEqual([]);
  });
});
