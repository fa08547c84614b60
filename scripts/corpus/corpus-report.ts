import { mkdir, writeFile } from 'node:fs/promises';
import type { Outcome, Way } from './check-file';
import type { Survival } from './regress';
import type { ServerVersion } from './server';

const FILE = 'docs/reports/corpus.md';

/** Writes what the run found where readers of the repository see it. */
export async function writeReport(
  version: ServerVersion,
  ways: readonly Way[],
  outcomes: readonly Outcome[],
  survivals: readonly Survival[],
): Promise<void> {
  const identical = outcomes.filter(({ findings }) => findings.length === 0).length;
  const survived = survivals.filter(({ findings }) => findings.length === 0).length;
  const lines = [
    '# Real schemas, there and back',
    '',
    'Written by `npm run test:corpus -- --report`. Every schema of the corpus goes into the product and out again; what PostgreSQL makes of the export is compared, object by object, with what it makes of the original.',
    '',
    `PostgreSQL ${version}; ways: ${ways.join(', ')}. **${identical} of ${outcomes.length} identical.** PostgreSQL's own regression scripts: the importer survives ${survived} of ${survivals.length}.`,
    '',
    '| schema | result | |',
    '|---|---|---|',
    ...outcomes.map(row),
    '',
    ...refusals(outcomes),
  ];
  await mkdir('docs/reports', { recursive: true });
  await writeFile(FILE, `${lines.join('\n').trimEnd()}\n`);
}

function row({ name, findings, notes }: Outcome): string {
  const result = findings.length === 0 ? 'identical' : `${findings.length} differences`;
  return `| ${name} | ${result} | ${notes.join(', ')} |`;
}

function refusals(outcomes: readonly Outcome[]): readonly string[] {
  const refusing = outcomes.filter(({ refusedHere }) => refusedHere.length > 0);
  if (refusing.length === 0) return [];
  return [
    '## What the server refuses in the original too',
    '',
    'An extension that it lacks, mostly. These statements cannot be compared in a catalogue; every word of them stands in the export.',
    '',
    ...refusing.map(
      ({ name, refusedHere }) => `- ${name}: ${refusedHere.map((line) => `\`${line}\``).join('; ')}`,
    ),
  ];
}
