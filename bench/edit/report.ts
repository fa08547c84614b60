/** One run of one server with one number of clients. Milliseconds. */
export type Figures = {
  readonly name: string;
  readonly clients: number;
  readonly ack: Percentiles;
  readonly visible: Percentiles;
  /** Processor time of an edit, its delivery to everybody included. */
  readonly serverMs: number;
  readonly databaseMs: number;
  readonly bytesPerStream: number;
  /** The share of the machine that other programs used. */
  readonly others: number;
  readonly edits: number;
  readonly failures: number;
  readonly unseen: number;
};
type Percentiles = { readonly p50: number; readonly p95: number; readonly p99: number };

type Message = {
  readonly acks: readonly number[];
  readonly visible: readonly number[];
  readonly failures: number;
  readonly unseen: number;
};

/** Seconds of processor time. */
type Used = {
  readonly server: number;
  readonly database: number;
  readonly others: number;
  readonly bytesPerStream: number;
};

/** To visible, p50 and p95, at this many clients: so many times the floor at most. */
const bound = { clients: 50, times: 1.5 };
/** When the floor's own p50 differs more than that between rounds, a ratio to it says nothing. */
const steadyWithin = 3;

export function figuresOf(name: string, clients: number, message: Message, used: Used): Figures {
  const edits = message.acks.length;
  return {
    name,
    clients,
    ack: percentiles(message.acks),
    visible: percentiles(message.visible),
    serverMs: (used.server * 1000) / edits,
    databaseMs: (used.database * 1000) / edits,
    bytesPerStream: used.bytesPerStream,
    others: used.others,
    edits,
    failures: message.failures,
    unseen: message.unseen,
  };
}

function percentiles(values: readonly number[]): Percentiles {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

export function printRun(round: number, figures: Figures): void {
  const { name, clients, ack, visible, edits, failures, unseen, others } = figures;
  const trouble = failures + unseen > 0 ? `  ${failures} failed, ${unseen} not seen` : '';
  console.log(
    `round ${round}  ${String(clients).padStart(3)} clients  ${name.padEnd(12)} ack ${print(ack)}  visible ${print(visible)}  ${edits} edits, ${cpu(figures)} CPU ms each, others ${percent(others)}${trouble}`,
  );
}

function print({ p50, p95, p99 }: Percentiles): string {
  return [p50, p95, p99].map((value) => value.toFixed(1)).join(' / ');
}

function cpu({ serverMs, databaseMs }: Figures): string {
  return `${serverMs.toFixed(2)} + ${databaseMs.toFixed(2)}`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/** All servers with one number of clients; the first one is the floor. */
export type Summary = {
  readonly clients: number;
  readonly rows: readonly Figures[];
  /** The floor's slowest round by its fastest. */
  readonly spread: number;
  readonly verdict: 'holds' | 'fails' | 'too unsteady to tell' | 'unbound';
};

/** Medians over the rounds, and whether the bound holds. */
export function summarise(results: readonly Figures[], counts: readonly number[]): readonly Summary[] {
  return counts.map((clients) => {
    const ofCount = results.filter((one) => one.clients === clients);
    const names = [...new Set(ofCount.map(({ name }) => name))];
    const rows = names.map((name) => medians(ofCount.filter((one) => one.name === name)));
    const floors = ofCount.filter(({ name }) => name === 'floor').map(({ visible }) => visible.p50);
    const spread = Math.max(...floors) / Math.min(...floors);
    return { clients, rows, spread, verdict: verdictOn(clients, rows, spread) };
  });
}

function verdictOn(clients: number, rows: readonly Figures[], spread: number): Summary['verdict'] {
  const [floor, ours] = rows;
  if (!floor || !ours) throw new Error('Nothing was measured.');
  if (ours.failures + ours.unseen > 0) return 'fails';
  if (clients !== bound.clients) return 'unbound';
  if (spread > steadyWithin) return 'too unsteady to tell';
  const { p50, p95 } = ratiosTo(floor, ours);
  return p50 <= bound.times && p95 <= bound.times ? 'holds' : 'fails';
}

function ratiosTo(floor: Figures, { visible }: Figures) {
  return { p50: visible.p50 / floor.visible.p50, p95: visible.p95 / floor.visible.p95 };
}

function medians(runs: readonly Figures[]): Figures {
  const of = (pick: (run: Figures) => number) => median(runs.map(pick));
  const triple = (pick: (run: Figures) => Percentiles): Percentiles => ({
    p50: of((run) => pick(run).p50),
    p95: of((run) => pick(run).p95),
    p99: of((run) => pick(run).p99),
  });
  const first = runs[0];
  if (!first) throw new Error('Nothing was measured.');
  return {
    name: first.name,
    clients: first.clients,
    ack: triple((run) => run.ack),
    visible: triple((run) => run.visible),
    serverMs: of((run) => run.serverMs),
    databaseMs: of((run) => run.databaseMs),
    bytesPerStream: of((run) => run.bytesPerStream),
    others: of((run) => run.others),
    edits: of((run) => run.edits),
    failures: runs.reduce((sum, run) => sum + run.failures, 0),
    unseen: runs.reduce((sum, run) => sum + run.unseen, 0),
  };
}

/** A table in Markdown, for the report. */
export function printSummary(summaries: readonly Summary[], rounds: number): void {
  console.log(`\nMedians of ${rounds} rounds. Milliseconds, p50 / p95 / p99.\n`);
  console.log(
    '| clients | server | edit to ack | edit to visible | × floor, p50 / p95 | CPU ms per edit: server + database | kB per stream | others used |',
  );
  console.log('|---|---|---|---|---|---|---|---|');
  for (const { rows } of summaries) for (const row of rows) console.log(tableRow(row, rows[0] ?? row));
  console.log('');
  for (const { clients, rows, spread, verdict } of summaries) {
    const [floor, ours] = rows;
    if (!floor || !ours) continue;
    const { p50, p95 } = ratiosTo(floor, ours);
    const trouble =
      ours.failures + ours.unseen > 0 ? `, ${ours.failures} failed, ${ours.unseen} not seen` : '';
    const asked = clients === bound.clients ? ` (at most ${bound.times}): ${verdict}` : '';
    console.log(
      `${clients} clients: to visible ${p50.toFixed(2)} × the floor at p50, ${p95.toFixed(2)} × at p95${asked}${trouble}; the floor's p50 differed ${spread.toFixed(1)} × between rounds`,
    );
  }
}

function tableRow(row: Figures, floor: Figures): string {
  const { p50, p95 } = ratiosTo(floor, row);
  // With a few clients it is the noise of the heap that is divided among them.
  const perStream = row.clients < 50 ? '' : (row.bytesPerStream / 1000).toFixed(0);
  const cells = [
    String(row.clients),
    row.name,
    print(row.ack),
    print(row.visible),
    `${p50.toFixed(2)} / ${p95.toFixed(2)}`,
    cpu(row),
    perStream,
    percent(row.others),
  ];
  return `| ${cells.join(' | ')} |`;
}
