/** One run of one server with one number of clients. Milliseconds. */
export type Figures = {
  readonly name: string;
  readonly clients: number;
  readonly ack: Percentiles;
  readonly visible: Percentiles;
  readonly editsPerCpuSecond: number;
  readonly edits: number;
  readonly failures: number;
  readonly unseen: number;
};
type Percentiles = { readonly p50: number; readonly p95: number; readonly p99: number };

type Message = {
  readonly acks: readonly number[];
  readonly visible: readonly number[];
  readonly failures: readonly number[];
  readonly unseen: number;
};

/**
 * The floor's p50 to visible on the machine where the bound was set, by number of clients: a floor more
 * than 1.5 times slower says that the machine is too busy for the comparison.
 */
const floorWas: Readonly<Record<number, number>> = { 10: 7.9, 50: 8 };
const bound = 1.5;

export function figuresOf(name: string, clients: number, message: Message, cpuSeconds: number): Figures {
  return {
    name,
    clients,
    ack: percentiles(message.acks),
    visible: percentiles(message.visible),
    editsPerCpuSecond: message.acks.length / cpuSeconds,
    edits: message.acks.length,
    failures: message.failures.length,
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
  const { name, clients, ack, visible, edits, failures, unseen } = figures;
  const trouble = failures + unseen > 0 ? `  ${failures} failed, ${unseen} not seen` : '';
  console.log(
    `round ${round}  ${String(clients).padStart(3)} clients  ${name.padEnd(12)} ack ${print(ack)}  visible ${print(visible)}  ${edits} edits${trouble}`,
  );
}

function print({ p50, p95, p99 }: Percentiles): string {
  return [p50, p95, p99].map((value) => value.toFixed(1).padStart(6)).join(' /');
}

export type Comparison = {
  readonly clients: number;
  readonly floor: Figures;
  readonly ours: Figures;
  readonly ratio: number;
  readonly isBound: boolean;
  readonly floorIsSound: boolean;
  readonly holds: boolean;
};

/** Medians over the rounds, and whether the bound (p50 to visible, 10 and 50 clients) holds. */
export function compare(results: readonly Figures[], counts: readonly number[]): readonly Comparison[] {
  return counts.map((clients) => {
    const floor = medians(results.filter((one) => one.name === 'floor' && one.clients === clients));
    const ours = medians(results.filter((one) => one.name !== 'floor' && one.clients === clients));
    const ratio = ours.visible.p50 / floor.visible.p50;
    const was = floorWas[clients];
    const floorIsSound = was === undefined || floor.visible.p50 <= was * bound;
    const clean = ours.failures === 0 && ours.unseen === 0;
    const isBound = was !== undefined;
    return {
      clients,
      floor,
      ours,
      ratio,
      isBound,
      floorIsSound,
      holds: clean && floorIsSound && (!isBound || ratio <= bound),
    };
  });
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
    editsPerCpuSecond: of((run) => run.editsPerCpuSecond),
    edits: of((run) => run.edits),
    failures: runs.reduce((sum, run) => sum + run.failures, 0),
    unseen: runs.reduce((sum, run) => sum + run.unseen, 0),
  };
}

export function printSummary(rows: readonly Comparison[]): void {
  console.log('\nmedians over the rounds, ms p50 / p95 / p99');
  for (const { clients, floor, ours, ratio, isBound, floorIsSound, holds } of rows) {
    for (const figures of [floor, ours]) {
      console.log(
        `${String(clients).padStart(3)} clients  ${figures.name.padEnd(12)} ack ${print(figures.ack)}  visible ${print(figures.visible)}  ${figures.editsPerCpuSecond.toFixed(0)} edits per CPU-second`,
      );
    }
    const was = floorWas[clients];
    const reference =
      was === undefined
        ? ''
        : `; the floor was ${was} ms where the bound was set${floorIsSound ? '' : ': this machine is too slow or too busy to tell'}`;
    console.log(
      `             p50 to visible: ${ratio.toFixed(2)} × the floor${isBound ? ` (at most ${bound})` : ''}${reference}: ${holds ? 'holds' : 'DOES NOT HOLD'}`,
    );
  }
}
