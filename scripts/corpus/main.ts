/**
 * `CORPUS_DIR=… npm run test:corpus [-- options] [-- name …]`: takes real schemas through the product and
 * compares, object by object, what PostgreSQL makes of the original and of the export. Fails when one file
 * is not identical, or nothing was looked at. Options: `--server 14`, `--way "own dump"` (instead of all:
 * `as written`, `own dump`, `inspect`, `dsql`), `--review` (hits of every rule, for chosen files too), `--verbose` (every difference), `--report` (writes docs/reports/corpus.md).
 */

import { parseArgs } from 'node:util';
import type { Outcome, Way } from './check-file';
import { checkFile, possibleWays } from './check-file';
import type { Setting } from './check-script';
import { writeReport } from './corpus-report';
import type { Survival } from './regress';
import { regressScripts, survives } from './regress';
import { hitLines } from './review-hits';
import type { ServerVersion } from './server';
import { startScratchServer } from './server';
import type { Corpus, CorpusEntry } from './truth';
import { openCorpus } from './truth';

const SHOWN = 12;

type Options = {
  readonly names: readonly string[];
  readonly version: ServerVersion;
  readonly ways: readonly Way[];
  readonly isVerbose: boolean;
  readonly writesReport: boolean;
  readonly reviews: boolean;
};

function readOptions(args: readonly string[]): Options {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      server: { type: 'string', default: '18' },
      way: { type: 'string', multiple: true },
      verbose: { type: 'boolean', default: false },
      report: { type: 'boolean', default: false },
      review: { type: 'boolean', default: false },
    },
  });
  const version = Number(values.server);
  if (version !== 14 && version !== 18) throw new Error('--server takes 14 or 18.');
  const ways = possibleWays.filter((way) => values.way === undefined || values.way.includes(way));
  if (ways.length === 0) throw new Error(`--way takes one of: ${possibleWays.join(', ')}.`);
  return {
    names: positionals,
    version,
    ways,
    isVerbose: values.verbose,
    writesReport: values.report,
    reviews: values.review,
  };
}

function choose(corpus: Corpus, names: readonly string[]): readonly CorpusEntry[] {
  if (names.length === 0) return corpus.entries;
  return names.map((name) => {
    const entry = corpus.entries.find((one) => one.name === name);
    if (!entry) throw new Error(`The corpus has no entry “${name}” in truth.json.`);
    return entry;
  });
}

async function main(args: readonly string[]): Promise<boolean> {
  const options = readOptions(args);
  const corpus = openCorpus(process.env.CORPUS_DIR);
  const chosen = choose(corpus, options.names);
  const server = await startScratchServer(options.version);
  const newest = options.version === 18 ? server : await startScratchServer(18);
  const setting = { server, newest, corpus };
  try {
    const roles = [...new Set(chosen.flatMap((entry) => entry.roles ?? []))];
    for (const one of new Set([server, newest])) await one.createRoles(roles);
    const outcomes = await inPairs(chosen, async (entry) => {
      const outcome = await checkFile(setting, entry, options.ways).catch(asFinding(entry.name));
      show(outcome, options.isVerbose);
      return outcome;
    });
    const survivals = options.names.length === 0 ? await checkRegress(setting) : [];
    if (options.writesReport) await writeReport(options.version, options.ways, outcomes, survivals);
    // How often each rule of the review fires on real schemas, where it has had a look at many.
    if (options.reviews || options.names.length === 0) {
      const designs = outcomes.flatMap(({ design }) => design ?? []);
      for (const line of hitLines(designs)) console.log(line);
    }
    const identical = outcomes.filter(({ findings }) => findings.length === 0).length;
    console.log(`${identical} of ${outcomes.length} identical`);
    return identical === outcomes.length && survivals.every(({ findings }) => findings.length === 0);
  } finally {
    for (const one of new Set([server, newest])) await one.stop();
  }
}

/** What broke the check itself is a finding about the file: the others still have their turn. */
function asFinding(name: string): (error: unknown) => Outcome {
  return (error) => ({
    name,
    findings: [
      { way: 'as written', text: `cannot be checked: ${error instanceof Error ? error.stack : error}` },
    ],
    notes: [],
    refusedHere: [],
  });
}

/** Two at a time, for PostgreSQL works while we do; the answers in the order of the items. */
async function inPairs<Item, Value>(
  items: readonly Item[],
  work: (item: Item) => Promise<Value>,
): Promise<readonly Value[]> {
  const values: Value[] = [];
  let next = 0;
  const worker = async () => {
    for (let index = next++; index < items.length; index = next++) {
      const item = items[index];
      if (item !== undefined) values[index] = await work(item);
    }
  };
  await Promise.all([worker(), worker()]);
  return values;
}

function show({ name, findings, notes, refusedHere }: Outcome, isVerbose: boolean): void {
  console.log(`${name}: ${findings.length === 0 ? 'identical' : 'DIFFERENT'} (${notes.join(', ')})`);
  for (const line of refusedHere) console.log(`    refused here, kept as written: ${line}`);
  const shown = isVerbose ? findings : findings.slice(0, SHOWN);
  for (const { way, text } of shown) console.log(`    ${way}: ${text}`);
  if (shown.length < findings.length) {
    console.log(`    … and ${findings.length - shown.length} more (--verbose)`);
  }
}

async function checkRegress({ corpus }: Setting): Promise<readonly Survival[]> {
  const survivals: Survival[] = [];
  for (const name of regressScripts(corpus.folder)) survivals.push(await survives(corpus.folder, name));
  for (const { name, findings } of survivals) {
    for (const finding of findings) console.log(`regress/${name}: ${finding}`);
  }
  const survived = survivals.filter(({ findings }) => findings.length === 0).length;
  console.log(`regress: the importer survives ${survived} of ${survivals.length} scripts`);
  return survivals;
}

main(process.argv.slice(2)).then(
  (isIdentical) => process.exit(isIdentical ? 0 : 1),
  (error) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
