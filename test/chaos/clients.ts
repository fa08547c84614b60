import { setTimeout as sleep } from 'node:timers/promises';
import { isTransient } from '../../src/client/api/api-problem';
import type { PendingStorage } from '../../src/client/sync/pending-storage';
import { memoryPendingStorage } from '../../src/client/sync/pending-storage';
import { createProjectStore } from '../../src/client/sync/project-store';
import type { ProjectStore } from '../../src/client/sync/store-contract';
import type { MemoryState } from '../../src/core/schema/memory-state';
import type { Operation } from '../../src/core/schema/operation';
import { toWire } from '../../src/core/schema/operation';
import { isLive } from '../../src/core/schema/record';
import type { Browser } from '../several/browser';
import { openBrowser } from '../several/browser';
import { randomEdit } from '../simulation/edits';
import { SeededRandom } from '../simulation/random';
import { update } from '../support/operations';
import { Subject } from './edits';
import type { Event } from './history';
import type { Send } from './recorder';
import { recording } from './recorder';

export type CrowdOptions = {
  readonly seed: number;
  /** Of all servers; each client begins at another one and goes to the next when one fails it. */
  readonly addresses: readonly string[];
  /** People with a project open, by the real client. */
  readonly people: number;
  /** Programs that write without looking, and repeat and reorder what they send. */
  readonly writers: number;
  /** Programs that do the same, each with things of its own and at one server as long as that answers. */
  readonly steady: number;
  /** Between two edits of one client, on average; milliseconds. */
  readonly pauseMs: { readonly people: number; readonly writers: number; readonly steady: number };
};

/** Everybody who is there, with a session of their own, for several projects one after the other. */
export type Crowd = {
  /** Makes a project of which all are editors, and opens it. */
  enter(round: number): Promise<Party>;
};

/** What a client shows, as far as it is told. */
export type Sight = { readonly client: string; readonly store: ProjectStore };

/** Everybody in one project. */
export type Party = {
  readonly projectId: string;
  /** What was done and heard so far. */
  readonly events: readonly Event[];
  readonly sights: () => readonly Sight[];
  /** Everybody edits from now on. */
  begin(): void;
  /** Nobody makes a new edit any more; what was begun is brought to its end. */
  calm(): void;
  /** Whether everything has been answered. */
  isAnswered(): boolean;
  leave(): void;
};

type Visitor = { readonly name: string; readonly browser: Browser; readonly id: string; events: Event[] };

export async function openCrowd(options: CrowdOptions): Promise<Crowd> {
  const names = [
    ...Array.from({ length: options.people }, (_, place) => `person-${place}`),
    ...Array.from({ length: options.writers }, (_, place) => `writer-${place}`),
    ...Array.from({ length: options.steady }, (_, place) => `steady-${place}`),
  ];
  const visitors = await Promise.all(names.map((name, place) => enterSite(options, name, place)));
  return { enter: (round) => openParty(options, visitors, round) };
}

async function enterSite({ addresses }: CrowdOptions, name: string, place: number): Promise<Visitor> {
  const visitor: { events: Event[] } = { events: [] };
  let turn = place;
  const isPatient = name.startsWith('person');
  const random = new SeededRandom(place);
  const send: Send = async (address, init) => {
    // A program gives up sooner than a browser.
    const patience = AbortSignal.timeout(200 + random.below(2_500));
    const own =
      isPatient || !init?.signal ? init : { ...init, signal: AbortSignal.any([init.signal, patience]) };
    try {
      const response = await fetch(address, own);
      if (response.status >= 500) turn += 1;
      return response;
    } catch (error) {
      turn += 1;
      throw error;
    }
  };
  const route = () => {
    // Writers spread what they send over all servers.
    if (name.startsWith('writer')) turn += 1;
    return { address: addresses[turn % addresses.length] ?? '' };
  };
  const browser = openBrowser(route, (address, init) => recording(name, visitor.events, send)(address, init));
  const { id } = await persist(() => browser.api.renameMe(name));
  return Object.assign(visitor, { name, browser, id });
}

