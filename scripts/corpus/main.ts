/**
 * `CORPUS_DIR=… npm run test:corpus [-- --all] [-- name …]`: takes real schemas through import and export
 * and compares what PostgreSQL 18 makes of both. Fails when one of the required files is not identical;
 * `--all` also reports on every other file of the corpus, for information.
 */
import { checkFile } from './check-file';
import { startScratchServer } from './server';
import type { CorpusEntry } from './truth';
import { openCorpus } from './truth';

/** Files that have to come out identical. */
const required: readonly string[] = [
  ...['northwind', 'chinook', 'employees', 'temporal', 'stackexchange', 'pagila', 'osm-website', 'azimutt'],
  ...['camunda7', 'flowable', 'thingsboard', 'umami-migrations'],
];

async function main(args: readonly string[]): Promise<boolean> {
  const corpus = openCorpus(process.env.CORPUS_DIR);
  const names = args.filter((arg) => !arg.startsWith('--'));
  const wanted = names.length > 0 ? names : required;
  const chosen = wanted.map((name) => {
    const entry = corpus.entries.find((one) => one.name === name);
    if (!entry) throw new Error(`The corpus has no entry “${name}” in truth.json.`);
    return entry;
  });
  const others = args.includes('--all') ? corpus.entries.filter((entry) => !chosen.includes(entry)) : [];
  const server = await startScratchServer();
  try {
    const run = async (entry: CorpusEntry) => {
      const { findings, notes, refusedHere } = await checkFile(server, corpus, entry);
      console.log(
        `${entry.name}: ${findings.length === 0 ? 'identical' : 'DIFFERENT'} (${notes.join(', ')})`,
      );
      for (const line of refusedHere) console.log(`    refused here, kept as written: ${line}`);
      const shown = args.includes('--verbose') ? findings : findings.slice(0, 12);
      for (const finding of shown) console.log(`    ${finding}`);
      if (shown.length < findings.length)
        console.log(`    … and ${findings.length - shown.length} more (--verbose)`);
      return findings.length === 0;
    };
    let identical = 0;
    for (const entry of chosen) if (await run(entry)) identical++;
    let alsoIdentical = 0;
    for (const entry of others) if (await run(entry)) alsoIdentical++;
    if (others.length > 0)
      console.log(`for information: ${alsoIdentical} of ${others.length} others identical`);
    console.log(`${identical} of ${chosen.length} identical`);
    return identical === chosen.length;
  } finally {
    await server.stop();
  }
}

main(process.argv.slice(2)).then(
  (isIdentical) => process.exit(isIdentical ? 0 : 1),
  (error) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
