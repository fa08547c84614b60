import type { Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import { loadParser } from '../../../src/core/formats/sql-import/parse';
import type { Done, Trip } from './crossing';
import type { Fault } from './faults';
import { Faults } from './faults';
import type { JobPace } from './jobs';
import { Jobs } from './jobs';
import { Session } from './session';

/** A PostgreSQL server that takes and refuses what Aurora DSQL does, and fails on demand. */
export type Gateway = {
  /** The database's address through it; user and password do not matter. */
  readonly url: string;
  /** How many faults have not come about yet. */
  readonly pendingFaults: number;
  /** Every text that a client has sent to be executed or prepared. */
  readonly seen: ReadonlySet<string>;
  /** Something goes wrong once, at the first connection, statement or COMMIT that it fits. */
  failNext(fault: Fault): void;
  /** Ends the jobs that are held. */
  finishJobs(): Promise<void>;
  close(): Promise<void>;
};

export type GatewayOptions = {
  readonly jobs?: JobPace;
  readonly maxTransactionAgeMs?: number;
  /** To the other Region and back, for what commits something; without it there is no other. */
  readonly trip?: Trip;
  readonly note?: (done: Done) => void;
};

/**
 * Opens one before a database of the embedded PostgreSQL. What differs from Aurora DSQL all the same: two
 * writers of a row wait for each other, and the conflict (40001 with OC000) comes at the statement and not at
 * COMMIT; a snapshot is taken by the first statement and not by BEGIN; FOR UPDATE without a write meets nobody;
 * rows that a foreign key changes are not counted; keys of types that cannot be keys are taken. What a client
 * asks for when it connects (user, password, `options`) has no effect: nothing is recorded of it. Only its name is kept.
 */
export async function openGateway(
  databaseUrl: string,
  {
    jobs: pace = 'at-once',
    maxTransactionAgeMs = 300_000,
    trip = async () => undefined,
    note = () => undefined,
  }: GatewayOptions = {},
): Promise<Gateway> {
  await loadParser();
  const target = new URL(databaseUrl);
  const faults = new Faults();
  const jobs = await Jobs.open(databaseUrl, pace);
  const seen = new Set<string>();
  const sockets = new Set<Socket>();
  const running = new Set<Promise<void>>();
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => undefined);
      socket.on('close', () => sockets.delete(socket));
    }
    const parts = { client, upstream, faults, jobs, target, seen, maxTransactionAgeMs, trip, note };
    const session = new Session(parts);
    const run = session.run().finally(() => running.delete(run));
    running.add(run);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: Object.assign(new URL(databaseUrl), { host: `127.0.0.1:${port}` }).href,
    get pendingFaults() {
      return faults.pending;
    },
    seen,
    failNext: (fault) => faults.add(fault),
    finishJobs: () => jobs.finish(),
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await Promise.allSettled(running);
      await jobs.close();
    },
  };
}
