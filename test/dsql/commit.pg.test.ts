import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Mutation } from '../../src/server/projects/project-service';
import { Person } from '../concurrency/person';
import { ada, expectSound } from '../concurrency/setting';
import { remove, tableOperations, update } from '../support/operations';
import type { TestStore } from '../support/store';
import { openTestStore } from '../support/store';
import type { Fault } from './gateway/faults';
import type { Gateway } from './gateway/gateway';
import { openGateway } from './gateway/gateway';

let store: TestStore;
let gateway: Gateway;
let person: Person;

beforeAll(async () => {
  store = await openTestStore();
  gateway = await openGateway(store.url);
});

beforeEach(() => {
  person = new Person(gateway.url, ada);
});

afterEach(() => person.leave());

afterAll(async () => {
  await gateway.close();
  await store.close();
});

const faults: readonly Fault[] = [
  { kind: 'conflict-at-commit', isExecuted: false },
  { kind: 'conflict-at-commit', isExecuted: true },
  { kind: 'unavailable-at-commit', isExecuted: false },
  { kind: 'unavailable-at-commit', isExecuted: true },
  { kind: 'cut-at-commit', isExecuted: false },
  { kind: 'cut-at-commit', isExecuted: true },
  { kind: 'conflict-at-statement', code: 'OC000', matching: /INSERT INTO changes/ },
  { kind: 'conflict-at-statement', code: 'OC001', matching: /FROM projects/ },
  { kind: 'waking-up' },
  { kind: 'rollback-at-commit' },
];

/** Sends it, and again when nobody knows what came of it; it has to have happened once, and to be answered alike. */
async function expectOneEffect(projectId: string, mutation: Mutation): Promise<void> {
  const answer = await person.commit(projectId, mutation).catch((error: unknown) => {
    expect(error).toMatchObject({ kind: 'outcome-unknown' });
    return person.commit(projectId, mutation);
  });
  expect(gateway.pendingFaults).toBe(0);
  expect(answer).toMatchObject({ ok: true });
  expect(await person.commit(projectId, mutation)).toEqual(answer);
  const log = await store.log(projectId);
  expect(log.filter(({ id }) => id === mutation.id)).toHaveLength(1);
  await expectSound(store, projectId);
}

async function newTable() {
  const projectId = await store.newProject();
  const table = tableOperations('orders');
  const created = await person.commit(projectId, { id: randomUUID(), operations: table.operations });
  expect(created).toMatchObject({ ok: true });
  return { projectId, table };
}

describe('an edit on Aurora DSQL', () => {
  it.each(faults)('DSE-30: that adds has one effect, whatever happens: %j', async (fault) => {
    const projectId = await store.newProject();
    gateway.failNext(fault);
    await expectOneEffect(projectId, { id: randomUUID(), operations: tableOperations('orders').operations });
  });

  it.each(faults)('DSE-30: that changes and drops has one effect, whatever happens: %j', async (fault) => {
    const { projectId, table } = await newTable();
    // One who has no connection yet.
    await person.leave();
    person = new Person(gateway.url, ada);
    gateway.failNext(fault);
    const operations = [
      update('table', table.tableId, 1, { name: 'sales' }),
      remove('column', table.xColumn),
    ];
    await expectOneEffect(projectId, { id: randomUUID(), operations });
  });

  it('DSE-33: whose COMMIT is never answered has one effect, and nobody waits for ever', async () => {
    const projectId = await store.newProject();
    await person.leave();
    const address = new URL(gateway.url);
    address.searchParams.set('query_timeout', '400');
    person = new Person(address.href, ada);
    const held = new Promise<void>((resolve) => setTimeout(resolve, 1_000));
    gateway.failNext({ kind: 'hold-commit', until: held });
    const mutation = { id: randomUUID(), operations: tableOperations('orders').operations };
    await expect(person.commit(projectId, mutation)).rejects.toMatchObject({ kind: 'outcome-unknown' });
    // It is committed after all, when nobody waits for it any more.
    await held;
    await expectOneEffect(projectId, mutation);
  });

  it('DSE-31: is refused by no rule of Aurora DSQL, many at once included', async () => {
    const { projectId } = await newTable();
    const tables = Array.from({ length: 8 }, (_, place) => tableOperations(`t${place}`));
    const answers = await Promise.all(
      tables.map(({ operations }) => person.commit(projectId, { id: randomUUID(), operations })),
    );
    expect(answers.map(({ ok }) => ok)).toEqual(tables.map(() => true));
    await expectSound(store, projectId);
  });
});
