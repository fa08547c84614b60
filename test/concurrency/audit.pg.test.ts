import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readChangeLog } from '../../src/server/projects/snapshot';
import { create } from '../support/operations';
import type { TestStore } from '../support/store';
import { openTestStore } from '../support/store';
import { ada } from './setting';

let store: TestStore;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

/** Reads the log from its end to its beginning, page by page. */
async function readAll(
  projectId: string,
  limit: number,
  between?: () => Promise<unknown>,
): Promise<string[]> {
  const ids: string[] = [];
  for (let before: string | undefined; ; ) {
    const page = await readChangeLog(store.pool, ada, projectId, { limit, ...(before && { before }) });
    if (!page.ok) throw new Error(page.problem.detail);
    expect(page.value.changes.length).toBeLessThanOrEqual(limit);
    ids.push(...page.value.changes.map((change) => change.id));
    if (page.value.next === null) return ids;
    before = page.value.next;
    await between?.();
  }
}

describe('the log in pages', () => {
  it.each([1, 7, 100, 1_001])(
    'COM-95: a thousand changes of one instant come once each, %i a page',
    async (limit) => {
      const projectId = await store.newProject();
      // A third of them at one microsecond, the next third one later, and so on.
      await store.direct.query(
        `INSERT INTO changes (project_id, at, id, actor_id, actor_name, outcome, body, retries, request_hash)
       SELECT $1, timestamptz '2026-01-01 00:00:00.000001Z' + (n % 3) * interval '1 microsecond', gen_random_uuid(),
         'ada', 'Ada', '{"kind":"applied","retries":0,"elapsedMs":0,"merges":[],"unchanged":[]}', '[]', 0, ''
       FROM generate_series(1, $2) n`,
        [projectId, limit === 1 ? 60 : 1_000],
      );
      const inOrder = (await store.log(projectId)).map((entry) => entry.id).reverse();
      expect(await readAll(projectId, limit)).toEqual(inOrder);
    },
  );

  it('COM-95: what is committed while somebody reads moves nothing', async () => {
    const projectId = await store.newProject();
    const commitOne = (name: string) =>
      store.commit(ada, projectId, { id: randomUUID(), operations: [create('table', { name })] });
    for (let place = 0; place < 9; place += 1) await commitOne(`t${place}`);
    await commitOne('t0'); // refused, and not in the log that people read
    const before = (await store.log(projectId)).map((entry) => entry.id).reverse();
    const later: string[] = [];
    const read = await readAll(projectId, 2, () => {
      later.push(`later${later.length}`);
      return commitOne(later.at(-1) ?? '');
    });
    expect(later.length).toBeGreaterThan(2);
    expect(read).toEqual(before);
  });

  it('COM-95: a place that is none is refused', async () => {
    const projectId = await store.newProject();
    for (const before of ['', 'x', Buffer.from('yesterday;1').toString('base64url')]) {
      expect(await readChangeLog(store.pool, ada, projectId, { before, limit: 10 })).toMatchObject({
        problem: { code: 'invalid-request' },
      });
    }
  });
});
