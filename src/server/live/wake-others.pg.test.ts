import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openDeafPooler } from '../../../test/several/deaf-pooler';
import type { TestStore } from '../../../test/support/store';
import { openTestStore } from '../../../test/support/store';
import type { FeedEvent } from '../projects/project-service';
import type { Notifications } from '../storage/notifications';
import { openNotifications } from '../storage/notifications';
import { createPool, endPool } from '../storage/pool';
import { createLiveFeed } from './live-feed';
import { wakeOthers } from './wake-others';

const ada = { id: 'ada', name: 'Ada' };
/** Longer than any test: what arrives was not found by looking. */
const never = 3_600_000;

let store: TestStore;

beforeAll(async () => {
  store = await openTestStore();
});

afterAll(() => store.close());

/** A server that watches a project. */
async function watch(notifications: Notifications, projectId: string, pollMs = never) {
  const feed = await createLiveFeed(store, { hotPollMs: pollMs, quietPollMs: pollMs });
  const events: FeedEvent[] = [];
  await feed.subscribe(ada, projectId, null, (event) => events.push(event));
  const { wake, close } = wakeOthers(feed, notifications);
  return {
    events,
    wake,
    close: async () => {
      close();
      await feed.close();
    },
  };
}

async function commitNote(projectId: string): Promise<string> {
  const id = randomUUID();
  await store.commit(ada, projectId, {
    id,
    operations: [{ verb: 'create', kind: 'note', id: randomUUID(), body: { text: 'hello' } }],
  });
  return id;
}

describe('waking other servers', () => {
  it('SEV-2: a commit on one server is delivered by all without a poll', async () => {
    const [here, there] = [openNotifications(store.pool), openNotifications(store.pool)];
    await vi.waitFor(() => expect([here.peers, there.peers]).toEqual([1, 1]), { timeout: 20_000 });
    const projectId = await store.newProject();
    const [writer, reader] = [await watch(here, projectId), await watch(there, projectId)];
    const id = await commitNote(projectId);
    writer.wake(projectId);
    for (const { events } of [writer, reader]) {
      await vi.waitFor(() => expect(events).toMatchObject([{ kind: 'changes', changes: [{ id }] }]), {
        timeout: 20_000,
      });
    }
    for (const one of [writer, reader, here, there]) await one.close();
  });

  it('SEV-5: where notifications do not arrive, polling finds it', async () => {
    const pooler = await openDeafPooler(store.url);
    const pool = createPool({ kind: 'url', url: pooler.url });
    const [here, there] = [openNotifications(store.pool), openNotifications(pool)];
    const projectId = await store.newProject();
    const reader = await watch(there, projectId, 30);
    const id = await commitNote(projectId);
    here.notify('versionzero_changes', projectId);
    await vi.waitFor(() => expect(reader.events).toMatchObject([{ kind: 'changes', changes: [{ id }] }]), {
      timeout: 20_000,
    });
    expect(there).toMatchObject({ isLive: false, peers: 0 });
    for (const one of [reader, here, there]) await one.close();
    await endPool(pool);
    await pooler.close();
  });
});
