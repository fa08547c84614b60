import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ProjectStore, StoreStatus } from '../../src/client/sync/store-contract';
import { fingerprintOf, printFingerprint } from '../../src/core/schema/fingerprint';
import { MemoryState } from '../../src/core/schema/memory-state';
import { toWire } from '../../src/core/schema/operation';
import { storedStates } from '../fuzz/damage';
import { SeededRandom } from '../simulation/random';
import { tableOperations, update } from '../support/operations';
import type { Person } from './people';
import { openStore } from './people';
import type { Regions } from './regions';
import { Sightings } from './sightings';

/** What is edited: by all one column of one table, or by each a column of a table of their own. */
export type Subject = 'same' | 'different';

export type Work = {
  readonly on: Subject;
  /** Between two edits of one person, on average: from half of it to one and a half. */
  readonly thinkMs: number;
};

type Stores = ReadonlyMap<Person, ProjectStore>;

/** Several people with one project open; some of them may only watch. */
export type Party = {
  readonly projectId: string;
  /** Lets somebody else in. */
  readonly key: string;
  readonly stores: Stores;
  readonly edits: Sightings;
  readonly pointers: Sightings;
  /** The mutation's id, or null: nobody begins anew before the last edit is answered. */
  edit(person: Person, on: Subject): string | null;
  /** Everybody edits, once at least; returns when the time is over. */
  work(work: Work, ms: number): Promise<void>;
  /** Milliseconds until everything is answered and everybody shows what is stored; null: not in time. */
  settle(patienceMs: number): Promise<number | null>;
  leave(): void;
};

/** Makes a project with a table for each editor, and opens it at everybody's. @param editors one at least */
export async function openParty(
  { pool }: Regions,
  editors: readonly Person[],
  watchers: readonly Person[],
): Promise<Party> {
  const everybody = [...editors, ...watchers];
  const tables = editors.map((_, place) => tableOperations(`t${place}`));
  const operations = tables.flatMap((table) => table.operations);
  const { projectId, key } = await makeProject(everybody, operations.map(toWire));
  const stores = new Map(everybody.map((person) => [person, openStore(person, projectId)]));
  const sightings = { edits: new Sightings(), pointers: new Sightings() };
  for (const [person, store] of stores) watch(person, store, sightings);
  await untilAll(stores, 30_000, ({ connection }) => connection.kind === 'live');

  const edit = (person: Person, on: Subject): string | null => {
    const store = stores.get(person);
    const columnId = tables[on === 'same' ? 0 : editors.indexOf(person)]?.xColumn ?? '';
    const version = store?.state().get(columnId)?.version;
    if (store === undefined || version === undefined || store.status().pendingCount > 0) return null;
    const at = performance.now();
    const made = store.mutate([update('column', columnId, version, { comment: randomUUID() })]);
    if (!made.ok) return null;
    sightings.edits.done(made.value, person.home, at);
    return made.value;
  };
  return {
    projectId,
    key,
    stores,
    ...sightings,
    edit,
    work: async ({ on, thinkMs }, ms) => {
      const end = performance.now() + ms;
      await Promise.all(
        editors.map(async (person, place) => {
          const random = new SeededRandom(place + 1);
          // Nobody is in step with anybody.
          await sleep(thinkMs * random.next());
          do {
            if (random.chance(pointersAtOnce / editors.length))
              movePointer(person, projectId, sightings.pointers);
            edit(person, on);
            await sleep(Math.min(thinkMs * (0.5 + random.next()), Math.max(0, end - performance.now())));
          } while (performance.now() < end);
        }),
      );
    },
    settle: async (patienceMs) => {
      const began = performance.now();
      await untilAll(stores, patienceMs, ({ pendingCount }) => pendingCount === 0);
      const stored = MemoryState.from(await storedStates(pool, projectId));
      const truth = printFingerprint(fingerprintOf(stored.records()));
      const isShown = ({ fingerprintShown, connection }: StoreStatus) =>
        fingerprintShown === truth && connection.kind === 'live';
      return (await untilAll(stores, patienceMs, isShown)) ? performance.now() - began : null;
    },
    leave: () => {
      for (const store of stores.values()) store.stop();
    },
  };
}

/** Of the first of them, who lets the others in. */
async function makeProject(everybody: readonly Person[], operations: readonly ReturnType<typeof toWire>[]) {
  const [owner, ...guests] = everybody;
  if (owner === undefined) throw new Error('nobody');
  const { api } = owner.browser;
  const { id: projectId } = await api.createProject('Regions');
  const { key } = await api.createShareLink(projectId, 'editor');
  await Promise.all(guests.map(({ browser }) => browser.api.acceptShareLink(key)));
  await api.mutate(projectId, { id: randomUUID(), operations: [...operations] });
  return { projectId, key };
}

/** Notes what somebody is shown of the others. */
function watch(
  { id, home }: Person,
  store: ProjectStore,
  { edits, pointers }: Pick<Party, 'edits' | 'pointers'>,
) {
  store.subscribeChanges((changes) => {
    for (const change of changes) if (change.actor.id !== id) edits.seen(change.id, id, home);
  });
  store.subscribePeople(({ people }) => {
    for (const other of people) if (other.id !== id) pointers.seen(String(other.cursor?.x), id, home);
  });
}

/** Of more people no more move a pointer with their edit: everybody's lists of everybody would be what is measured. */
const pointersAtOnce = 10;

let places = 0;

/** To a place where no pointer ever was. */
function movePointer({ id, home, browser }: Person, projectId: string, pointers: Sightings): void {
  places += 1;
  pointers.done(String(places), home, performance.now());
  const update = { clientId: id, cursor: { x: places, y: 0 }, sentAt: Date.now() };
  // Who does not get through moves on.
  browser.api.presence(projectId, update).catch(() => undefined);
}

async function untilAll(
  stores: Stores,
  patienceMs: number,
  isSo: (status: StoreStatus) => boolean,
): Promise<boolean> {
  const deadline = performance.now() + patienceMs;
  while (![...stores.values()].every((store) => isSo(store.status()))) {
    if (performance.now() > deadline) return false;
    await sleep(5);
  }
  return true;
}
