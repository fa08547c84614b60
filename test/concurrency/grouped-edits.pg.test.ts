import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Operation } from '../../src/core/schema/operation';
import { GroupedEdits } from '../../src/server/projects/grouped-edits';
import { restoreTo } from '../../src/server/projects/restore';
import { readChangeLog } from '../../src/server/projects/snapshot';
import { create, remove, update } from '../support/operations';
import type { TestStore } from '../support/store';
import { openTestStore } from '../support/store';
import type { CuttingProxy } from './cutting-proxy';
import { openCuttingProxy } from './cutting-proxy';
import type { Answer } from './person';
import { atCommit, Person } from './person';
import { ada, ben, conflictsDuring, expectSound, invite, recordOf } from './setting';

/** The statement of edits that go together. */
const grouped = /^WITH open/;
const cleo = { id: 'cleo', name: 'Cleo' };

let store: TestStore;
let proxy: CuttingProxy;
/** Three people served by one process; the first one's connections are those that carry the statements. */
let first: Person;
let second: Person;
let third: Person;
/** Somebody who is served by another process. */
let stranger: Person;
let projectId: string;
let notes: readonly string[];

beforeAll(async () => {
  store = await openTestStore();
  proxy = await openCuttingProxy(store.url);
  // One at once: then it is known what waits, and goes together.
  const edits = new GroupedEdits(1);
  first = new Person(proxy.url, ada, { edits });
  second = new Person(store.url, ben, { edits });
  third = new Person(store.url, cleo, { edits });
  stranger = new Person(store.url, ada, { edits: new GroupedEdits() });
});
afterAll(async () => {
  await Promise.all([first, second, third, stranger].map((person) => person.leave()));
  await proxy.close();
  await store.close();
});
beforeEach(async () => {
  projectId = await store.newProject();
  await invite(store.pool, projectId, [cleo]);
  notes = Array.from({ length: 5 }, () => randomUUID());
  await first.send(projectId, ...notes.map((id) => create('note', { text: '' }, id)));
});
afterEach(() => {
  first.intercept(null);
});

const noteAt = (place: number) => notes[place] ?? '';
const text = (place: number, words: string, version = 1) =>
  update('note', noteAt(place), version, { text: words });

async function textNow(place: number): Promise<unknown> {
  const record = await recordOf(store, projectId, noteAt(place));
  return record?.kind === 'note' ? record.body.text : undefined;
}

/**
 * What is sent while an edit of the last note stands still before the database: it waits for that, and then
 * goes together. `meanwhile` is done before that goes on.
 */
async function together(
  sends: readonly (() => Promise<Answer>)[],
  meanwhile: () => unknown = () => undefined,
): Promise<readonly PromiseSettledResult<Answer>[]> {
  const held = await first.hold(grouped, projectId, [text(4, 'before all')]);
  const answers = Promise.allSettled(sends.map((send) => send()));
  await meanwhile();
  await held.goOn();
  return answers;
}

function values(settled: readonly PromiseSettledResult<Answer>[]): readonly Answer[] {
  return settled.map((one) => {
    if (one.status === 'rejected') throw one.reason;
    return one.value;
  });
}

/** The entries of the log, the first ones excepted, by the transactions that wrote them. */
async function transactions(): Promise<readonly (readonly string[])[]> {
  const { rows } = await store.direct.query<{ ids: string[] }>(
    `SELECT array_agg(c.id::text ORDER BY c.at) AS ids FROM changes c
     WHERE c.project_id = $1 AND c.body NOT LIKE '%"namespace"%' GROUP BY c.xid ORDER BY min(c.at) OFFSET 1`,
    [projectId],
  );
  return rows.map(({ ids }) => ids);
}

const applied = { ok: true, value: { retries: 0, merges: [] } };

