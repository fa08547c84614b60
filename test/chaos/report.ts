import type { Run } from './run';
import type { FaultKind } from './schedule';
import { percentile, sumOf } from './tally';

/** What a run came to, as lines: edits, faults, conflicts, times, and the history of what it found. */
export function runLines(result: Run): readonly string[] {
  const { rounds, options, lostCommits, seconds } = result;
  const tally = sumOf(rounds.map((round) => round.tally));
  const times = (values: readonly number[]) =>
    `p50 ${percentile(values, 0.5).toFixed(1)} ms, p99 ${percentile(values, 0.99).toFixed(0)} ms`;
  const converged = rounds.map(({ convergedAfterMs }) => convergedAfterMs ?? Number.POSITIVE_INFINITY);
  const faults = faultCounts(result).map(([kind, count]) => `${kind} ${count}`);
  const violations = rounds.flatMap((round) => round.violations);
  return [
    `seed ${options.seed}, ${rounds.length} rounds in ${seconds.toFixed(0)} s`,
    `mutations: ${tally.acknowledged} acknowledged, ${tally.refused} refused, ${tally.unknown} given up; ${tally.repeats} repeated requests, ${tally.unanswered} without a deciding answer`,
    `conflicts: ${tally.conflicts} fields merged or written over, ${tally.retries} transactions repeated`,
    `acknowledged request: ${times(tally.requestLatencies)}; mutation through all faults: ${times(tally.latencies)}`,
    `faults: ${faults.join(', ')}; COMMITs lost: ${lostCommits.request} before they happened, ${lostCommits.answer} after`,
    `everybody showed what is stored at most ${Math.max(...converged).toFixed(0)} ms after the last fault (allowed: ${options.convergeWithinMs} ms)`,
    `violations: ${violations.length}`,
    ...violations
      .slice(0, shownViolations)
      .flatMap(({ kind, what, mutation, record, history }) => [
        '',
        `${kind}: ${[mutation && `mutation ${mutation}`, record && `record ${record}`, what].filter(Boolean).join(', ')}`,
        ...history.slice(-shownLines).map((line) => `  ${line}`),
      ]),
  ];
}

const shownViolations = 5;
const shownLines = 30;

/** How often each kind of fault was carried out. */
export function faultCounts({ rounds }: Run): readonly (readonly [FaultKind['kind'], number])[] {
  const counts = new Map<FaultKind['kind'], number>();
  for (const { fault } of rounds.flatMap(({ struck }) => struck)) {
    counts.set(fault.kind, (counts.get(fault.kind) ?? 0) + 1);
  }
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
}
