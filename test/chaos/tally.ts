import type { Event } from './history';

/** What a history amounts to: mutations, not requests, unless said. */
export type Tally = {
  readonly acknowledged: number;
  readonly refused: number;
  /** That nobody ever got an answer to. */
  readonly unknown: number;
  /** Copies of requests beyond the first. */
  readonly repeats: number;
  /** Requests that ended without a word, or with one that decides nothing. */
  readonly unanswered: number;
  /** Transactions that the server repeated because of others. */
  readonly retries: number;
  /** Fields that two had written: merged with, or written over, what the other one wrote. */
  readonly conflicts: number;
  /** From the first request to the first acknowledgement, through all faults; milliseconds, ascending. */
  readonly latencies: readonly number[];
  /** The same of single requests that were acknowledged. */
  readonly requestLatencies: readonly number[];
};

export function tallyOf(events: readonly Event[]): Tally {
  const invoked = new Map<string, number>();
  const settled = new Map<string, Event & { kind: 'ok' | 'refused' }>();
  const asked = new Map<string, number>();
  const requestLatencies: number[] = [];
  let unanswered = 0;
  for (const event of events) {
    const { mutation, client, time } = event;
    if (event.kind === 'invoke') {
      if (!invoked.has(mutation)) invoked.set(mutation, time);
      asked.set(`${client} ${mutation}`, time);
    } else if (event.kind === 'unknown') unanswered += 1;
    else {
      if (!settled.has(mutation)) settled.set(mutation, event);
      if (event.kind === 'ok') requestLatencies.push(time - (asked.get(`${client} ${mutation}`) ?? time));
    }
  }
  const done = [...settled.values()].filter((event) => event.kind === 'ok');
  return {
    acknowledged: done.length,
    refused: settled.size - done.length,
    unknown: invoked.size - settled.size,
    repeats: events.filter(({ kind }) => kind === 'invoke').length - invoked.size,
    unanswered,
    retries: done.reduce((sum, { retries }) => sum + retries, 0),
    conflicts: done.reduce((sum, { answer }) => sum + answer.merges.length, 0),
    latencies: ascending(done.map(({ mutation, time }) => time - (invoked.get(mutation) ?? time))),
    requestLatencies: ascending(requestLatencies),
  };
}

/** Several histories as one. */
export function sumOf(tallies: readonly Tally[]): Tally {
  const sum = (of: (tally: Tally) => number) => tallies.reduce((all, tally) => all + of(tally), 0);
  return {
    acknowledged: sum((tally) => tally.acknowledged),
    refused: sum((tally) => tally.refused),
    unknown: sum((tally) => tally.unknown),
    repeats: sum((tally) => tally.repeats),
    unanswered: sum((tally) => tally.unanswered),
    retries: sum((tally) => tally.retries),
    conflicts: sum((tally) => tally.conflicts),
    latencies: ascending(tallies.flatMap((tally) => tally.latencies)),
    requestLatencies: ascending(tallies.flatMap((tally) => tally.requestLatencies)),
  };
}

/** Of values in ascending order. */
export function percentile(values: readonly number[], share: number): number {
  return values[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN;
}

function ascending(values: readonly number[]): readonly number[] {
  return [...values].sort((a, b) => a - b);
}