describe('edits that wait for one project', () => {
  it('COM-121: an edit that the rules break down on is the fault of whoever sent it, and holds up nobody', async () => {
    const broken = { ...text(0, 'one'), body: null } as unknown as Operation;
    const [fault, answer] = await together([
      () => first.send(projectId, broken),
      () => second.send(projectId, text(1, 'two')),
    ]);
    expect(fault).toMatchObject({ status: 'rejected', reason: expect.any(TypeError) });
    expect(answer).toMatchObject({ status: 'fulfilled', value: applied });
    expect(await third.send(projectId, text(1, 'three', 2))).toMatchObject(applied);
  });

  it('COM-120: go together, each with its own entry of the log and its own time', async () => {
    const ids = [randomUUID(), randomUUID(), randomUUID()];
    const answers = values(
      await together([
        () => first.commit(projectId, { id: ids[0] ?? '', operations: [text(0, 'one')] }),
        () => second.commit(projectId, { id: ids[1] ?? '', operations: [text(1, 'two'), text(2, 'two')] }),
        () => third.commit(projectId, { id: ids[2] ?? '', operations: [text(3, 'three')] }),
      ]),
    );
    for (const answer of answers) expect(answer).toMatchObject(applied);
    expect(await transactions()).toEqual([[expect.any(String)], ids]);
    const times = answers.map((answer) => (answer.ok ? answer.value.at : ''));
    expect(times).toEqual([...new Set(times)].toSorted());
    const { changes } = await changeLog();
    expect(changes.slice(0, 3).map(({ actor }) => actor.id)).toEqual(['cleo', 'ben', 'ada']);
    expect(await Promise.all([0, 1, 2, 3].map(textNow))).toEqual(['one', 'two', 'two', 'three']);
    await expectSound(store, projectId);
  });

  it('COM-120: the next ones are judged by what these left', async () => {
    values(await together([() => first.send(projectId, text(0, 'one'))]));
    expect(await second.send(projectId, text(0, 'two', 2))).toMatchObject(applied);
    expect(await textNow(0)).toBe('two');
  });
});

describe('an edit that cannot be made', () => {
  /** Two good ones around it are made in one transaction, and it is answered as if it had come alone. */
  async function expectAlone(
    send: () => Promise<Answer>,
    expected: object,
    meanwhile: () => unknown = () => undefined,
  ): Promise<void> {
    const answers = values(
      await together(
        [() => first.send(projectId, text(0, 'good')), send, () => first.send(projectId, text(2, 'good'))],
        meanwhile,
      ),
    );
    expect(answers).toMatchObject([applied, expected, applied]);
    expect((await transactions()).filter((ids) => ids.length === 2)).toHaveLength(1);
    expect([await textNow(0), await textNow(2)]).toEqual(['good', 'good']);
    await expectSound(store, projectId);
  }

  it('COM-121: of a record that another process wrote since is merged alone', () =>
    expectAlone(
      () => second.send(projectId, text(1, 'ours')),
      { ok: true, value: { retries: 0, merges: [{ verdict: 'overwrote', theirs: 'theirs' }] } },
      () => stranger.send(projectId, text(1, 'theirs')),
    ));

  it('COM-121: of a record that another process deleted since is refused alone', () =>
    expectAlone(
      () => second.send(projectId, text(1, 'ours')),
      { ok: false, problem: { code: 'deleted' } },
      () => stranger.send(projectId, remove('note', noteAt(1))),
    ));

  it('COM-121: of several records is made whole or not at all', async () => {
    await expectAlone(
      () => second.send(projectId, text(3, 'half'), text(1, 'half')),
      { ok: false, problem: { code: 'deleted' } },
      () => stranger.send(projectId, remove('note', noteAt(1))),
    );
    expect(await textNow(3)).toBe('');
  });

  it('COM-121: of somebody who may only look by now is refused alone', () =>
    expectAlone(
      () => second.send(projectId, text(1, 'ours')),
      { ok: false, problem: { code: 'read-only-role' } },
      () =>
        store.direct.query('UPDATE members SET role = $3 WHERE project_id = $1 AND account_id = $2', [
          projectId,
          ben.id,
          'viewer',
        ]),
    ));

  it('COM-121: under an id that was used for something else is refused alone', async () => {
    const id = randomUUID();
    await stranger.commit(projectId, { id, operations: [create('note', { text: 'other' })] });
    await expectAlone(() => second.commit(projectId, { id, operations: [text(1, 'ours')] }), {
      ok: false,
      problem: { code: 'id-reused' },
    });
  });

  it('COM-121: of a record that somebody is writing waits alone', async () => {
    const writer = await stranger.hold(atCommit, projectId, [text(1, 'theirs')]);
    const conflicts = await conflictsDuring(async () => {
      let waiting: Promise<Answer> | undefined;
      const answers = values(
        await together([
          () => first.send(projectId, text(0, 'good')),
          async () => {
            waiting = second.send(projectId, text(1, 'ours'));
            return first.send(projectId, text(2, 'good'));
          },
        ]),
      );
      // Both are here while the writer still stands still.
      expect(answers).toMatchObject([applied, applied]);
      if (waiting) await second.untilWaiting(store.direct, waiting);
      await writer.goOn();
      expect(await waiting).toMatchObject({
        ok: true,
        value: { retries: 1, merges: [{ theirs: 'theirs' }] },
      });
    });
    expect(conflicts).toEqual({ '40001': 1 });
    await expectSound(store, projectId);
  });
});

