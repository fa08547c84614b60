import type { Accounts } from '../accounts/accounts';
import type { Log } from '../observe/log';
import type { Presence } from '../presence/presence';
import type { LiveFeed, ProjectService } from '../projects/project-service';
import type { Engine } from '../storage/engine';
import type { Budget } from './rate-limit';

/** What the API is a door to; `main` opens it and closes it. */
export type AppServices = {
  readonly projects: ProjectService;
  readonly feed: LiveFeed;
  readonly presence: Presence;
  readonly accounts: Accounts;
  readonly engine: Pick<Engine, 'kind' | 'pool' | 'capabilities'>;
  /** Scheme, host and port at which browsers see us, where that is not a loopback address. */
  readonly publicOrigin: string | undefined;
  /** Others at which the same server is seen. */
  readonly otherOrigins?: readonly string[];
  /** Aborted when the server begins to stop: streams end themselves. */
  readonly stopping: AbortSignal;
  readonly limits?: Partial<Limits>;
  /** One that writes every request to standard output by default. */
  readonly log?: Log;
};

/** Budgets of requests and streams; see the defaults. */
export type Limits = {
  readonly perAccount: Budget;
  /** Programs of this machine are not counted by address. */
  readonly perAddress: Budget;
  readonly guestsPerAddress: Budget;
  /** Imports per account: each keeps a worker busy. */
  readonly imports: Budget;
  /** Proofs per account: each takes a process and a PostgreSQL of its own. */
  readonly proofs: Budget;
  /** Open streams of one account. */
  readonly streams: number;
  /** Between two signs of life on a stream: clients and proxies give up after 20 s without one. */
  readonly heartbeatMs: number;
  /** How long a stream lasts at most before the client is asked to open the next one; undefined: for ever. */
  readonly streamMs: number | undefined;
  /** How long the database has to say that it is there: who probes does not wait for long. */
  readonly readyWithinMs: number;
};

/** Far above what people and their programs do; there to stop what runs wild. */
export const defaultLimits: Limits = {
  perAccount: { perSecond: 2_000, burst: 10_000 },
  perAddress: { perSecond: 3_000, burst: 15_000 },
  guestsPerAddress: { perSecond: 5, burst: 300 },
  imports: { perSecond: 2, burst: 60 },
  proofs: { perSecond: 0.2, burst: 20 },
  streams: 500,
  heartbeatMs: 15_000,
  streamMs: undefined,
  readyWithinMs: 2_000,
};
