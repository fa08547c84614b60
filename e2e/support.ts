import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { freeLoopbackPort, stopSurvivor } from '../src/server/storage/embedded/postmaster';

/** Where a program answers. */
export type Site = { readonly address: string };

/** The built program with its pages and its own embedded database, as `npm start` runs it, or another one. */
export class Program {
  readonly #file: string;
  readonly #environment: Readonly<Record<string, string>>;
  readonly #home = mkdtempSync(join(tmpdir(), 'versionzero-e2e-'));
  #process: ChildProcess | null = null;
  #port = 0;

  constructor(file = 'dist/server/main.mjs', environment: Readonly<Record<string, string>> = {}) {
    this.#file = file;
    this.#environment = environment;
  }

  get address(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Starts it, again at the same address after it was ended. */
  async start(): Promise<void> {
    this.#port ||= await freeLoopbackPort();
    const environment = { ...process.env, PORT: String(this.#port), VERSIONZERO_HOME: this.#home };
    this.#process = spawn(process.execPath, [this.#file], {
      env: { ...environment, NODE_ENV: 'production', DATABASE_URL: '', ...this.#environment },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    for (let tries = 0; tries < 300; tries += 1) {
      if (await isUp(this.address)) return;
      await sleep(100);
    }
    throw new Error('The program does not answer.');
  }

  /** `kill -9`: no time to tidy up. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.#end('SIGTERM');
    await stopSurvivor(join(this.#home, 'postgresql'));
    rmSync(this.#home, { recursive: true, force: true });
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const ending = this.#process;
    this.#process = null;
    if (!ending || ending.exitCode !== null) return;
    const ended = new Promise((resolve) => ending.once('exit', resolve));
    ending.kill(signal);
    await ended;
  }
}

async function isUp(address: string): Promise<boolean> {
  try {
    return (await fetch(`${address}/api/v1/health`)).ok;
  } catch {
    return false;
  }
}

/** A person at a browser of their own; errors of their page are kept. */
export class Visitor {
  readonly errors: string[] = [];
  readonly page: Page;
  readonly context: BrowserContext;

  private constructor(context: BrowserContext, page: Page) {
    this.context = context;
    this.page = page;
    page.on('pageerror', (error) => this.errors.push(error.message));
  }

  static async open(browser: Browser): Promise<Visitor> {
    const context = await browser.newContext({
      viewport: { width: 1280, height: 800 },
      reducedMotion: 'reduce',
    });
    return new Visitor(context, await context.newPage());
  }

  /** Everything of theirs is stored, the connection is live, and what they see is what is stored. */
  async settled(): Promise<void> {
    await this.page.locator('[data-testid=connection][data-connection=live]').waitFor({ timeout: 30_000 });
    await this.page.locator('[data-testid=pending][data-pending="0"]').waitFor({ timeout: 30_000 });
  }

  /** Begins a project from the start page, and waits until it stands. */
  async newProject(at: Site): Promise<void> {
    await this.page.goto(at.address);
    await this.page.getByTestId('new-project').click();
    await this.page.waitForURL('**/p/*');
    await this.settled();
  }

  /** Creates a table with the button, names it, and lets it stand. */
  async createTable(name: string): Promise<void> {
    await this.page.getByTestId('create-table').click();
    await this.page.getByTestId('rename-in-place').fill(name);
    await this.page.getByTestId('rename-in-place').press('Enter');
    await this.page.keyboard.press('Escape');
  }

  /** Brings a script in by the window of the import. */
  async importText(script: string): Promise<void> {
    await this.page.getByTestId('open-import').click();
    await this.page.getByTestId('import-text').fill(script);
    await this.page.getByTestId('import-run').click();
    await this.page.getByTestId('import-result').waitFor();
    await this.page.getByTestId('import-close').click();
    await this.settled();
  }

  /** Where the open project is in the API. */
  get api(): string {
    const { origin, pathname } = new URL(this.page.url());
    return `${origin}/api/v1/projects/${pathname.split('/').pop()}`;
  }

  /** Lets somebody into the open project by a link. */
  async invite(guest: Visitor, role: 'editor' | 'viewer' = 'editor'): Promise<void> {
    const share = await this.context.request.post(`${this.api}/share-links`, { data: { role } });
    const { url }: { url: string } = await share.json();
    await guest.page.goto(url);
    await guest.page.waitForURL('**/p/*');
    await guest.settled();
  }

  async fingerprint(): Promise<string> {
    return (await this.page.getByTestId('fingerprint').getAttribute('data-fingerprint')) ?? '';
  }

  /** The records as the server has them, asked with this person's session. */
  async snapshot(): Promise<{
    records: { id: string; kind: string; version: number; body: Record<string, unknown> }[];
    fingerprint: string;
  }> {
    const answer = await this.context.request.get(`${this.api}/snapshot`);
    return answer.json();
  }

  /** Finds a table in the outline, selects it and brings it to the middle of the canvas. */
  async goTo(table: string): Promise<void> {
    await this.page.getByTestId('outline-search').fill(table);
    await this.page.getByTestId('outline-table').first().dblclick();
    await this.page.getByTestId('outline-search').fill('');
  }

  /** The middle of the canvas, in pixels of the page. */
  async middle(): Promise<{ x: number; y: number }> {
    const box = await this.page.getByTestId('canvas').boundingBox();
    if (!box) throw new Error('There is no canvas.');
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  }
}

/** Waits until all of these people show the same records as the server has. */
export async function converged(...people: readonly Visitor[]): Promise<void> {
  let last: readonly string[] = [];
  for (let tries = 0; tries < 150; tries += 1) {
    for (const person of people) await person.settled();
    const stored = await people[0]?.snapshot();
    const shown = await Promise.all(people.map((person) => person.fingerprint()));
    last = [stored?.fingerprint ?? '', ...shown];
    if (new Set(last).size === 1) return;
    await sleep(100);
  }
  throw new Error(`Not the same: ${last.join(' | ')}`);
}

/** Opens the menu behind a button and takes one of its entries, by keyboard. */
export async function pressMenuItem(page: Page, menu: Locator, item: Locator): Promise<void> {
  await menu.focus();
  await page.keyboard.press('Enter');
  // The menu puts the focus on its first entry in a moment of its own: before that another entry would lose it.
  await page.locator('[role=menuitem]:focus').waitFor();
  await item.focus();
  await page.keyboard.press('Enter');
}
