import { cpus } from 'node:os';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { tallyOf } from '../chaos/tally';
import type { Counted } from './counts';
import { sumOfCounts } from './counts';
import type { Work } from './party';
import { openParty } from './party';
import type { Person } from './people';
import type { Regions } from './regions';
import type { Delays } from './sightings';

export type Load = Work & { readonly people: number; readonly seconds: number };

/** What a load came to; milliseconds, lists ascending. */
export type Loaded = Machine & {
  readonly load: Load;
  readonly acknowledged: number;
  readonly refused: number;
  readonly visible: Delays;
  readonly pointers: Delays;
  /** From the request to its answer. */
  readonly answered: readonly number[];
  /** The same of those that met another edit, or wrote over one that their author had not seen. */
  readonly resolved: readonly number[];
  readonly met: number;
  readonly overwrote: number;
  readonly counted: Counted;
  readonly presence: PresenceCount;
  /** Of all servers to the database, at the end. */
  readonly connections: number;
  readonly convergedAfterMs: number | null;
};

/** What else may have taken its time. */
export type Machine = {
  /** Of all processors, by all programs of the machine. */
  readonly busy: number;
  /** How late this process was with what it had to do: it holds gateways, tables and clients. */
  readonly late: { readonly p50: number; readonly p99: number };
};

export type PresenceCount = { readonly reads: number; readonly writes: number };

/** So many pages that open are much to do, which is not what is measured. */
const warmUpMs = 3_000;

/** People edit one project from both Regions. @param watchers are there beside them, one at each server */
export async function playLoad(
  regions: Regions,
  load: Load,
  editors: readonly Person[],
  watchers: readonly Person[],
): Promise<Loaded> {
  const party = await openParty(regions, editors, watchers);
  await sleep(warmUpMs);
  const before = editors.map(({ events }) => events.length);
  takeCounts(regions);
  const presenceBefore = presenceCount(regions);
  const measure = measureThisMachine();
  await party.work(load, load.seconds * 1_000);
  const counted = takeCounts(regions);
  const presence = presenceSince(regions, presenceBefore);
  const machine = measure();
  const connections = await connectionCount(regions);
  const convergedAfterMs = await party.settle(30_000);
  party.leave();
  const events = editors.flatMap((person, place) => person.events.slice(before[place]));
  const tally = tallyOf(events);
  const invocations = events.filter(({ kind }) => kind === 'invoke').toReversed();
  // The first of several stands.
  const invoked = new Map(invocations.map(({ mutation, time }) => [mutation, time]));
  const done = events.flatMap((event) => (event.kind === 'ok' ? [event] : []));
  const contested = done.filter(({ retries, answer }) => retries + answer.merges.length > 0);
  return {
    load,
    acknowledged: tally.acknowledged,
    refused: tally.refused,
    visible: party.edits.delays(),
    pointers: party.pointers.delays(),
    answered: tally.latencies,
    resolved: contested
      .map(({ mutation, time }) => time - (invoked.get(mutation) ?? time))
      .sort((a, b) => a - b),
    met: done.filter(({ retries }) => retries > 0).length,
    overwrote: done.filter(({ answer }) => answer.merges.length > 0).length,
    counted,
    presence,
    connections,
    convergedAfterMs,
    ...machine,
  };
}

/** What passed the gateways of both Regions since the last time. */
export function takeCounts({ both }: Regions): Counted {
  return sumOfCounts(both.map(({ counts }) => counts.take()));
}

/** What the servers of both Regions have asked of their tables. */
export function presenceCount({ both }: Regions): PresenceCount {
  const actions = both.flatMap(({ presenceRequests }) => presenceRequests.map(({ action }) => action));
  const reads = actions.filter((action) => action === 'Query').length;
  return { reads, writes: actions.length - reads };
}

export function presenceSince(regions: Regions, before: PresenceCount): PresenceCount {
  const now = presenceCount(regions);
  return { reads: now.reads - before.reads, writes: now.writes - before.writes };
}

/** Servers name themselves when they connect, and a gateway passes that on; nothing else here does. */
async function connectionCount({ pool }: Regions): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = current_database() AND application_name <> ''`,
  );
  return rows[0]?.count ?? 0;
}

/** From now until what it gives is called. */
export function measureThisMachine(): () => Machine {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  const before = processorTimes();
  delay.enable();
  return () => {
    const after = processorTimes();
    delay.disable();
    const all = after.all - before.all;
    const ms = (percent: number) => delay.percentile(percent) / 1e6 - 5;
    return {
      busy: all === 0 ? 0 : 1 - (after.idle - before.idle) / all,
      late: { p50: Math.max(0, ms(50)), p99: Math.max(0, ms(99)) },
    };
  };
}

function processorTimes(): { readonly all: number; readonly idle: number } {
  const times = cpus().map((cpu) => cpu.times);
  const sum = (of: (one: (typeof times)[number]) => number) => times.reduce((all, one) => all + of(one), 0);
  return {
    all: sum(({ user, nice, sys, idle, irq }) => user + nice + sys + idle + irq),
    idle: sum(({ idle }) => idle),
  };
}