async function openParty(options: CrowdOptions, visitors: readonly Visitor[], round: number): Promise<Party> {
  const events: Event[] = [];
  for (const visitor of visitors) visitor.events = events;
  const [owner, ...guests] = visitors;
  if (owner === undefined) throw new Error('nobody');
  const random = new SeededRandom(options.seed * 1_000 + round);
  const ids = { project: random.uuid() };
  const { id: projectId } = await persist(() => owner.browser.api.createProject('Chaos', ids.project));
  const { key } = await persist(() => owner.browser.api.createShareLink(projectId, 'editor'));
  await Promise.all(guests.map(({ browser }) => persist(() => browser.api.acceptShareLink(key))));
  const own = () => new SeededRandom(random.below(2 ** 31));
  const people = visitors
    .slice(0, options.people)
    .map((visitor) => new PersonAtWork(visitor, projectId, own(), options.pauseMs.people));
  const subject = new Subject();
  const writers = visitors
    .slice(options.people)
    .map((visitor) =>
      visitor.name.startsWith('writer')
        ? new WriterAtWork(visitor, projectId, own(), options.pauseMs.writers, subject)
        : new WriterAtWork(
            visitor,
            projectId,
            own(),
            options.pauseMs.steady,
            new Subject(steadySmallShare, 1_000_000),
          ),
    );
  return {
    projectId,
    events,
    sights: () => people.map(({ name, store }) => ({ client: name, store })),
    begin: () => {
      for (const one of [...people, ...writers]) one.begin();
    },
    calm: () => {
      for (const one of [...people, ...writers]) one.calm();
    },
    isAnswered: () => [...people, ...writers].every((one) => one.isAnswered()),
    leave: () => {
      for (const { store } of people) store.stop();
    },
  };
}

/** Those who have things of their own mostly go on describing them. */
const steadySmallShare = 0.97;

/** Until it works: servers may still be on their way. */
async function persist<Value>(ask: () => Promise<Value>): Promise<Value> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await ask();
    } catch (error) {
      if (tries === 100) throw error;
      await sleep(100);
    }
  }
}

/** Somebody who has the project open, edits what they see, takes it back, and closes the page at times. */
class PersonAtWork {
  readonly name: string;
  store: ProjectStore;
  readonly #visitor: Visitor;
  readonly #projectId: string;
  readonly #random: SeededRandom;
  readonly #pauseMs: number;
  readonly #storage: PendingStorage = memoryPendingStorage();
  #isCalm = true;
  #isBusy = false;

  constructor(visitor: Visitor, projectId: string, random: SeededRandom, pauseMs: number) {
    this.name = visitor.name;
    this.#visitor = visitor;
    this.#projectId = projectId;
    this.#random = random;
    this.#pauseMs = pauseMs;
    this.store = this.#open();
  }

  begin(): void {
    this.#isCalm = false;
    void this.#work();
  }

  calm(): void {
    this.#isCalm = true;
  }

  isAnswered(): boolean {
    const { connection, pendingCount } = this.store.status();
    return !this.#isBusy && connection.kind === 'live' && pendingCount === 0;
  }

  #open(): ProjectStore {
    const store = createProjectStore({
      projectId: this.#projectId,
      api: this.#visitor.browser.api,
      uuid: this.#random.uuid,
      random: this.#random.next,
      storage: this.#storage,
      me: this.#visitor.id,
      clientId: this.#visitor.id,
    });
    store.start();
    return store;
  }

  async #work(): Promise<void> {
    this.#isBusy = true;
    while (!this.#isCalm) {
      await sleep(this.#random.below(2 * this.#pauseMs));
      if (this.#random.chance(0.005)) await this.#reopen();
      else this.#edit();
    }
    this.#isBusy = false;
  }

  #edit(): void {
    if (this.store.status().pendingCount >= mostUnsaved) return;
    const dice = this.#random.below(20);
    if (dice === 0) this.store.undo();
    else if (dice === 1) this.store.redo();
    else {
      const state = this.store.state();
      const operations = dice < 8 ? this.#commentOn(state) : randomEdit(state, this.#random);
      if (operations) this.store.mutate(operations);
    }
  }

  /** On the same few things that the others comment on, too. */
  #commentOn(state: MemoryState): readonly Operation[] | null {
    const thing = this.#random.pick([
      ...state.ofKind('table').slice(0, 2),
      ...state.ofKind('column').slice(0, 2),
    ]);
    if (thing === undefined) return null;
    const { kind, id, version } = thing;
    return [update(kind, id, version, { comment: `c${this.#random.below(100_000)}` })];
  }

  async #reopen(): Promise<void> {
    this.store.stop();
    await this.store.kept();
    this.store = this.#open();
  }
}

