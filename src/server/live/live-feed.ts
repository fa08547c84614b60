import type { Pool } from 'pg';
import type { LiveFeed, ReadCursor } from '../projects/project-service';
import type { Capabilities } from '../storage/engine';
import { statements } from '../storage/statements';
import { readSnapshotCursor, SnapshotFeed } from './snapshot-feed';
import { readPlace, WindowFeed } from './window-feed';

/** Where the log is, and whether what became visible in it can be read exactly. */
export type FeedSource = {
  readonly pool: Pool;
  readonly capabilities: Pick<Capabilities, 'commitSnapshots'>;
};

/** Milliseconds and counts; tests change them. */
export type FeedOptions = {
  /** Between looks while edits come, and while none do. */
  readonly hotPollMs: number;
  readonly quietPollMs: number;
  readonly fingerprintEveryMs: number;
  /** A reader further behind than this many changes starts over from a snapshot. */
  readonly maxBehind: number;
  /** Without `commitSnapshots`: how far back each look goes, how far a sweep does, and how often there is one. */
  readonly windowMs: number;
  readonly sweepMs: number;
  readonly sweepEveryMs: number;
};

const defaults: FeedOptions = {
  hotPollMs: 300,
  quietPollMs: 2_000,
  fingerprintEveryMs: 30_000,
  maxBehind: 2_000,
  windowMs: 15_000,
  // A transaction lasts 300 s at most where there are no snapshots to read by.
  sweepMs: 330_000,
  sweepEveryMs: 15_000,
};

/**
 * The log is the only feed. A commit in this process or a poll merely wakes the reader, which asks for all watched
 * projects at once what is new. While nobody watches, nothing is asked.
 */
export async function createLiveFeed(
  { pool, capabilities }: FeedSource,
  options: Partial<FeedOptions> = {},
): Promise<LiveFeed> {
  const chosen = { ...defaults, ...options };
  if (!capabilities.commitSnapshots) return new WindowFeed(pool, chosen);
  await pool.query(statements.settleTransactions);
  return new SnapshotFeed(pool, chosen);
}

/** How the feed of such a source says where it is. */
export function cursorReader({ capabilities }: Pick<FeedSource, 'capabilities'>): ReadCursor {
  return capabilities.commitSnapshots ? readSnapshotCursor : readPlace;
}
