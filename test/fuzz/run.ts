import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { MemoryState } from '../../src/core/schema/memory-state';
import type { RecordState } from '../../src/core/schema/record';
import { sameJson } from '../../src/core/std/canonical-json';
import { createLiveFeed } from '../../src/server/live/live-feed';
import { GroupedEdits } from '../../src/server/projects/grouped-edits';
import type { Random } from '../support/random';
import { seeded } from '../support/random';
import type { TestStore } from '../support/store';
import { FollowingReader, incoherences, replayDamage, storedStates } from './damage';
import { World } from './world';

const writers = [
  { id: 'ada', name: 'Ada' },
  { id: 'ben', name: 'Ben' },
];

export type FuzzOptions = {
  readonly seed: number;
  readonly writers: number;
  readonly mutations: number;
  /** The share of edits that need no reading; from 0 to 1. */
  readonly comments?: number;
};

export type FuzzReport = {
  readonly acknowledged: number;
  readonly refused: number;
  /** How many mutations were committed together with others. */
  readonly grouped: number;
  /** Everything that breaks a promise, in words. */
  readonly damage: readonly string[];
};

/**
 * Many writers edit few things at random through the real pipeline, some mutations sent twice at once,
 * while one reader follows the feed. Afterwards the log, the stored records and the reader are compared.
 */
export async function fuzz(store: TestStore, options: FuzzOptions): Promise<FuzzReport> {
  const projectId = await store.newProject();
  const feed = await createLiveFeed(store, {
    hotPollMs: 20,
    quietPollMs: 20,
    fingerprintEveryMs: 1_000_000,
  });
  const reader = new FollowingReader();
  const start = await store.snapshot(writers[0] ?? never(), projectId);
  reader.take([{ id: 'start', records: start.records }]);
  const watching = await feed.subscribe(writers[0] ?? never(), projectId, start.cursor, (event) => {
    if (event.kind === 'changes') reader.take(event.changes);
    if (event.kind === 'reload') reader.damage.push('the reader was told to start over');
  });
  if (!watching.ok) throw new Error(watching.problem.detail);
  const tally = { acknowledged: new Set<string>(), refused: 0, damage: [] as string[] };
  const world = new World();
  let left = options.mutations;
  const write = async (random: Random) => {
    while (left-- > 0) await writeOne(store, projectId, world, random, tally, options.comments ?? 0);
  };
  await Promise.all(
    Array.from({ length: options.writers }, (_, place) => write(seeded(options.seed * 100 + place))),
  );
  await readToTheEnd(reader, tally.acknowledged);
  watching.value.close();
  await feed.close();
  const damage = [
    ...tally.damage,
    ...reader.damage,
    ...(await aftermath(store, projectId, reader, tally.acknowledged)),
  ];
  const grouped = await countGrouped(store, projectId);
  return { acknowledged: tally.acknowledged.size, refused: tally.refused, grouped, damage };
}

/** Each knows what it wrote itself, and nothing of what the other wrote since. */
const processes = [new GroupedEdits(), new GroupedEdits()] as const;

/** Edits go together where most of them come to one process. */
const processFor = (random: Random, comments: number) =>
  comments > 0 && random.chance(0.9) ? processes[0] : random.pick(processes);

async function writeOne(
  store: TestStore,
  projectId: string,
  world: World,
  random: Random,
  tally: { acknowledged: Set<string>; refused: number; damage: string[] },
  comments: number,
): Promise<void> {
  const { operations, table } = world.next(random, comments);
  const mutation = { id: randomUUID(), operations };
  const copies = random.chance(0.15) ? 2 : 1;
  const actor = random.pick(writers);
  const send = async () => {
    try {
      return await store.commit(actor, projectId, mutation, processFor(random, comments));
    } catch (error) {
      tally.damage.push(`a mutation failed: ${String(error)}`);
      return null;
    }
  };
  const [first, second] = await Promise.all(Array.from({ length: copies }, send));
  if (copies === 2 && !sameJson(first, second))
    tally.damage.push(`two copies of ${mutation.id} were answered differently`);
  if (!first?.ok) {
    tally.refused += 1;
    return;
  }
  tally.acknowledged.add(mutation.id);
  world.learn(operations, table);
}

async function countGrouped(store: TestStore, projectId: string): Promise<number> {
  if (!store.capabilities.rowLocks) return 0;
  const { rows } = await store.direct.query<{ grouped: number }>(
    `SELECT coalesce(sum(size), 0)::int AS grouped FROM (
       SELECT count(*) AS size FROM changes WHERE project_id = $1 GROUP BY xid HAVING count(*) > 1) AS groups`,
    [projectId],
  );
  return rows[0]?.grouped ?? 0;
}

/** Waits until the reader has everything, or says that it does not come. */
async function readToTheEnd(reader: FollowingReader, acknowledged: ReadonlySet<string>): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    if ([...acknowledged].every((id) => reader.seen.has(id))) return;
    await sleep(20);
  }
}

async function aftermath(
  store: TestStore,
  projectId: string,
  reader: FollowingReader,
  acknowledged: ReadonlySet<string>,
): Promise<readonly string[]> {
  const stored = await storedStates(store.direct, projectId);
  const log = await store.log(projectId);
  const logged = new Set(log.map((entry) => entry.id));
  const found = [...incoherences(MemoryState.from(stored)), ...replayDamage(log, stored)];
  for (const id of acknowledged) {
    if (!logged.has(id)) found.push(`acknowledged ${id} is not in the log`);
    if (!reader.seen.has(id)) found.push(`the reader missed ${id}`);
  }
  for (const record of stored) found.push(...readerDamage(reader, record));
  return found;
}

function readerDamage(reader: FollowingReader, record: RecordState): readonly string[] {
  const seen = reader.state.get(record.id);
  return sameJson(seen, record) ? [] : [`the reader shows another ${record.kind} ${record.id}`];
}

function never(): never {
  throw new Error('There are writers.');
}
