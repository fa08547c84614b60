/** The animated picture of the README: Ada and Ben design a ticket shop. */
import type { Locator, Page } from 'playwright-core';
import { tableMetrics } from '../../src/client/canvas/geometry/table-geometry';
import { Film } from './film';
import type { Point } from './hands';
import { boxOfSelected, isSettled } from './hands';
import type { Look } from './options';
import { movePointer, showPointer } from './pointer';
import type { Project } from './project';
import type { Studio } from './stage';
import { Stage } from './stage';

const look: Look = { size: { width: 1200, height: 720 }, theme: 'light', scale: 1 };
const frameMs = 80;
const typingMs = 90;
/** Until a toast stands still. */
const toastMs = 450;

/** Slow at both ends, as a hand moves. */
function eased(part: number): number {
  return part * part * (3 - 2 * part);
}

function between(from: Point, to: Point, part: number): Point {
  const by = eased(part);
  return { x: Math.round(from.x + (to.x - from.x) * by), y: Math.round(from.y + (to.y - from.y) * by) };
}

class Shooting {
  readonly film = new Film();
  readonly page: Page;
  readonly ben: Project;
  #pointer: Point = { x: 700, y: 520 };
  #bens: Point = { x: 420, y: 240 };

  constructor(page: Page, ben: Project) {
    this.page = page;
    this.ben = ben;
  }

  async frame(ms = frameMs): Promise<void> {
    this.film.add(await this.page.screenshot({ caret: 'initial' }), ms);
  }

