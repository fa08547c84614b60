import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster, Node } from './cluster';
import type { ChaosDatabase } from './postgres';
import type { Link } from './proxy';
import type { Fault, FaultKind } from './schedule';

/** A fault that was carried out: when it began and when all was as before, milliseconds since the round began. */
export type Struck = { readonly fault: Fault; readonly beganMs: number; readonly healedMs: number };

type End = () => Promise<void> | void;

/**
 * Carries out a schedule on a cluster, and comes back when its time and all of it is over and everything is as it was:
 * every server ready, the database up, every connection whole. On a machine that is too busy to keep the times
 * every fault comes later and lasts as long, and never meets another one of its lane.
 */
export async function strike(
  cluster: Cluster,
  database: ChaosDatabase,
  schedule: readonly (readonly Fault[])[],
  lastsMs: number,
): Promise<readonly Struck[]> {
  const began = performance.now();
  const struck: Struck[] = [];
  const starts: Promise<void>[] = [];
  const strikeLane = async (faults: readonly Fault[]) => {
    for (const fault of faults) {
      await sleep(Math.max(0, began + fault.at - performance.now()));
      const beganMs = performance.now() - began;
      const end = await begin(cluster, database, fault);
      await sleep(fault.lastsMs);
      const ended = Promise.resolve(end()).then(() => {
        struck.push({ fault, beganMs, healedMs: performance.now() - began });
      });
      // A server takes a while to be ready: what comes next does not wait for it.
      if (fault.kind === 'kill-server') starts.push(ended);
      else await ended;
    }
  };
  await Promise.all([...schedule.map(strikeLane), sleep(lastsMs)]);
  await Promise.all(starts);
  return struck;
}

async function begin(cluster: Cluster, database: ChaosDatabase, fault: FaultKind): Promise<End> {
  switch (fault.kind) {
    case 'kill-server': {
      const node = nodeOf(cluster, fault.node);
      await node.kill();
      return () => node.start();
    }
    case 'freeze-server': {
      const node = nodeOf(cluster, fault.node);
      node.freeze();
      return () => node.thaw();
    }
    case 'stop-database':
      await database.stopImmediately();
      return () => database.start();
    case 'freeze-database':
      database.freeze();
      return () => database.thaw();
    case 'cut':
      return linkOf(cluster, fault).cut();
    case 'stall':
      return linkOf(cluster, fault).stall();
    case 'delay':
      return linkOf(cluster, fault).delay(fault.ms);
    case 'half-open':
      return linkOf(cluster, fault).halfOpen(fault.gone);
    case 'lose-commits':
      return nodeOf(cluster, fault.node).back.loseCommits(fault.part, fault.count);
    case 'hold-transactions':
      return nodeOf(cluster, fault.node).back.holdTransactions(fault.where, fault.ms);
  }
}

function linkOf(cluster: Cluster, fault: { readonly way: 'front' | 'back'; readonly node: number }): Link {
  return nodeOf(cluster, fault.node)[fault.way];
}

function nodeOf({ nodes }: Cluster, place: number): Node {
  const node = nodes[place];
  if (node === undefined) throw new Error(`There is no server ${place}.`);
  return node;
}
