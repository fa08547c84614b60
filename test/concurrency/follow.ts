import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import { expect } from 'vitest';
import type { Snapshot } from '../../src/core/protocol/project';
import { fingerprintOf, printFingerprint } from '../../src/core/schema/fingerprint';
import type { FeedOptions, FeedSource } from '../../src/server/live/live-feed';
import { createLiveFeed } from '../../src/server/live/live-feed';
import type { LiveFeed } from '../../src/server/projects/project-service';
import { readProject } from '../../src/server/projects/snapshot';
import { FollowingReader } from '../fuzz/damage';
import { ada } from './setting';

async function readNow(pool: Pool, feed: LiveFeed, projectId: string): Promise<Snapshot> {
  const read = await readProject(pool, ada, projectId, feed.readCursor);
  if (!read.ok) throw new Error(read.problem.detail);
  return read.value;
}

export type Follower = Awaited<ReturnType<typeof follow>>;

/**
 * A reader of a project's feed who applies what comes to a mirror and checks each batch. Begins with the
 * snapshot given, or with one of now.
 */
export async function follow(
  source: FeedSource,
  projectId: string,
  { snapshot, ...options }: Partial<FeedOptions> & { readonly snapshot?: Snapshot } = {},
) {
  const quick = { hotPollMs: 15, quietPollMs: 15, fingerprintEveryMs: 100, ...options };
  const feed = await createLiveFeed(source, quick);
  const reader = new FollowingReader();
  const fingerprints: { readonly told: string; readonly shown: string }[] = [];
  const start = snapshot ?? (await readNow(source.pool, feed, projectId));
  reader.take([{ id: 'start', records: start.records }]);
  const subscription = await feed.subscribe(ada, projectId, start.cursor, (event) => {
    if (event.kind === 'changes') reader.take(event.changes);
    if (event.kind === 'reload') reader.damage.push('was told to start over');
    if (event.kind === 'fingerprint') {
      const shown = printFingerprint(fingerprintOf(reader.state.records()));
      fingerprints.push({ told: JSON.parse(event.json).fingerprint, shown });
    }
  });
  if (!subscription.ok) throw new Error(subscription.problem.detail);
  // Some of what the snapshot shows may come again to whoever catches up.
  const atFirst = new Set(reader.seen.keys());
  return {
    reader,
    fingerprints,
    /** Comes back when all of these changes were delivered; fails when they do not come. */
    until: async (ids: Iterable<string>) => {
      const wanted = [...ids];
      const missing = () => wanted.filter((id) => !reader.seen.has(id));
      for (let tries = 0; tries < 300 && missing().length > 0; tries += 1) await sleep(10);
      expect(missing(), 'never delivered').toEqual([]);
    },
    /** Lets several polls pass. */
    pause: () => sleep(80),
    timesSeen: () => [...reader.seen].filter(([id]) => !atFirst.has(id)).map(([, times]) => times),
    close: async () => {
      subscription.value.close();
      await feed.close();
    },
  };
}
