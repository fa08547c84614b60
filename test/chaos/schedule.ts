import type { SeededRandom } from '../simulation/random';
import type { GoneEnd, HoldingPlace, LostPart } from './proxy';

/** One of the two ways of a server: from its clients, or to the database. */
export type Way = 'front' | 'back';

/** Something that goes wrong; `node` counts servers from 0. */
export type FaultKind =
  | { readonly kind: 'kill-server'; readonly node: number }
  | { readonly kind: 'freeze-server'; readonly node: number }
  | { readonly kind: 'stop-database' }
  | { readonly kind: 'freeze-database' }
  | { readonly kind: 'cut' | 'stall'; readonly way: Way; readonly node: number }
  | { readonly kind: 'delay'; readonly way: Way; readonly node: number; readonly ms: number }
  | { readonly kind: 'half-open'; readonly way: Way; readonly node: number; readonly gone: GoneEnd }
  | {
      readonly kind: 'lose-commits';
      readonly part: LostPart;
      readonly node: number;
      readonly count: number;
    }
  | {
      readonly kind: 'hold-transactions';
      readonly where: HoldingPlace;
      readonly node: number;
      readonly ms: number;
    };

/** When it begins, counted from the start of the round, and for how long; milliseconds. */
export type Fault = FaultKind & { readonly at: number; readonly lastsMs: number };

/** What fails one after the other; what is of different lanes fails at once. */
export type LaneName = 'servers' | 'database' | 'links' | 'commits';

type Lane = {
  readonly betweenMs: readonly [number, number];
  /** How long each lasts. */
  readonly lastsMs: readonly [number, number];
  draw(random: SeededRandom, nodes: number): FaultKind;
};

const serverLane: Lane = {
  betweenMs: [900, 2_400],
  lastsMs: [50, 900],
  draw: (random, nodes) => ({
    kind: random.chance(0.8) ? 'kill-server' : 'freeze-server',
    node: random.below(nodes),
  }),
};

const databaseLane: Lane = {
  betweenMs: [3_500, 6_500],
  lastsMs: [100, 1_200],
  draw: (random) => ({ kind: random.chance(0.7) ? 'stop-database' : 'freeze-database' }),
};

const linkLane: Lane = {
  betweenMs: [100, 700],
  lastsMs: [200, 1_500],
  draw: drawLinkFault,
};

/** Commits meet their own trouble: shorter, and all the time. */
const commitLane: Lane = {
  betweenMs: [50, 400],
  lastsMs: [100, 500],
  draw: (random, nodes) => {
    const node = random.below(nodes);
    if (random.chance(0.5)) {
      const where = random.chance(0.5) ? 'behind-begin' : 'before-commit';
      return { kind: 'hold-transactions', where, node, ms: 5 + random.below(120) };
    }
    const part = random.chance(0.5) ? 'request' : 'answer';
    return { kind: 'lose-commits', node, part, count: 1 + random.below(2) };
  },
};

function drawLinkFault(random: SeededRandom, nodes: number): FaultKind {
  const node = random.below(nodes);
  const way: Way = random.chance(0.5) ? 'front' : 'back';
  switch (random.below(5)) {
    case 0:
      return { kind: 'cut', way, node };
    case 1:
      return { kind: 'stall', way, node };
    case 2:
      return { kind: 'half-open', way, node, gone: random.chance(0.5) ? 'client' : 'server' };
    default:
      return { kind: 'delay', way, node, ms: 1 + random.below(random.chance(0.2) ? 400 : 60) };
  }
}

const lanes: Readonly<Record<LaneName, Lane>> = {
  servers: serverLane,
  database: databaseLane,
  links: linkLane,
  commits: commitLane,
};
export const allLanes: readonly LaneName[] = ['servers', 'database', 'links', 'commits'];

/**
 * Everything that goes wrong in one round of so many milliseconds: lane by lane, each in its order.
 *
 * @param calm makes the pauses between faults so many times as long
 */
export function drawSchedule(
  random: SeededRandom,
  ms: number,
  nodes: number,
  names: readonly LaneName[],
  calm = 1,
): readonly (readonly Fault[])[] {
  return names.map((name) => {
    const { betweenMs, ...lane } = lanes[name];
    const [least, most] = betweenMs;
    return drawLane({ ...lane, betweenMs: [least * calm, most * calm] }, random, ms, nodes);
  });
}

function drawLane(lane: Lane, random: SeededRandom, ms: number, nodes: number): readonly Fault[] {
  const faults: Fault[] = [];
  const between = ([least, most]: readonly [number, number]) => least + random.below(most - least);
  for (let at = between(lane.betweenMs) / 2; ; ) {
    const lastsMs = between(lane.lastsMs);
    if (at + lastsMs > ms) return faults;
    faults.push({ ...lane.draw(random, nodes), at: Math.round(at), lastsMs });
    at += lastsMs + between(lane.betweenMs);
  }
}
