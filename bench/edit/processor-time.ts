import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

/** Linux counts in these: proc(5), `sysconf(_SC_CLK_TCK)`. */
const ticksPerSecond = 100;

/** What the processes of a run have used so far, and the whole machine. Seconds of processor time. */
export type ProcessorTime = {
  readonly server: number;
  readonly database: number;
  readonly clients: number;
  readonly machine: number;
  /** Of all processors together, since the machine was started. */
  readonly wallClock: number;
};

export function processorTime(pids: { server: number; database: number; clients: number }): ProcessorTime {
  return {
    server: ofProcess(pids.server),
    database: withChildren(pids.database),
    clients: ofProcess(pids.clients),
    ...ofMachine(),
  };
}

/** The share of the machine that programs other than those of the run used between the two. */
export function takenByOthers(before: ProcessorTime, after: ProcessorTime): number {
  const ownOf = ({ server, database, clients }: ProcessorTime) => server + database + clients;
  const others = after.machine - before.machine - (ownOf(after) - ownOf(before));
  return Math.max(0, others / (after.wallClock - before.wallClock));
}

/** User and system: fields 14 and 15; with those of the children it waited for: 16 and 17. */
function ofProcess(pid: number, isWithEnded = false): number {
  const fields = statOf(pid);
  const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = fields.slice(11, 15).map(Number);
  return (user + system + (isWithEnded ? endedUser + endedSystem : 0)) / ticksPerSecond;
}

/** PostgreSQL has a process per connection. */
function withChildren(pid: number): number {
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((other) => Number(statOf(other)[1]) === pid);
  return ofProcess(pid, true) + children.reduce((sum, child) => sum + ofProcess(child), 0);
}

/** From the third field on; nothing of a process that has ended. */
function statOf(pid: number): readonly string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}

function ofMachine() {
  const [line = ''] = readFileSync('/proc/stat', 'utf8').split('\n', 1);
  const [user = 0, nice = 0, system = 0, , , interrupts = 0, softInterrupts = 0] = line
    .trim()
    .split(/\s+/)
    .slice(1)
    .map(Number);
  const machine = (user + nice + system + interrupts + softInterrupts) / ticksPerSecond;
  return { machine, wallClock: (performance.now() / 1000) * availableParallelism() };
}
