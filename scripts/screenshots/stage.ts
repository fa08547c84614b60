/** Where one scene is played: browsers of the right size, projects, people. Closed after the picture. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { isSettled } from './hands';
import type { Look } from './options';
import type { People, Person } from './people';
import type { Place } from './project';
import { Project } from './project';
import { library, thousand } from './samples';

type Sample = {
  readonly name: string;
  readonly sql: string;
  readonly places?: ReadonlyMap<string, Place>;
};

/** What all scenes share: it is prepared when the first of them needs it. */
export class Studio {
  readonly browser: Browser;
  readonly origin: string;
  readonly people: People;
  readonly #places = new Map<string, Promise<ReadonlyMap<string, Place>>>();
  readonly #shared = new Map<string, Promise<string>>();

  constructor(browser: Browser, origin: string, people: People) {
    this.browser = browser;
    this.origin = origin;
    this.people = people;
  }

  /** Where the program itself would place the tables of a sample. */
  placesOf(sample: Sample): Promise<ReadonlyMap<string, Place>> {
    return remember(this.#places, sample.name, async () => {
      if (sample.places) return sample.places;
      const context = await this.browser.newContext({ viewport: { width: 1440, height: 900 } });
      const page = await context.newPage();
      await page.goto(this.origin);
      await page.getByTestId('new-project').click();
      await page.getByTestId('open-import').click();
      await page.getByTestId('import-text').fill(sample.sql);
      await page.getByTestId('import-run').click();
      await page.getByTestId('import-close').click({ timeout: 60_000 });
      await isSettled(page);
      const id = new URL(page.url()).pathname.split('/').pop() ?? '';
      const places = await new Project(context.request, this.origin, id).places();
      await context.close();
      return places;
    });
  }

  /** The id of a project that scenes only look at. */
  shared(name: string, make: () => Promise<Project>): Promise<string> {
    return remember(this.#shared, name, async () => (await make()).id);
  }
}

function remember<Key, Value>(known: Map<Key, Promise<Value>>, key: Key, make: () => Promise<Value>) {
  const found = known.get(key) ?? make();
  known.set(key, found);
  return found;
}

export class Stage {
  readonly #studio: Studio;
  readonly look: Look;
  readonly #contexts = new Map<Person | null, Promise<BrowserContext>>();
  /** What went wrong on any page. */
  readonly errors: string[] = [];

  constructor(studio: Studio, look: Look) {
    this.#studio = studio;
    this.look = look;
  }

  get people(): People {
    return this.#studio.people;
  }

  get isPhone(): boolean {
    return this.look.size.width < 768;
  }

  /** The browser of a person, that of a stranger for null. */
  context(who: Person | null): Promise<BrowserContext> {
    return remember(this.#contexts, who, async () => {
      const context = await this.#studio.browser.newContext({
        viewport: this.look.size,
        deviceScaleFactor: this.look.scale,
        colorScheme: this.look.theme,
        reducedMotion: 'reduce',
        hasTouch: this.isPhone,
        ...(who ? { storageState: who.state } : {}),
      });
      context.on('weberror', (error) => this.errors.push(error.error().message));
      return context;
    });
  }

  /** A page at this path, in a tab of its own. */
  async visit(who: Person | null, path: string): Promise<Page> {
    const page = await (await this.context(who)).newPage();
    await page.goto(this.#studio.origin + path);
    return page;
  }

  /** A page with the project on it, everything loaded. */
  async open(project: Project, who: Person = this.people.ada): Promise<Page> {
    const page = await this.visit(who, project.path);
    await isSettled(page);
    return page;
  }

  /** A new project of Ada's, with nothing in it. */
  async empty(name = 'Untitled project', who: Person = this.people.ada): Promise<Project> {
    return Project.create((await this.context(who)).request, this.#studio.origin, name);
  }

  async #make(sample: Sample, who: Person): Promise<Project> {
    const project = await this.empty(sample.name, who);
    await project.importSql(sample.sql);
    await project.place(await this.#studio.placesOf(sample));
    return project;
  }

  /** The sample in a project of its own, for scenes that edit: opened as everybody opens it. */
  async fresh(who: Person = this.people.ada): Promise<Project> {
    const page = await this.visit(who, '/');
    await page.getByTestId('open-sample').click();
    await page.waitForURL('**/p/*');
    await page.getByTestId('outline-table').first().waitFor({ state: 'attached' });
    await isSettled(page);
    const id = new URL(page.url()).pathname.split('/').pop() ?? '';
    await page.close();
    const project = new Project((await this.context(who)).request, this.#studio.origin, id);
    await project.rename('Coffee roastery');
    return project;
  }

  freshLibrary(who: Person = this.people.ada): Promise<Project> {
    return this.#make(library, who);
  }

  /** A project of Ada's that is made for the first scene that asks for it, and only looked at. */
  async once(key: string, make: () => Promise<Project>): Promise<Project> {
    const id = await this.#studio.shared(key, make);
    return new Project((await this.context(this.people.ada)).request, this.#studio.origin, id);
  }

  roastery(): Promise<Project> {
    return this.once('roastery', () => this.fresh());
  }

  thousand(): Promise<Project> {
    return this.once('thousand', () => this.#make(thousand, this.people.ada));
  }

  /** The project as somebody else reaches it, who is let in. */
  async join(project: Project, who: Person, role: 'editor' | 'viewer' = 'editor'): Promise<Project> {
    return project.invite((await this.context(who)).request, role);
  }

  async close(): Promise<void> {
    for (const context of this.#contexts.values()) await (await context).close();
  }
}
