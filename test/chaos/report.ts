import type { Plant } from './plants';
import type { FoundViolation, Run } from './run';
import type { FaultKind } from './schedule';
import { percentile, sumOf } from './tally';

const shownViolations = 5;
const shownLines = 30;

/** What a run came to, as lines: edits, faults, conflicts, times, and the history of what it found. */
export function runLines(result: Run): readonly string[] {
  const { rounds, options, seconds } = result;
  return [
    `seed ${options.seed}, ${rounds.length} rounds in ${seconds.toFixed(0)} s`,
    ...figuresOf(result).map(([what, much]) => `${what}: ${much}`),
    ...violationsOf(result).slice(0, shownViolations).flatMap(violationLines),
  ];
}

/** The shortest part of the history that shows it. */
export function violationLines({ kind, what, mutation, record, history }: FoundViolation): readonly string[] {
  const about = [mutation && `mutation ${mutation}`, record && `record ${record}`, what];
  const lines = history.slice(-shownLines).map((line) => `  ${line}`);
  return ['', `${kind}: ${about.filter(Boolean).join(', ')}`, ...lines];
}

export function violationsOf({ rounds }: Run): readonly FoundViolation[] {
  return rounds.flatMap((round) => round.violations);
}

/** Every fault, with its beginning and the moment when all was as before. */
export function faultLines({ rounds }: Run): readonly string[] {
  return rounds.flatMap(({ number, struck }) =>
    [...struck]
      .sort((a, b) => a.beganMs - b.beganMs)
      .map(({ fault: { at: _, lastsMs, kind, ...how }, beganMs, healedMs }) => {
        const times = `${(beganMs / 1_000).toFixed(2)} to ${(healedMs / 1_000).toFixed(2)} s`;
        return `round ${number}, ${times}: ${kind} (${lastsMs} ms) ${JSON.stringify(how)}`;
      }),
  );
}

/** What was done, what went wrong, and how long things took. */
export function figuresOf(result: Run): readonly (readonly [string, string])[] {
  const { rounds, lostCommits } = result;
  const tally = sumOf(rounds.map((round) => round.tally));
  const count = (value: number) => value.toLocaleString('en');
  const ms = (values: readonly number[], share: number) => `${percentile(values, share).toFixed(1)} ms`;
  const both = (values: readonly number[]) => `${ms(values, 0.5)} / ${ms(values, 0.99)}`;
  const converged = rounds
    .map(({ convergedAfterMs }) => convergedAfterMs ?? Number.POSITIVE_INFINITY)
    .sort((a, b) => a - b);
  return [
    ['acknowledged edits', count(tally.acknowledged)],
    ['refused edits', count(tally.refused)],
    ['edits given up by their client', count(tally.unknown)],
    ['requests repeated', count(tally.repeats)],
    ['requests without a deciding answer', count(tally.unanswered)],
    ['fields merged or written over', count(tally.conflicts)],
    ['transactions repeated', count(tally.retries)],
    ...faultCounts(result).map(([kind, times]) => [kind.replace('-', ' '), count(times)] as const),
    ['COMMITs lost before they happened', count(lostCommits.request)],
    ['answers to COMMIT lost', count(lostCommits.answer)],
    ['acknowledged request, p50 / p99', both(tally.requestLatencies)],
    ['edit through all faults, p50 / p99', both(tally.latencies)],
    [
      'all show what is stored after the last fault, median / latest',
      `${ms(converged, 0.5)} / ${ms(converged, 1)}`,
    ],
    ['violations', count(violationsOf(result).length)],
  ];
}

/** How often each kind of fault was carried out. */
function faultCounts({ rounds }: Run): readonly (readonly [FaultKind['kind'], number])[] {
  const counts = new Map<FaultKind['kind'], number>();
  for (const { fault } of rounds.flatMap(({ struck }) => struck)) {
    counts.set(fault.kind, (counts.get(fault.kind) ?? 0) + 1);
  }
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** What became of a planted bug; `found` null: it was not. */
export type PlantResult = {
  readonly plant: Plant;
  readonly found: FoundViolation | null;
  readonly result: Run;
};

/** Bug, what found it, and when. */
export function plantLines(results: readonly PlantResult[], isVerbose: boolean): readonly string[] {
  return results.flatMap(({ plant, found, result }) => [
    `${plant.name.padEnd(16)} ${found ? `found by ${found.kind} after ${result.seconds.toFixed(1)} s` : 'NOT FOUND'}`,
    ...(isVerbose || !found
      ? (found ? [found] : violationsOf(result)).slice(0, 2).flatMap(violationLines)
      : []),
  ]);
}
