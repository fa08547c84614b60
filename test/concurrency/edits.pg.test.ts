import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { GroupedEdits } from '../../src/server/projects/grouped-edits';
import { deleteProject } from '../../src/server/projects/projects';
import { remove, tableOperations, update } from '../support/operations';
import type { TestStore } from '../support/store';
import { openTestStore } from '../support/store';
import { atCommit, Person } from './person';
import { ada, ben, conflictsDuring, expectSound, recordOf } from './setting';

/** The statement that is a whole edit. */
const atOnce = /^WITH open/;

let store: TestStore;
/** Served by a process that remembers what it wrote. */
let first: Person;
/** Served by another process. */
let second: Person;
let projectId: string;
const table = tableOperations('orders');

beforeAll(async () => {
  store = await openTestStore();
  first = new Person(store.url, ben, { edits: new GroupedEdits() });
  second = new Person(store.url, ada, { edits: new GroupedEdits() });
});
afterAll(async () => {
  await Promise.all([first.leave(), second.leave()]);
  await store.close();
});
beforeEach(async () => {
  projectId = await store.newProject();
  await first.send(projectId, ...table.operations);
});
afterEach(() => {
  first.intercept(null);
});

const comment = (text: string, version = 1) => update('column', table.xColumn, version, { comment: text });

/** What `first` sends for an edit of the column. */
async function sentFor(version: number): Promise<readonly string[]> {
  const sent: string[] = [];
  first.intercept(async ({ text }) => {
    sent.push(text.split(' ', 2).join(' '));
    return undefined;
  });
  const answer = await first.send(projectId, comment(`edit ${version}`, version));
  expect(answer).toMatchObject({ ok: true });
  first.intercept(null);
  return sent;
}

async function commentNow(): Promise<unknown> {
  const record = await recordOf(store, projectId, table.xColumn);
  return record?.kind === 'column' ? record.body.comment : undefined;
}

describe('an edit of what this process wrote last', () => {
  it('COM-100: is one statement, with its log row', async () => {
    expect(await sentFor(1)).toEqual(['WITH open']);
    expect(await sentFor(2)).toEqual(['WITH open']);
    expect((await store.log(projectId)).map(({ entries }) => entries.length)).toEqual([1, 4, 1, 1]);
    await expectSound(store, projectId);
  });

  it('COM-100: is read first where names, references or faces change', async () => {
    const [begun] = await (async () => {
      const sent: string[] = [];
      first.intercept(async ({ text }) => {
        sent.push(text.split(' ')[0] ?? '');
        return undefined;
      });
      await first.send(projectId, update('column', table.xColumn, 1, { name: 'total' }));
      return sent;
    })();
    expect(begun).toBe('BEGIN');
    await expectSound(store, projectId);
  });

  it('COM-101: another process wrote it since: read, merged, no conflict', async () => {
    await second.send(projectId, comment('theirs'));
    const conflicts = await conflictsDuring(async () => {
      const answer = await first.send(projectId, comment('ours'));
      const theirs = { field: 'comment', verdict: 'overwrote', theirs: 'theirs', by: ada };
      expect(answer).toMatchObject({ ok: true, value: { retries: 0, merges: [theirs] } });
    });
    expect(conflicts).toEqual({});
    expect(await commentNow()).toBe('ours');
    expect(await sentFor(3)).toEqual(['WITH open']);
    await expectSound(store, projectId);
  });

  it('COM-101: another process writes it while the statement is on its way', async () => {
    const held = await first.hold(atOnce, projectId, [comment('ours')]);
    await second.send(projectId, comment('theirs'));
    expect(await held.goOn()).toMatchObject({ ok: true, value: { merges: [{ verdict: 'overwrote' }] } });
    await expectSound(store, projectId);
  });

  it('COM-102: waits for a writer of the same record, and is tried again behind them', async () => {
    const held = await second.hold(atCommit, projectId, [comment('theirs')]);
    const conflicts = await conflictsDuring(async () => {
      const answer = first.send(projectId, comment('ours'));
      await first.untilWaiting(store.direct, answer);
      await held.goOn();
      expect(await answer).toMatchObject({ ok: true, value: { retries: 1, merges: [{ theirs: 'theirs' }] } });
    });
    expect(conflicts).toEqual({ '40001': 1 });
    await expectSound(store, projectId);
  });

  it('COM-103: it was deleted since: refused', async () => {
    await second.send(projectId, remove('column', table.xColumn));
    expect(await first.send(projectId, comment('ours'))).toMatchObject({
      ok: false,
      problem: { code: 'deleted' },
    });
    await expectSound(store, projectId);
  });

  it.each([
    { what: 'may only look', role: 'viewer', code: 'read-only-role' },
    { what: 'was taken out', role: null, code: 'not-found' },
  ])('COM-103: the caller $what since: refused', async ({ role, code }) => {
    const [query, values] =
      role === null
        ? ['DELETE FROM members WHERE project_id = $1 AND account_id = $2', [projectId, ben.id]]
        : [
            'UPDATE members SET role = $3 WHERE project_id = $1 AND account_id = $2',
            [projectId, ben.id, role],
          ];
    await store.direct.query(query, [...values]);
    expect(await first.send(projectId, comment('ours'))).toMatchObject({ ok: false, problem: { code } });
    expect(await commentNow()).toBeFalsy();
  });

  it('COM-103: the project was deleted since, or is while the statement waits: not there', async () => {
    const held = await first.hold(atOnce, projectId, [comment('ours')]);
    await deleteProject(store.pool, ada, projectId);
    expect(await held.goOn()).toMatchObject({ ok: false, problem: { code: 'not-found' } });
    expect(await first.send(projectId, comment('again'))).toMatchObject({ problem: { code: 'not-found' } });
    expect(await store.log(projectId)).toHaveLength(2);
  });

  it('COM-104: sent again, later or at once, it has one effect and one answer', async () => {
    const mutation = { id: randomUUID(), operations: [comment('once')] };
    const [one, two] = await Promise.all([
      first.commit(projectId, mutation),
      second.commit(projectId, mutation),
    ]);
    const three = await first.commit(projectId, mutation);
    expect([two, three]).toEqual([one, one]);
    expect((await store.log(projectId)).filter(({ id }) => id === mutation.id)).toHaveLength(1);
    await expectSound(store, projectId);
  });

  it('COM-104: when its answer is lost the outcome is unknown, and the repeat is answered', async () => {
    const mutation = { id: randomUUID(), operations: [comment('lost')] };
    const held = await first.hold(atOnce, projectId, mutation);
    const lost = held.fail(new Error('Connection terminated unexpectedly'));
    await expect(lost).rejects.toMatchObject({ kind: 'outcome-unknown' });
    expect(await first.commit(projectId, mutation)).toMatchObject({ ok: true });
    expect((await store.log(projectId)).filter(({ id }) => id === mutation.id)).toHaveLength(1);
    await expectSound(store, projectId);
  });

  it('COM-105: a failure of the statement leaves nothing behind, and the edit is read first', async () => {
    const mutation = { id: randomUUID(), operations: [comment('not at once')] };
    const sent: string[] = [];
    first.intercept(async ({ text }) => {
      sent.push(text.split(' ')[0] ?? '');
      return atOnce.test(text) ? 'SELECT 1 / 0' : undefined;
    });
    expect(await first.commit(projectId, mutation)).toMatchObject({ ok: true, value: { retries: 0 } });
    expect(sent.slice(0, 2)).toEqual(['WITH', 'BEGIN']);
    expect(await store.log(projectId)).toHaveLength(3);
    await expectSound(store, projectId);
  });
});
