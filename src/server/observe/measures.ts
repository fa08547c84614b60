import type { Counter, Histogram, Meter, MeterProvider, UpDownCounter } from '@opentelemetry/api';
import { metrics } from '@opentelemetry/api';
import { recordSpan } from './trace';
import { currentTrail } from './trail';

/**
 * Everything that is measured inside, one function for each thing that happens: it is counted by OpenTelemetry
 * (which does nothing unless telemetry.lazy.ts has registered it) and told to the request in whose course it
 * happens. None takes anything that people wrote. See docs/spec/observability.md.
 */

/** What came of a mutation: `receipt` is a repeat, which got the first answer. */
export type CommitOutcome = 'applied' | 'refused' | 'receipt';

export function noteCommit(outcome: CommitOutcome, elapsedMs: number): void {
  const { commits, commitDuration } = instruments();
  commits.add(1, { outcome });
  commitDuration.record(elapsedMs / 1_000, { outcome });
  recordSpan('commit', 'commit', elapsedMs, { 'versionzero.outcome': outcome });
}

/** A transaction that wrote is committed. */
export function noteTransaction(retries: number, elapsedMs: number): void {
  instruments().retries.record(retries);
  const trail = currentTrail();
  if (trail === undefined) return;
  trail.transactions += 1;
  trail.transactionMs += elapsedMs;
}

/** A transaction met another writer. */
export function noteConflict(sqlstate: string): void {
  instruments().conflicts.add(1, { 'db.response.status_code': sqlstate });
  currentTrail()?.conflicts.push(sqlstate);
}

/** A transaction is tried once more. */
export function noteRetry(): void {
  const trail = currentTrail();
  if (trail !== undefined) trail.retries += 1;
}

/** Changes reach those who watch; `at` is their time in the log, by the clock of the database. */
export function noteDelivery(changes: readonly { readonly at: string }[]): void {
  const { feedLag } = instruments();
  for (const { at } of changes) feedLag.record(Math.max(0, Date.now() - Date.parse(at)) / 1_000);
}

export function noteStream(change: 'opened' | 'ended'): void {
  instruments().openStreams.add(change === 'opened' ? 1 : -1);
}

type Instruments = {
  readonly commits: Counter;
  readonly commitDuration: Histogram;
  readonly retries: Histogram;
  readonly conflicts: Counter;
  readonly feedLag: Histogram;
  readonly openStreams: UpDownCounter;
};

let made: { readonly provider: MeterProvider; readonly instruments: Instruments } | undefined;

/** Those of the provider that is registered now: an instrument stays with the one that it was made by. */
function instruments(): Instruments {
  const provider = metrics.getMeterProvider();
  if (made?.provider !== provider) {
    made = { provider, instruments: createInstruments(provider.getMeter('versionzero')) };
  }
  return made.instruments;
}

const seconds = { unit: 's', advice: { explicitBucketBoundaries: bucketsOfSeconds() } };

/** Names and units: https://opentelemetry.io/docs/specs/semconv/general/metrics/ */
function createInstruments(meter: Meter): Instruments {
  return {
    commits: meter.createCounter('versionzero.commits', {
      description: 'Mutations by what came of them',
      unit: '{mutation}',
    }),
    commitDuration: meter.createHistogram('versionzero.commit.duration', {
      description: 'From the call to the answer of a mutation, retries included',
      ...seconds,
    }),
    retries: meter.createHistogram('versionzero.transaction.retries', {
      description: 'Tries beyond the first of a transaction that wrote',
      unit: '{try}',
      advice: { explicitBucketBoundaries: [0, 1, 2, 3, 4, 5, 6, 7] },
    }),
    conflicts: meter.createCounter('versionzero.conflicts', {
      description: 'Tries of transactions that met another writer, by SQLSTATE',
      unit: '{conflict}',
    }),
    feedLag: meter.createHistogram('versionzero.feed.lag', {
      description: 'From the time of a change in the log to its delivery to the streams of this server',
      ...seconds,
    }),
    openStreams: meter.createUpDownCounter('versionzero.streams.open', {
      description: 'Open streams of this server',
      unit: '{stream}',
    }),
  };
}

function bucketsOfSeconds(): number[] {
  return [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
}