describe('edits of one process', () => {
  it('COM-125: go on beside a statement of their project that stands still, those of its records behind it', async () => {
    const edits = new GroupedEdits();
    const slow = new Person(store.url, ada, { edits });
    const quick = new Person(store.url, ben, { edits });
    await slow.send(projectId, ...[0, 1].map((place) => text(place, 'known')));
    const held = await slow.hold(grouped, projectId, [text(0, 'slow', 2)]);
    const behind = quick.send(projectId, text(0, 'behind', 2));
    expect(await quick.send(projectId, text(1, 'quick', 2))).toMatchObject(applied);
    expect(await textNow(0)).toBe('known');
    expect(await held.goOn()).toMatchObject(applied);
    expect(await behind).toMatchObject({
      ok: true,
      value: { merges: [{ verdict: 'overwrote', theirs: 'slow' }] },
    });
    expect(await textNow(0)).toBe('behind');
    await expectSound(store, projectId);
    await Promise.all([slow.leave(), quick.leave()]);
  });
});

describe('edits of one record that wait for one project', () => {
  it('COM-122: wait for each other, and each is told of the one before', async () => {
    const conflicts = await conflictsDuring(async () => {
      const answers = values(
        await together([
          () => first.send(projectId, text(0, 'one')),
          () => second.send(projectId, text(0, 'two')),
          () => third.send(projectId, text(0, 'three')),
        ]),
      );
      const overwrote = (theirs: string) => ({
        ok: true,
        value: { retries: 0, merges: [{ verdict: 'overwrote', theirs }] },
      });
      expect(answers[0]).toMatchObject(applied);
      expect(answers[1]).toMatchObject(overwrote('one'));
    });
    expect(Object.values(conflicts).every((count) => count === 1)).toBe(true);
    expect((await recordOf(store, projectId, noteAt(0)))?.version).toBe(4);
    await expectSound(store, projectId);
  });

  it('COM-122: of different fields are made one behind the other, without a conflict', async () => {
    const colour = update('note', noteAt(0), 2, { color: 'green' });
    const conflicts = await conflictsDuring(async () => {
      const answers = values(
        await together([
          () => first.send(projectId, text(0, 'one')),
          () => second.send(projectId, colour),
          () => third.send(projectId, text(1, 'beside')),
        ]),
      );
      for (const answer of answers) expect(answer).toMatchObject(applied);
    });
    expect(conflicts).toEqual({});
    expect((await transactions()).map((ids) => ids.length)).toEqual([1, 2, 1]);
    await expectSound(store, projectId);
  });

  it('COM-122: copies of one mutation have one effect and one answer', async () => {
    const mutation = { id: randomUUID(), operations: [text(0, 'once')] };
    const [one, two, other] = values(
      await together([
        () => first.commit(projectId, mutation),
        () => second.commit(projectId, mutation),
        () => third.commit(projectId, { ...mutation, operations: [text(1, 'another request')] }),
      ]),
    );
    expect(one).toMatchObject(applied);
    expect(two).toEqual(one);
    expect(other).toMatchObject({ ok: false, problem: { code: 'id-reused' } });
    expect((await store.log(projectId)).filter(({ id }) => id === mutation.id)).toHaveLength(1);
    await expectSound(store, projectId);
  });
});

