import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import type { PlantResult } from './report';
import { figuresOf, violationLines, violationsOf } from './report';
import type { Run } from './run';

type Report =
  | { readonly kind: 'run'; readonly result: Run; readonly version: string }
  | { readonly kind: 'planted'; readonly results: readonly PlantResult[] };

const reportFile = 'docs/reports/chaos.md';
const plantedHeading = '## Planted bugs';

/** Writes one half of the report anew and leaves the other. */
export function writeReport(report: Report): void {
  const old = existsSync(reportFile) ? readFileSync(reportFile, 'utf8') : '';
  const at = old.indexOf(plantedHeading);
  const [runHalf, plantedHalf] = at < 0 ? [old, ''] : [old.slice(0, at), old.slice(at)];
  const halves =
    report.kind === 'run'
      ? [runSection(report.result, report.version), plantedHalf]
      : [runHalf, plantedSection(report.results)];
  mkdirSync('docs/reports', { recursive: true });
  const text = halves.map((half) => half.trim()).join('\n\n');
  writeFileSync(reportFile, `${text.trim()}\n`);
}

function runSection(result: Run, version: string): string {
  const { options, rounds, seconds } = result;
  const violations = violationsOf(result).slice(0, 5);
  return [
    '# Chaos',
    '',
    'Written by `npm run chaos -- --report`. What is done and what has to hold: [docs/spec/chaos.md](../spec/chaos.md).',
    '',
    `Seed ${options.seed}, ${rounds.length} rounds of ${options.roundSeconds} s of faults, ${(seconds / 60).toFixed(1)} minutes in all; ${options.servers} servers, ${options.people} people with the real client, ${options.writers} writers on the same few things and ${options.steady} on their own, pauses between faults ${options.calm} times the usual. ${environment()}, PostgreSQL ${version} with fsync. ${options.convergeWithinMs / 1_000} s are allowed until all show what is stored.`,
    '',
    '| what | how much |',
    '|---|---|',
    ...figuresOf(result).map(([what, much]) => `| ${what} | ${much} |`),
    ...(violations.length === 0 ? [] : ['', '```', ...violations.flatMap(violationLines), '```']),
  ].join('\n');
}

function plantedSection(results: readonly PlantResult[]): string {
  return [
    plantedHeading,
    '',
    `Written by \`npm run chaos -- --planted all --report\`. The same clients and the same checker, in short rounds with the faults that bring the bug out; the seconds include the calm after each. Seed ${results[0]?.result.options.seed}; ${environment()}.`,
    '',
    '| bug | what it does | what found it | after |',
    '|---|---|---|---|',
    ...results.map(
      ({ plant, found, result }) =>
        `| ${plant.name} | ${plant.what} | ${found?.kind ?? 'nothing'} | ${result.seconds.toFixed(1)} s |`,
    ),
  ].join('\n');
}

/** What a report was made with: the version of Node, the commit, the processor. */
export function environment(): string {
  const commit = execFileSync('git', ['describe', '--always', '--dirty'], { encoding: 'utf8' }).trim();
  const [processor] = cpus();
  return `Node ${process.versions.node}, commit ${commit}, ${cpus().length} cores (${processor?.model.trim()})`;
}
