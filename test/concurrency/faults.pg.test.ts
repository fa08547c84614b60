import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Operation } from '../../src/core/schema/operation';
import type { Mutation } from '../../src/server/projects/project-service';
import { create, remove, tableOperations, update } from '../support/operations';
import type { TestStore } from '../support/store';
import { openTestStore } from '../support/store';
import type { Answer } from './person';
import { Person } from './person';
import { ada, expectSound } from './setting';

let store: TestStore;
let victim: Person;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(() => {
  victim = new Person(store.url, ada);
});
afterEach(() => victim.leave());

/** Everything that a mutation writes, as text. */
async function contents(projectId: string): Promise<string> {
  const tables = ['records', 'names', 'refs', 'changes'].map(async (table) => {
    const { rows } = await store.direct.query(
      `SELECT t::text AS row FROM ${table} t WHERE project_id = $1 ORDER BY 1`,
      [projectId],
    );
    return [table, ...rows.map(({ row }) => row)];
  });
  return JSON.stringify(await Promise.all(tables), null, 1);
}

/** Something to edit, and a mutation with a part in every table: adds, renames, retypes, drops, merges. */
async function prepare(): Promise<{ projectId: string; mutation: Mutation }> {
  const projectId = await store.newProject();
  const [orders, lines, gone] = ['orders', 'lines', 'gone'].map(tableOperations);
  if (!orders || !lines || !gone) throw new Error('There are three.');
  const foreignKey = (referencedTableId: string, column: string) =>
    create('foreign-key', {
      tableId: lines.tableId,
      columnIds: [lines.xColumn],
      referencedTableId,
      referencedColumnIds: [column],
    });
  const [kept, dropped] = [
    foreignKey(orders.tableId, orders.idColumn),
    foreignKey(gone.tableId, gone.idColumn),
  ];
  const send = (...operations: readonly Operation[]) =>
    store.commit(ada, projectId, { id: randomUUID(), operations });
  await send(...orders.operations, ...lines.operations, ...gone.operations, kept, dropped);
  await send(update('table', orders.tableId, 1, { name: 'sales' }));
  const operations = [
    remove('foreign-key', dropped.id),
    remove('table', gone.tableId),
    ...tableOperations('gone').operations,
    update('column', orders.xColumn, 1, { type: 'bigint' }),
    update('table', orders.tableId, 1, { name: 'orders_now' }),
    create('index', { tableId: orders.tableId, elements: [{ columnId: orders.xColumn }] }),
  ];
  return { projectId, mutation: { id: randomUUID(), operations } };
}

/** What the mutation sends when nothing goes wrong, BEGIN and COMMIT included. */
async function statementsSent(): Promise<readonly string[]> {
  const { projectId, mutation } = await prepare();
  const sent: string[] = [];
  victim.intercept(async ({ text }) => {
    sent.push(text);
    return undefined;
  });
  expect(await victim.commit(projectId, mutation)).toMatchObject({ ok: true });
  victim.intercept(null);
  return sent;
}

/** Does something in place of the n-th statement, once; afterwards all goes well. */
function onceAt(place: number, instead: () => Promise<string | undefined>): void {
  let sent = 0;
  victim.intercept(async () => {
    sent += 1;
    if (sent !== place) return undefined;
    victim.intercept(null);
    return instead();
  });
}

async function expectOneEffect(projectId: string, mutation: Mutation, answer: Answer): Promise<void> {
  expect(answer).toMatchObject({ ok: true });
  expect(await victim.commit(projectId, mutation)).toEqual(answer);
  const log = await store.log(projectId);
  expect(log.filter((entry) => entry.id === mutation.id)).toHaveLength(1);
  await expectSound(store, projectId);
}

describe('a mutation of which one statement fails', () => {
  it('COM-80: sends what this test breaks: it writes records, names, references and the log', async () => {
    const sent = (await statementsSent()).join('\n');
    for (const part of [/^BEGIN/, /INTO records/, /UPDATE records/, /INTO names/, /UPDATE names/, /refs/]) {
      expect(sent).toMatch(new RegExp(part, 'm'));
    }
    expect(sent).toMatch(/INSERT INTO changes[\s\S]*COMMIT$/);
  });

  it('COM-80: leaves nothing when the server refuses any one of them, and can be sent again', async () => {
    const count = (await statementsSent()).length;
    for (let place = 1; place <= count; place += 1) {
      const { projectId, mutation } = await prepare();
      const before = await contents(projectId);
      onceAt(place, async () => 'SELECT 1 / 0');
      await expect(victim.commit(projectId, mutation), `statement ${place}`).rejects.toThrow(
        'division by zero',
      );
      expect(await contents(projectId), `after statement ${place}`).toBe(before);
      await expectOneEffect(projectId, mutation, await victim.commit(projectId, mutation));
    }
  });

  it('COM-81: leaves nothing when the server process ends before any one of them, and is answered', async () => {
    const count = (await statementsSent()).length;
    for (let place = 1; place <= count; place += 1) {
      const { projectId, mutation } = await prepare();
      const before = await contents(projectId);
      let left = '';
      onceAt(place, async () => {
        await victim.beCutOff(store.direct);
        left = await contents(projectId);
        return undefined;
      });
      const answer = await victim.commit(projectId, mutation).catch((error: unknown) => {
        expect(error, `statement ${place}`).toMatchObject({ kind: 'outcome-unknown' });
        return victim.commit(projectId, mutation);
      });
      expect(left, `before statement ${place}`).toBe(before);
      await expectOneEffect(projectId, mutation, answer);
    }
  });
});
