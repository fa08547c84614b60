import { percentile } from '../chaos/tally';
import type { Death, Interruption } from './death';
import type { Idle } from './idle';
import type { Loaded } from './load';
import type { Distance } from './sightings';

export type Result = {
  readonly options: {
    readonly serversEach: number;
    readonly tripMs: number;
    readonly presenceLagMs: readonly [number, number];
  };
  /** A statement that reads one row, through a gateway; median. */
  readonly localMs: number;
  /** Bytes of a row of the log and of a record, on average. */
  readonly rowBytes: { readonly change: number; readonly record: number };
  readonly loads: readonly Loaded[];
  readonly idle: readonly Idle[];
  readonly death: Death;
};

const both = (values: readonly number[]) =>
  values.length === 0 ? '' : `${ms(percentile(values, 0.5))} / ${ms(percentile(values, 0.99))}`;
const ms = (value: number) => (Number.isFinite(value) ? value.toFixed(0) : 'never');
const percent = (share: number) => `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;

function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)];
}

const near: readonly Distance[] = ['same process', 'same Region', 'other Region'];

/** Edits and conflicts, a line a load. Milliseconds, p50 / p99. */
function loadTable(loads: readonly Loaded[]): readonly string[] {
  return table(
    [
      ...['people', 'tables', 'think', 'edits', 'visible: same process', 'same Region', 'other Region'],
      ...['acknowledged', 'COMMIT', 'met another', 'wrote over', 'resolved in', 'busy', 'late'],
    ],
    loads.map((one) => [
      String(one.load.people),
      one.load.on,
      `${one.load.thinkMs / 1_000} s`,
      String(one.acknowledged),
      ...near.map((distance) => both(one.visible[distance])),
      both(one.answered),
      both(one.counted.commits),
      percent(one.met / one.acknowledged),
      percent(one.overwrote / one.acknowledged),
      both(one.resolved),
      percent(one.busy),
      `${one.late.p50.toFixed(0)} / ${one.late.p99.toFixed(0)}`,
    ]),
  );
}

export function loadLine({ acknowledged, answered, counted, visible, busy }: Loaded): string {
  return `${acknowledged} edits; acknowledged after ${both(answered)} ms, COMMIT ${both(counted.commits)} ms, seen in the other Region after ${both(visible['other Region'])} ms; busy ${percent(busy)}`;
}

/** Pointers of people, through two tables. */
function pointerTable(loads: readonly Loaded[]): readonly string[] {
  return table(
    ['people', 'tables', ...near, 'writes a person and minute', 'reads a process and minute'],
    loads.map(({ load, pointers, presence }) => [
      String(load.people),
      load.on,
      ...near.map((distance) => both(pointers[distance])),
      ((presence.writes / load.people / load.seconds) * 60).toFixed(1),
      ((presence.reads / 4 / load.seconds) * 60).toFixed(0),
    ]),
  );
}

/** Statements of one process that watches, by the minute, and with edits by the edit. */
function statementTable({ loads, idle }: Result): readonly string[] {
  const columns = [
    ...idle.map((one) => ({
      head: `${one.projects} idle, a minute`,
      counted: one.counted,
      // One process in each Region watches.
      divisor: (2 * one.seconds) / 60,
      presence: one.presence,
    })),
    ...loads.map((one) => ({
      head: `${one.load.people} on ${one.load.on}, an edit`,
      counted: one.counted,
      divisor: one.acknowledged,
      presence: one.presence,
    })),
  ];
  const names = [...new Set(columns.flatMap(({ counted }) => [...counted.statements.keys()]))].sort();
  const row = (name: string, of: (column: (typeof columns)[number]) => number) => [
    name,
    ...columns.map((column) => (of(column) / column.divisor).toFixed(1)),
  ];
  return table(
    ['statement', ...columns.map(({ head }) => head)],
    [
      ...names.map((name) => row(name, ({ counted }) => counted.statements.get(name) ?? 0)),
      row('conflicts (OC000)', ({ counted }) => counted.conflicts),
      row('DynamoDB: Query', ({ presence }) => presence.reads),
      row('DynamoDB: writes', ({ presence }) => presence.writes),
    ],
  );
}

function deathLines(death: Death): readonly string[] {
  const spread = (times: readonly number[]) =>
    `${ms(percentile(times, 0.5))} / ${ms(times.at(-1) ?? Number.NaN)}`;
  const line = (who: string, { sees, edits }: Interruption) => [who, spread(sees), spread(edits)];
  const { fingerprints } = death;
  return [
    `${death.people} people edit different tables, each about every ${death.thinkMs / 1_000} s, when every process of one fleet is killed. Milliseconds from then on; an edit comes only when somebody has thought, so half a second to one and a half are theirs. Busy ${percent(death.busy)}, late ${death.late.p50.toFixed(0)} / ${death.late.p99.toFixed(0)}.`,
    '',
    ...table(
      ['people', 'see what others do again, median / last', 'edit again, median / last'],
      [line('of the fleet that died', death.struck), line('of the other', death.spared)],
    ),
    '',
    `Edits acknowledged: ${death.acknowledged}; lost of them: ${death.lost}. Requests without an answer, sent again: ${death.unanswered}.`,
    `All show what is stored ${death.convergedAfterMs === null ? 'never' : `${ms(death.convergedAfterMs)} ms after the last edit`}. The fleet is back ${ms(death.backAfterMs)} ms after it is started.`,
    new Set(fingerprints).size === 1
      ? `Fingerprints as each Region tells it and as everybody shows it: all ${fingerprints[0]}.`
      : `FINGERPRINTS DIFFER: ${fingerprints.join(', ')}.`,
  ];
}

/** What must not be; empty when all is well. */
export function problemsOf({ loads, death }: Result): readonly string[] {
  return [
    ...loads.flatMap(({ load, convergedAfterMs, refused }) => [
      ...(convergedAfterMs === null ? [`${load.people} on ${load.on} do not show the same`] : []),
      ...(refused > 0 ? [`${load.people} on ${load.on}: ${refused} edits refused`] : []),
    ]),
    ...(death.lost > 0 ? [`${death.lost} acknowledged edits are lost`] : []),
    ...(new Set(death.fingerprints).size === 1 ? [] : ['fingerprints differ behind the death of a fleet']),
  ];
}

/** Everything at the terminal, or the middle of the report. */
export function resultLines(result: Result): readonly string[] {
  return [
    '## Edits',
    '',
    ...loadTable(result.loads),
    '',
    '## Pointers',
    '',
    ...pointerTable(result.loads),
    '',
    '## Statements',
    '',
    ...statementTable(result),
    '',
    '`staleJobs` and `staleRestores` are asked by every process once a minute, whether it watches or not; a count of 45 s holds that or misses it.',
    '',
    `A row of the log has ${result.rowBytes.change} bytes, a record ${result.rowBytes.record}. Connections of all ${2 * result.options.serversEach} processes: ${result.loads.map(({ load, connections }) => `${connections} with ${load.people} people on ${load.on} tables`).join(', ')}.`,
    '',
    '## A fleet dies',
    '',
    ...deathLines(result.death),
  ];
}