  /** Both move at once: Ada in pixels of the page, Ben in the world. */
  async move(to: { readonly ada?: Point; readonly ben?: Point }, frames: number): Promise<void> {
    const [ada, ben] = [this.#pointer, this.#bens];
    for (let at = 1; at <= frames; at += 1) {
      if (to.ben) {
        this.#bens = between(ben, to.ben, at / frames);
        await this.ben.tell({ cursor: this.#bens });
      }
      if (to.ada) {
        this.#pointer = between(ada, to.ada, at / frames);
        await movePointer(this.page, this.#pointer);
      }
      await this.frame();
    }
  }

  async moveTo(target: Locator, frames: number): Promise<void> {
    const box = await target.boundingBox();
    if (!box) throw new Error('What the pointer goes to is not on the page.');
    await this.move({ ada: { x: box.x + box.width / 2, y: box.y + box.height / 2 } }, frames);
  }

  async click(): Promise<void> {
    await this.page.mouse.click(this.#pointer.x, this.#pointer.y);
  }

  async type(text: string): Promise<void> {
    for (const letter of text) {
      await this.page.keyboard.type(letter);
      await this.frame(typingMs);
    }
  }
}

/** Pixels of the page per unit of the world: a table with short names has the least width. */
function scaleOf({ width }: { readonly width: number }): number {
  return width / tableMetrics.minWidth;
}

/** What stands before the first frame. World coordinates. */
async function prepare(stage: Stage): Promise<{ page: Page; ben: Project }> {
  const project = await stage.empty('Ticket shop');
  await project.createTable('events', { x: 0, y: 0, color: 'teal' }, ['title text', 'starts_at timestamptz']);
  await project.createTable('tickets', { x: 0, y: 240, color: 'indigo' }, [
    'seat text',
    'price numeric(8,2)',
  ]);
  await project.createTable('customers', { x: 640, y: 0, color: 'amber' }, ['name text', 'email text']);
  const ben = await stage.join(project, stage.people.ben);
  const page = await stage.open(project);
  await page.getByRole('button', { name: 'Inspector', exact: true }).click();
  await page.getByTestId('toggle-minimap').click();
  await page.getByTestId('zoom').click();
  await ben.tell({ cursor: { x: 420, y: 240 } });
  await showPointer(page);
  await movePointer(page, { x: 700, y: 520 });
  await page.locator('[data-testid=people][data-people="2"]').waitFor();
  return { page, ben };
}

/** Ada makes a table and names it and a column, while Ben goes to the events. */
async function createTable(shooting: Shooting): Promise<void> {
  const { page } = shooting;
  await shooting.move({ ben: { x: 150, y: 120 } }, 6);
  await shooting.moveTo(page.getByTestId('toolbar-create-table'), 8);
  await shooting.click();
  await page.getByTestId('rename-in-place').waitFor();
  await shooting.frame(200);
  await shooting.type('orders');
  await page.keyboard.press('Enter');
  await page.getByTestId('rename-in-place').waitFor({ state: 'detached' });
  // The button that adds a column is in the middle of the lower edge.
  const box = await boxOfSelected(page);
  await shooting.move({ ada: { x: box.x + box.width / 2, y: box.y + 74 * scaleOf(box) } }, 5);
  await shooting.click();
  await page.getByTestId('rename-in-place').waitFor();
  await shooting.frame(160);
  await shooting.type('ticket_id');
  await page.keyboard.press('Enter');
  // The next column is begun at once; one is enough.
  await page.locator('[data-testid=rename-in-place]:not([value=ticket_id])').waitFor();
  await page.keyboard.press('Escape');
  await page.getByTestId('rename-in-place').waitFor({ state: 'detached' });
  await isSettled(page);
  await shooting.frame(160);
}

/** Ben's edit arrives. */
async function benEdits(shooting: Shooting): Promise<void> {
  const { ben, page } = shooting;
  const { id } = await ben.named('events');
  await ben.tell({ selection: [id] });
  await shooting.move({ ben: { x: 90, y: 150 } }, 4);
  await ben.edit({
    type: 'column.create',
    id: crypto.randomUUID(),
    body: { tableId: id, name: 'venue', type: 'text' },
  });
  await page.waitForTimeout(200);
  await shooting.move({ ben: { x: 60, y: 178 } }, 5);
}

/** Ada draws a relationship from the new column to the tickets. */
async function drawRelationship(shooting: Shooting): Promise<void> {
  const { page, ben } = shooting;
  const box = await boxOfSelected(page);
  const scale = scaleOf(box);
  const { x, y } = (await ben.places()).get('orders') ?? { x: 0, y: 0 };
  const key = { x: box.x + (150 - x) * scale, y: box.y + (240 + 54 - y) * scale };
  const row = box.y + (40 + 28 * 1.5) * scale;
  await shooting.move({ ada: { x: box.x + 40, y: row } }, 5);
  await shooting.move({ ada: { x: box.x + 1, y: row } }, 3);
  await page.mouse.down();
  await shooting.move({ ada: key, ben: { x: 240, y: 60 } }, 9);
  await page.mouse.up();
  // The types differ; one click makes the column fit.
  const repair = page.getByRole('button', { name: 'Change it to bigint' });
  await repair.waitFor();
  await page.waitForTimeout(toastMs);
  await shooting.frame(300);
  await shooting.moveTo(repair, 6);
  await shooting.click();
  await isSettled(page);
  await repair.waitFor({ state: 'detached' });
  await shooting.move({ ben: { x: 330, y: 30 } }, 6);
}

/** Films it into `path`, and keeps one frame as `still`. */
export async function filmTogether(studio: Studio, path: string, still: (png: Buffer) => Promise<void>) {
  const stage = new Stage(studio, look);
  try {
    const { page, ben } = await prepare(stage);
    const shooting = new Shooting(page, ben);
    await shooting.frame(400);
    await createTable(shooting);
    await benEdits(shooting);
    await drawRelationship(shooting);
    await still(await page.screenshot());
    await shooting.frame(500);
    await shooting.moveTo(page.getByTestId('open-export'), 9);
    await shooting.click();
    await page.getByTestId('sql').waitFor();
    await shooting.frame(2_000);
    const bytes = await shooting.film.save(path);
    console.log(`${path}: ${(shooting.film.length / 1000).toFixed(1)} s, ${Math.round(bytes / 1024)} KB`);
  } finally {
    await stage.close();
  }
}