/** Whoever reads that so many edits are not saved waits and sees. */
const mostUnsaved = 5;

type Settled = 'answered' | 'open';

/** A program that writes: without a mirror, and not always in good order. */
class WriterAtWork {
  readonly #visitor: Visitor;
  readonly #projectId: string;
  readonly #random: SeededRandom;
  readonly #pauseMs: number;
  readonly #subject: Subject;
  readonly #calming = new AbortController();
  #underWay = 0;

  constructor(visitor: Visitor, projectId: string, random: SeededRandom, pauseMs: number, subject: Subject) {
    this.#visitor = visitor;
    this.#projectId = projectId;
    this.#random = random;
    this.#pauseMs = pauseMs;
    this.#subject = subject;
  }

  begin(): void {
    void this.#track(this.#work());
  }

  calm(): void {
    this.#calming.abort();
  }

  isAnswered(): boolean {
    return this.#underWay === 0;
  }

  async #track(work: Promise<unknown>): Promise<void> {
    this.#underWay += 1;
    await work;
    this.#underWay -= 1;
  }

  async #work(): Promise<void> {
    while (!this.#calming.signal.aborted) {
      await this.#writeSomehow();
      await sleep(this.#random.below(2 * this.#pauseMs));
    }
  }

  async #writeSomehow(): Promise<void> {
    const [id, operations] = this.#next();
    switch (this.#random.below(12)) {
      case 0:
        // Asked once, and given up: nobody ever hears what came of it.
        await this.#send(id, operations);
        return;
      case 1:
        await Promise.all([this.#insist(id, operations), this.#insist(id, operations)]);
        return;
      case 2:
        await this.#insist(id, operations);
        void this.#track(this.#sendLater(id, operations));
        return;
      case 3: {
        // What was made second is sent first, and nobody waits in between.
        const [laterId, later] = this.#next();
        const overtaking = this.#insist(laterId, later);
        await sleep(this.#random.below(20));
        await Promise.all([overtaking, this.#insist(id, operations)]);
        return;
      }
      default:
        await this.#insist(id, operations);
    }
  }

  /** A copy that was long on its way; in the end all arrive. */
  async #sendLater(id: string, operations: readonly Operation[]): Promise<void> {
    await sleep(this.#random.below(3_000), undefined, { signal: this.#calming.signal }).catch(
      () => undefined,
    );
    await this.#send(id, operations);
  }

  #next(): readonly [string, readonly Operation[]] {
    return [this.#random.uuid(), this.#subject.next(this.#random)];
  }

  /** The same request until it is answered. */
  async #insist(id: string, operations: readonly Operation[]): Promise<void> {
    while ((await this.#send(id, operations)) === 'open') await sleep(20 + this.#random.below(250));
  }

  async #send(id: string, operations: readonly Operation[]): Promise<Settled> {
    try {
      await this.#visitor.browser.api.mutate(this.#projectId, { id, operations: operations.map(toWire) });
      this.#subject.learn(operations);
      return 'answered';
    } catch (error) {
      return isTransient(error) ? 'open' : 'answered';
    }
  }
}

/** What a person's page shows. */
export function recordsShown({ store }: Sight) {
  return [...store.state().records()].filter(isLive);
}
