import { writeFileSync } from 'node:fs';
import { environment } from '../chaos/report-file';
import type { Result } from './report';
import { resultLines } from './report';

export type Circumstances = {
  /** Of each load. */
  readonly seconds: number;
  /** Programs that wanted a processor in the minute before. */
  readonly load: number;
  readonly version: string;
};

/** Writes docs/reports/regions.md. */
export function writeReport(result: Result, circumstances: Circumstances): void {
  writeFileSync(
    'docs/reports/regions.md',
    `${[...head(result, circumstances), ...resultLines(result)].join('\n')}\n`,
  );
}

function head({ options, localMs }: Result, { seconds, load, version }: Circumstances): readonly string[] {
  const [shortest, longest] = options.presenceLagMs;
  return [
    '# Two Regions, simulated',
    '',
    `Written by \`npm run simulate:regions -- --report\`, ${new Date().toISOString().slice(0, 10)}. ${environment()}, PostgreSQL ${version} with fsync; the load average of the minute before was ${load.toFixed(1)}.`,
    '',
    `Two fleets of ${options.serversEach} processes each, built as for Aurora DSQL, in front of one database. Each fleet goes through a gateway of its own that behaves like Aurora DSQL ([0017](../decisions/0017-aurora-dsql-behind-a-gateway.md)): a COMMIT that wrote something begins ${options.tripMs} ms later and is answered ${options.tripMs} ms after that; a conflict is told as late. Reads stay in their Region; one took ${localMs.toFixed(1)} ms here (median). Presence is in two tables, and a write reaches the other one after ${shortest} to ${longest} ms. People are the client of the browser, without a window: half of them in each Region, at its servers in turn, and one at each server who only watches. Each edits for ${seconds} s, with pauses of half to one and a half times the think time, and not before the last one is answered; up to ten of them move the pointer with each edit.`,
    '',
    '**What this is not.** There is no cluster and no ocean here: latencies are constants, and nobody’s network loses anything. The names of the Regions are stand-ins: no cluster of Aurora DSQL spans continents. PostgreSQL makes a second writer of a row wait for the first one, where Aurora DSQL lets both run and fails one at COMMIT; so a conflict costs up to one way more here. Everything shares two cores with everything else: `busy` is what of them was used, by all programs of the machine, `late` how late (p50 / p99) the process was that holds gateways, tables and clients, and all times contain that. Times are milliseconds, p50 / p99; of few samples the p99 is the longest.',
    '',
  ];
}
