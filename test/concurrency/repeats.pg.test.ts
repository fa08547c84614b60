import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Operation } from '../../src/core/schema/operation';
import type { Mutation } from '../../src/server/projects/project-service';
import { create, remove, tableOperations, update } from '../support/operations';
import type { TestStore } from '../support/store';
import { openTestStore } from '../support/store';
import { openCuttingProxy } from './cutting-proxy';
import type { Answer } from './person';
import { atCommit, firstWrite, Person } from './person';
import { ada, expectSound } from './setting';

let store: TestStore;
let first: Person;
let second: Person;
let projectId: string;
const table = tableOperations('orders');

beforeAll(async () => {
  store = await openTestStore();
  first = new Person(store.url, ada);
  second = new Person(store.url, ada);
});
afterAll(async () => {
  await Promise.all([first.leave(), second.leave()]);
  await store.close();
});
beforeEach(async () => {
  projectId = await store.newProject();
  await first.send(projectId, ...table.operations);
});

type Kind = { readonly what: string; readonly operations: () => readonly Operation[]; readonly ok: boolean };
const kinds: readonly Kind[] = [
  { what: 'a creation', operations: () => tableOperations('lines').operations, ok: true },
  { what: 'an update', operations: () => [update('column', table.xColumn, 1, { name: 'total' })], ok: true },
  { what: 'a deletion', operations: () => [remove('table', table.tableId)], ok: true },
  { what: 'a refusal', operations: () => [create('table', { name: 'orders' })], ok: false },
  { what: 'an update of what is gone', operations: () => [update('table', randomUUID(), 1, {})], ok: false },
];

/** One row of the log under this id, each copy the same answer, and stored what one of them does. */
async function expectOnce(mutation: Mutation, answers: readonly Answer[], ok: boolean): Promise<void> {
  expect(answers.map((answer) => answer.ok)).toEqual(answers.map(() => ok));
  for (const answer of answers) expect(answer).toEqual(answers[0]);
  const { rows } = await store.direct.query('SELECT FROM changes WHERE project_id = $1 AND id = $2', [
    projectId,
    mutation.id,
  ]);
  expect(rows).toHaveLength(1);
  await expectSound(store, projectId);
}

describe.each(kinds)('$what', ({ operations, ok }) => {
  it('COM-70: sent again later has one effect and one answer', async () => {
    const mutation = { id: randomUUID(), operations: operations() };
    const answers = [await first.commit(projectId, mutation)];
    // What happened since makes no difference: the receipt answers.
    await second.send(projectId, update('table', table.tableId, 1, { name: 'renamed' }));
    answers.push(await second.commit(projectId, mutation), await first.commit(projectId, mutation));
    await expectOnce(mutation, answers, ok);
  });

  it('COM-71: sent twice at once, neither seeing a receipt, has one effect and one answer', async () => {
    const mutation = { id: randomUUID(), operations: operations() };
    const copies = [
      await first.hold(firstWrite, projectId, mutation),
      await second.hold(firstWrite, projectId, mutation),
    ];
    await expectOnce(mutation, await Promise.all(copies.map((copy) => copy.goOn())), ok);
  });

  it('COM-71: sent again while the first is about to commit has one effect and one answer', async () => {
    const mutation = { id: randomUUID(), operations: operations() };
    const held = await first.hold(atCommit, projectId, mutation);
    const repeat = second.commit(projectId, mutation);
    await second.untilWaiting(store.direct, repeat);
    await expectOnce(mutation, [await held.goOn(), await repeat], ok);
  });

  it('COM-71: five copies at once have one effect and one answer', async () => {
    const mutation = { id: randomUUID(), operations: operations() };
    const copies = Array.from({ length: 5 }, () => store.commit(ada, projectId, mutation));
    await expectOnce(mutation, await Promise.all(copies), ok);
  });
});

describe('one id for two requests', () => {
  it('COM-72: is refused, and answered by nobody else’s receipt', async () => {
    const mutation = { id: randomUUID(), operations: tableOperations('lines').operations };
    await first.commit(projectId, mutation);
    const other = { id: mutation.id, operations: [create('table', { name: 'other' })] };
    expect(await first.commit(projectId, other)).toMatchObject({ problem: { code: 'id-reused' } });
    const elsewhere = await store.newProject();
    expect(await first.commit(elsewhere, mutation)).toMatchObject({ ok: true });
  });

  it('COM-72: at once: one of the two has it', async () => {
    const id = randomUUID();
    const copies = await Promise.all([
      first.hold(firstWrite, projectId, { id, operations: [create('table', { name: 'a' })] }),
      second.hold(firstWrite, projectId, { id, operations: [create('table', { name: 'b' })] }),
    ]);
    const answers = await Promise.all(copies.map((copy) => copy.goOn()));
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
    expect(answers.filter((answer) => !answer.ok && answer.problem.code === 'id-reused')).toHaveLength(1);
    await expectSound(store, projectId);
  });
});

describe('a COMMIT whose answer is lost', () => {
  let proxy: Awaited<ReturnType<typeof openCuttingProxy>>;
  let cut: Person;
  beforeEach(async () => {
    proxy = await openCuttingProxy(store.url);
    cut = new Person(proxy.url, ada);
  });
  afterEach(async () => {
    await cut.leave();
    await proxy.close();
  });

  it.each(kinds)('COM-73: $what has happened, and its repeat is answered by the receipt', async (kind) => {
    const mutation = { id: randomUUID(), operations: kind.operations() };
    proxy.cutAtCommit();
    await expect(cut.commit(projectId, mutation)).rejects.toMatchObject({ kind: 'outcome-unknown' });
    await proxy.untilServed();
    const repeat = await cut.commit(projectId, mutation);
    await expectOnce(mutation, [repeat, await second.commit(projectId, mutation)], kind.ok);
  });

  it('COM-73: a repeat that comes while that COMMIT still runs has no second effect', async () => {
    // The server holds every COMMIT that wrote to the log for as long as this test holds the lock.
    await store.direct.query(`CREATE FUNCTION hold_commit() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN PERFORM pg_advisory_xact_lock_shared(1); RETURN NULL; END $$`);
    await store.direct.query(`CREATE CONSTRAINT TRIGGER hold_commit AFTER INSERT ON changes
      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION hold_commit()`);
    const holder = await store.direct.connect();
    await holder.query('SELECT pg_advisory_lock(1)');
    const mutation = { id: randomUUID(), operations: [create('table', { name: 'lines' })] };
    proxy.cutAtCommit();
    await expect(cut.commit(projectId, mutation)).rejects.toMatchObject({ kind: 'outcome-unknown' });
    const repeat = second.commit(projectId, mutation);
    await second.untilWaiting(store.direct, repeat);
    await holder.query('SELECT pg_advisory_unlock(1)');
    holder.release();
    await proxy.untilServed();
    const answers = [await repeat, await second.commit(projectId, mutation)];
    await store.direct.query('DROP TRIGGER hold_commit ON changes');
    await expectOnce(mutation, answers, true);
  });
});