describe('when the statement fails', () => {
  const mutations = () => [0, 1].map((place) => ({ id: randomUUID(), operations: [text(place, 'kept')] }));

  it('COM-123: nothing of it is left, and each edit is made alone', async () => {
    const answers = values(
      await together(
        [() => first.send(projectId, text(0, 'one')), () => second.send(projectId, text(1, 'two'))],
        () => first.intercept(async (sending) => (grouped.test(sending.text) ? 'SELECT 1 / 0' : undefined)),
      ),
    );
    for (const answer of answers) expect(answer).toMatchObject(applied);
    expect((await transactions()).map((ids) => ids.length)).toEqual([1, 1, 1]);
    await expectSound(store, projectId);
  });

  it('COM-123: when its answer is lost nobody knows, and the repeats are answered by the receipts', async () => {
    const [one, two] = mutations();
    if (!one || !two) throw new Error('There are two.');
    const lost = await together(
      [() => first.commit(projectId, one), () => second.commit(projectId, two)],
      () =>
        first.intercept(async (sending) => {
          if (grouped.test(sending.text)) {
            first.intercept(null);
            proxy.cutAtStatement('edits');
          }
          return undefined;
        }),
    );
    for (const outcome of lost)
      expect(outcome).toMatchObject({ status: 'rejected', reason: { kind: 'outcome-unknown' } });
    await proxy.untilServed();
    expect((await transactions()).map((ids) => ids.length)).toEqual([1, 2]);
    expect(await first.commit(projectId, one)).toMatchObject(applied);
    expect(await second.commit(projectId, two)).toMatchObject(applied);
    expect((await transactions()).map((ids) => ids.length)).toEqual([1, 2]);
    await expectSound(store, projectId);
  });

  it('COM-123: when the connection ends before it, the repeats have one effect', async () => {
    const [one, two] = mutations();
    if (!one || !two) throw new Error('There are two.');
    const lost = await together(
      [() => first.commit(projectId, one), () => second.commit(projectId, two)],
      () =>
        first.intercept(async (sending) => {
          first.intercept(null);
          if (grouped.test(sending.text)) await first.beCutOff(store.direct);
          return undefined;
        }),
    );
    expect(lost).toHaveLength(2);
    const answers = [await first.commit(projectId, one), await second.commit(projectId, two)];
    for (const answer of answers) expect(answer).toMatchObject({ ok: true });
    const logged = (await store.log(projectId)).map(({ id }) => id);
    expect(logged.filter((id) => id === one.id || id === two.id).toSorted()).toEqual(
      [one.id, two.id].toSorted(),
    );
    await expectSound(store, projectId);
  });
});

describe('a project that is being restored', () => {
  it('COM-124: none of them is made, and each is told to come again', async () => {
    const [made] = (await store.log(projectId)).slice(-1);
    const restorer = new Person(store.url, ada);
    const restore = () => restoreTo(restorer.pool, ada, projectId, { id: randomUUID(), to: made?.id ?? '' });
    const held = await restorer.holdWork(/UPDATE projects SET state = 'active'/, restore);
    const answers = await Promise.all([
      first.send(projectId, text(0, 'one')),
      second.send(projectId, text(1, 'two')),
      third.send(projectId, text(2, 'three')),
    ]);
    for (const answer of answers) expect(answer).toMatchObject({ ok: false, problem: { code: 'try-again' } });
    await held.goOn();
    expect(await first.send(projectId, text(0, 'again'))).toMatchObject({ ok: true });
    await restorer.leave();
    await expectSound(store, projectId);
  });
});

async function changeLog() {
  const answer = await readChangeLog(store.pool, ada, projectId, { limit: 10 });
  if (!answer.ok) throw new Error(answer.problem.detail);
  return answer.value;
}
