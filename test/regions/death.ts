import { setTimeout as sleep } from 'node:timers/promises';
import { readLog } from '../support/log';
import type { Machine } from './load';
import { measureThisMachine } from './load';
import type { Party, Work } from './party';
import { openParty } from './party';
import type { Person } from './people';
import { enter } from './people';
import type { Regions } from './regions';

/** What becomes of people when every process of one fleet is killed while they edit. */
export type Death = Machine & {
  readonly people: number;
  readonly thinkMs: number;
  /** Of those whose fleet died, and of the others; milliseconds behind the kill, one a person, ascending. */
  readonly struck: Interruption;
  readonly spared: Interruption;
  readonly acknowledged: number;
  /** Acknowledged, and not in the log. */
  readonly lost: number;
  /** Requests that nobody ever answered; each was sent again. */
  readonly unanswered: number;
  readonly convergedAfterMs: number | null;
  /** Until the fleet is back, once somebody starts it. */
  readonly backAfterMs: number;
  /** As each Region's servers tell it then, and as everybody shows it. */
  readonly fingerprints: readonly string[];
};

/** When they saw what somebody else did behind the kill, and when an edit of theirs behind it was acknowledged. */
export type Interruption = { readonly sees: readonly number[]; readonly edits: readonly number[] };

const patienceMs = 60_000;

/** How long they edit before the kill and behind it, and longer if somebody is not back by then. */
export type Span = { readonly beforeMs: number; readonly behindMs: number };

/** Kills the fleet of the second Region, and starts it again when everybody is done. */
export async function playDeath(
  regions: Regions,
  work: Work,
  editors: readonly Person[],
  { beforeMs, behindMs }: Span,
): Promise<Death> {
  const party = await openParty(regions, editors, []);
  const before = editors.map(({ events }) => events.length);
  const working = party.work(work, beforeMs + behindMs);
  await sleep(beforeMs);
  const [, dying] = regions.both;
  const measure = measureThisMachine();
  const killedAt = performance.now();
  const sees = watchFrom(party, killedAt);
  await dying.kill();
  await working;
  const eventsOf = (place: number) => editors[place]?.events.slice(before[place]) ?? [];
  const isBack = ({ id }: Person, place: number) =>
    sees.has(id) && firstAnswered(eventsOf(place), killedAt) !== undefined;
  while (!editors.every(isBack) && performance.now() < killedAt + patienceMs) await party.work(work, 500);
  const machine = measure();
  const convergedAfterMs = await party.settle(patienceMs);
  const restartedAt = performance.now();
  await dying.start();
  const backAfterMs = performance.now() - restartedAt;

  const events = editors.map((_, place) => eventsOf(place));
  const acknowledged = new Set(
    events.flat().flatMap((event) => (event.kind === 'ok' ? [event.mutation] : [])),
  );
  const logged = new Set((await readLog(regions.pool, party.projectId)).map(({ id }) => id));
  const shown = [...party.stores.values()].map((store) => store.status().fingerprintShown ?? 'none');
  party.leave();
  const interruption = (region: 0 | 1): Interruption => {
    const places = editors.flatMap(({ home }, place) => (home.region === region ? [place] : []));
    const editsAt = (place: number) => firstAnswered(events[place] ?? [], killedAt);
    const seesAt = (place: number) => sees.get(editors[place]?.id ?? '');
    const delays = (at: (place: number) => number | undefined) =>
      places.map((place) => (at(place) ?? Number.POSITIVE_INFINITY) - killedAt).sort((a, b) => a - b);
    return { sees: delays(seesAt), edits: delays(editsAt) };
  };
  return {
    people: editors.length,
    thinkMs: work.thinkMs,
    struck: interruption(1),
    spared: interruption(0),
    acknowledged: acknowledged.size,
    lost: [...acknowledged].filter((id) => !logged.has(id)).length,
    unanswered: events.flat().filter(({ kind }) => kind === 'unknown').length,
    ...machine,
    convergedAfterMs,
    backAfterMs,
    fingerprints: [...(await fingerprintsOf(regions, party)), ...new Set(shown)],
  };
}

/** When each of them first shows what somebody else did later than that. */
function watchFrom({ stores, edits }: Party, since: number): ReadonlyMap<string, number> {
  const sees = new Map<string, number>();
  for (const [{ id }, store] of stores) {
    store.subscribeChanges((changes) => {
      const isNews = changes.some((change) => change.actor.id !== id && edits.doneAt(change.id) > since);
      if (isNews && !sees.has(id)) sees.set(id, performance.now());
    });
  }
  return sees;
}

function firstAnswered(events: Person['events'], since: number): number | undefined {
  const asked = new Set<string>();
  for (const { kind, mutation, time } of events) {
    if (time < since) continue;
    if (kind === 'invoke') asked.add(mutation);
    else if (kind === 'ok' && asked.has(mutation)) return time;
  }
  return undefined;
}

/** What a newcomer is told at a server of each Region. */
async function fingerprintsOf(regions: Regions, { projectId, key }: Party): Promise<readonly string[]> {
  const told: string[] = [];
  for (const region of [0, 1] as const) {
    const { browser } = await enter(regions, { region, server: 0 });
    await browser.api.acceptShareLink(key);
    told.push((await browser.api.snapshot(projectId)).fingerprint);
  }
  return told;
}
