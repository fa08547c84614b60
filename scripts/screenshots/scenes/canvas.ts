/** The canvas: looking at it, and working on it with the mouse. */
import type { Page } from 'playwright-core';
import { tableMetrics } from '../../../src/client/canvas/geometry/table-geometry';
import { boxOfSelected, find, middle } from '../hands';
import type { Scene } from '../scene';
import type { Stage } from '../stage';

const sample = async (stage: Stage) => stage.open(await stage.roastery());

/** The sample with a table in the middle, as large as life. */
async function closeTo(stage: Stage, table: string): Promise<Page> {
  const page = await sample(stage);
  await find(page, table);
  return page;
}

/** Drags from the title of the selected table, without letting go. */
async function dragSelected(page: Page, by: { x: number; y: number }): Promise<void> {
  const box = await boxOfSelected(page);
  await page.mouse.move(box.x + box.width / 2, box.y + 14);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2 + by.x / 2, box.y + 14 + by.y / 2, { steps: 3 });
  await page.mouse.move(box.x + box.width / 2 + by.x, box.y + 14 + by.y, { steps: 3 });
}

export const canvasScenes: readonly Scene[] = [
  { name: 'canvas-empty', play: async (stage) => stage.open(await stage.empty()) },
  { name: 'canvas-overview', play: sample },
  { name: 'canvas-table-selected', play: (stage) => closeTo(stage, 'orders') },
  {
    name: 'canvas-zoomed-in',
    play: async (stage) => {
      const page = await closeTo(stage, 'orders');
      for (let times = 0; times < 3; times += 1) await page.keyboard.press('+');
      return page;
    },
  },
  { name: 'canvas-thousand-tables', play: async (stage) => stage.open(await stage.thousand()) },
  {
    name: 'canvas-thousand-tables-near',
    play: async (stage) => {
      const page = await stage.open(await stage.thousand());
      await find(page, 'prices_500');
      for (let times = 0; times < 3; times += 1) await page.keyboard.press('-');
      return page;
    },
  },
  {
    name: 'canvas-several-selected',
    play: async (stage) => {
      const page = await sample(stage);
      await page.getByTestId('canvas').focus();
      await page.keyboard.press('Control+a');
      return page;
    },
  },
  {
    name: 'canvas-marquee',
    on: 'wide',
    play: async (stage) => {
      const page = await sample(stage);
      const { x, y } = await middle(page);
      await page.mouse.move(x - 330, y - 330);
      await page.keyboard.down('Shift');
      await page.mouse.down();
      await page.mouse.move(x - 100, y - 80, { steps: 4 });
      await page.mouse.move(x + 60, y + 40, { steps: 4 });
      return page;
    },
  },
  {
    name: 'canvas-rename-in-place',
    play: async (stage) => {
      const page = await closeTo(stage, 'customers');
      await page.getByTestId('canvas').focus();
      await page.keyboard.press('F2');
      await page.getByTestId('rename-in-place').waitFor();
      return page;
    },
  },
  {
    name: 'canvas-drag-with-guides',
    on: 'wide',
    play: async (stage) => {
      const project = await stage.empty('Ticket shop');
      await project.createTable('events', { x: 0, y: 0 }, [
        'title text',
        'starts_at timestamptz',
        'venue text',
      ]);
      await project.createTable('tickets', { x: 340, y: 96 }, ['seat text', 'price numeric(8,2)']);
      await project.createTable('customers', { x: 680, y: 0 }, ['name text', 'email text']);
      const page = await stage.open(project);
      await find(page, 'tickets');
      const { width } = await boxOfSelected(page);
      await dragSelected(page, { x: 3, y: (-94 * width) / tableMetrics.minWidth });
      return page;
    },
  },
  {
    name: 'canvas-draw-relationship',
    on: 'wide',
    play: async (stage) => {
      const project = await stage.empty('Ticket shop');
      await project.createTable('tickets', { x: 0, y: 0 }, [
        'seat text',
        'price numeric(8,2)',
        'event_id bigint',
      ]);
      await project.createTable('events', { x: 400, y: -60 }, [
        'title text',
        'starts_at timestamptz',
        'venue text',
      ]);
      const page = await stage.open(project);
      await find(page, 'tickets');
      const box = await boxOfSelected(page);
      const row = box.y + 40 + 28 * 3.5;
      await page.mouse.move(box.x + 60, row);
      await page.mouse.move(box.x + box.width - 1, row, { steps: 4 });
      await page.mouse.down();
      await page.mouse.move(box.x + box.width + 100, row - 60, { steps: 4 });
      await page.mouse.move(box.x + 460, box.y - 60 + 54, { steps: 6 });
      return page;
    },
  },
  {
    name: 'canvas-hover-relationship',
    on: 'wide',
    play: async (stage) => {
      const page = await closeTo(stage, 'order_lines');
      const box = await boxOfSelected(page);
      await page.mouse.move(box.x + 80, box.y + 40 + 28 * 0.5);
      return page;
    },
  },
  {
    name: 'canvas-menu',
    on: 'wide',
    play: async (stage) => {
      const page = await closeTo(stage, 'products');
      const box = await boxOfSelected(page);
      await page.mouse.click(box.x + 60, box.y + 14, { button: 'right' });
      await page.getByRole('menuitem').first().waitFor();
      return page;
    },
  },
];
