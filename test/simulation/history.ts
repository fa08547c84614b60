import type { Notice } from '../../src/client/sync/notices';
import type { PendingStorage } from '../../src/client/sync/pending-storage';
import { memoryPendingStorage } from '../../src/client/sync/pending-storage';
import { createProjectStore } from '../../src/client/sync/project-store';
import type { ProjectStore } from '../../src/client/sync/store-contract';
import { canonicalJson } from '../../src/core/std/canonical-json';
import { randomEdit } from './edits';
import { calm, SimulatedLink, storm } from './network';
import { SeededRandom } from './random';
import { contentOf, projectId, SimulatedServer } from './server';
import { VirtualTime } from './virtual-time';

/** Steps of a storm: many short histories find more than few long ones. */
const steps = 14;

/** One person at one machine: pages come and go, what was not answered stays in the browser. */
class Participant {
  readonly name: string;
  readonly made = new Set<string>();
  readonly refused = new Set<string>();
  readonly notices: Notice[] = [];
  readonly link: SimulatedLink;
  store: ProjectStore;
  readonly #storage: PendingStorage = memoryPendingStorage();
  readonly #time: VirtualTime;
  readonly #random: SeededRandom;

  constructor(name: string, server: SimulatedServer, time: VirtualTime, random: SeededRandom) {
    this.name = name;
    this.#time = time;
    this.#random = random;
    this.link = new SimulatedLink(server, { id: name, name }, time, random);
    this.store = this.#open();
  }

  #open(): ProjectStore {
    const store = createProjectStore({
      projectId,
      api: this.link.api,
      open: this.link.open,
      uuid: this.#random.uuid,
      random: this.#random.next,
      scheduler: this.#time,
      storage: this.#storage,
      me: this.name,
    });
    store.subscribeNotices((notice) => {
      this.notices.push(notice);
      if (notice.kind === 'refused') this.refused.add(notice.mutationId);
    });
    store.start();
    return store;
  }

  act(): void {
    const dice = this.#random.below(20);
    if (dice === 0) this.store.undo();
    else if (dice === 1) this.store.redo();
    else {
      const operations = randomEdit(this.store.state(), this.#random);
      const done = operations ? this.store.mutate(operations) : null;
      if (done?.ok) this.made.add(done.value);
    }
  }

  async closeAndReopen(): Promise<void> {
    this.store.stop();
    await this.store.kept();
    this.store = this.#open();
  }
}

/** A history, drawn from the seed alone: three people edit in a storm, then it is calm until all is said. */
async function play(seed: number): Promise<{ server: SimulatedServer; people: readonly Participant[] }> {
  const random = new SeededRandom(seed);
  const time = new VirtualTime();
  const server = new SimulatedServer();
  const people = ['ada', 'bob', 'eve'].map((name) => new Participant(name, server, time, random));
  await time.run(2_000);
  for (const person of people) person.link.weather = storm;
  for (let step = 0; step < steps; step += 1) {
    const person = random.pick(people);
    if (!person) break;
    const dice = random.below(30);
    if (dice === 0) person.link.down = !person.link.down;
    else if (dice === 1) await person.closeAndReopen();
    else for (let edits = 1 + random.below(4); edits > 0; edits -= 1) person.act();
    await time.run(random.below(random.chance(0.1) ? 5_000 : 150));
  }
  for (const person of people) {
    person.link.weather = calm;
    person.link.down = false;
  }
  // Late copies of requests arrive within these seconds; they must change nothing.
  await time.run(4_000);
  const quiet = () =>
    people.every(({ store }) => {
      const { connection, pendingCount, fingerprintShown } = store.status();
      return connection.kind === 'live' && pendingCount === 0 && fingerprintShown === server.fingerprint();
    });
  // A stream that went silent in the storm is noticed by its silence only.
  await time.run(190_000, quiet);
  for (const person of people) person.store.stop();
  return { server, people };
}

export type Played = {
  readonly edits: number;
  readonly refused: number;
  readonly violations: readonly string[];
};

/** Plays the history of a seed and looks for what must not be: SYNC-1, SYNC-40, SYNC-60. */
export async function simulate(seed: number): Promise<Played> {
  const { server, people } = await play(seed);
  const logged = server.log.map((change) => change.id);
  const violations = new Set(logged).size === logged.length ? [] : ['a mutation is in the log twice'];
  for (const person of people) violations.push(...violationsOf(person, server, new Set(logged)));
  return {
    edits: people.reduce((sum, { made }) => sum + made.size, 0),
    refused: people.reduce((sum, { refused }) => sum + refused.size, 0),
    violations,
  };
}

function violationsOf(
  { name, store, made, refused, notices }: Participant,
  server: SimulatedServer,
  logged: ReadonlySet<string>,
): readonly string[] {
  const status = store.status();
  const outcomes = [...made].filter((id) => logged.has(id) === refused.has(id));
  const byOneself = notices.filter(
    (notice) => (notice.kind === 'overwrote' || notice.kind === 'was-overwritten') && notice.by?.id === name,
  );
  const claims: readonly (readonly [boolean, string])[] = [
    [status.pendingCount === 0, `has ${status.pendingCount} edits still pending`],
    [
      canonicalJson(contentOf(store.state())) === canonicalJson(contentOf(server.state)),
      'shows other records',
    ],
    [status.bugs === 0, `counted ${status.bugs} different fingerprints`],
    [status.fingerprintShown === server.fingerprint(), 'shows another fingerprint'],
    [outcomes.length === 0, `made ${outcomes.join(', ')}, neither logged nor refused, or both`],
    [byOneself.length === 0, 'was told to have overwritten themselves'],
  ];
  return claims.filter(([holds]) => !holds).map(([, text]) => `${name} ${text}`);
}
