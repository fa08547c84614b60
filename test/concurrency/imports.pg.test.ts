import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fingerprintOf, printFingerprint } from '../../src/core/schema/fingerprint';
import { MemoryState } from '../../src/core/schema/memory-state';
import type { Operation } from '../../src/core/schema/operation';
import type { RecordState } from '../../src/core/schema/record';
import { clearStale, writePieces } from '../../src/server/projects/stage';
import { create, remove, tableOperations, update } from '../support/operations';
import type { TestStore } from '../support/store';
import { onDsql, openTestStore } from '../support/store';
import type { Follower } from './follow';
import { follow } from './follow';
import { atCommit, Person } from './person';
import { ada, ben, conflictsDuring, expectSound } from './setting';

let store: TestStore;
let projectId: string;
let importer: Person;
let follower: Follower;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  projectId = await store.newProject();
  importer = new Person(store.url, ada);
  follower = await follow(store, projectId);
});
afterEach(async () => {
  await follower.close();
  await importer.leave();
});

type Plan = { readonly id: string; readonly pieces: readonly (readonly Operation[])[] };

type PlanOptions = {
  readonly tablesEach?: number;
  readonly pieces?: number;
  readonly target?: ReturnType<typeof tableOperations>;
};

/** Pieces of tables, five records each, that refer to one of the first piece, and to `target` when there is one. */
function planImport({ tablesEach = 4, pieces = 3, target }: PlanOptions = {}): Plan {
  const count = pieces * tablesEach;
  const tables = Array.from({ length: count }, (_, place) => tableOperations(`imported_${place}`));
  const operations = tables.map((table, place) => {
    const to = place === 1 && target ? target : tables[0];
    const foreignKey = create('foreign-key', {
      tableId: table.tableId,
      columnIds: [table.xColumn],
      referencedTableId: to?.tableId,
      referencedColumnIds: [to?.idColumn],
    });
    return [...table.operations, foreignKey];
  });
  const piece = (number: number) => operations.slice(number * tablesEach, (number + 1) * tablesEach).flat();
  return { id: randomUUID(), pieces: Array.from({ length: pieces }, (_, place) => piece(place)) };
}

/** 12,000 records, with as many rows in each piece as a transaction may change everywhere. */
const large: PlanOptions = { tablesEach: 150, pieces: 16 };

const run = (plan: Plan, by: Person = importer) =>
  writePieces(
    by.pool,
    { actor: by.actor, projectId, id: plan.id, prefix: plan.id.slice(0, 24) },
    plan.pieces,
  );
const idsOf = (plan: Plan) => plan.pieces.flat().map((operation) => operation.id);
/** What somebody sees of an import: how many of its records. */
async function visible(plan: Plan): Promise<number> {
  const { records, fingerprint } = await store.snapshot(ben, projectId);
  const state = MemoryState.from(records as RecordState[]);
  expect(printFingerprint(fingerprintOf(state.records()))).toBe(fingerprint);
  return idsOf(plan).filter((id) => state.get(id)).length;
}
/** Rows that a given up import would leave behind. */
async function leftovers(): Promise<number> {
  const { rows } = await store.direct.query(
    `SELECT (SELECT count(*) FROM records WHERE project_id = $1 AND segment IS NOT NULL)
          + (SELECT count(*) FROM changes WHERE project_id = $1 AND segment IS NOT NULL)
          + (SELECT count(*) FROM names n WHERE project_id = $1 AND record_id IS NOT NULL
               AND NOT EXISTS (SELECT FROM records r WHERE r.project_id = $1 AND r.id = n.record_id))
          + (SELECT count(*) FROM jobs WHERE project_id = $1) AS rows`,
    [projectId],
  );
  return Number(rows[0]?.rows);
}
const expireLease = () =>
  store.direct.query(`UPDATE jobs SET touched_at = touched_at - interval '1 hour' WHERE project_id = $1`, [
    projectId,
  ]);
const nextPiece = /UPDATE jobs SET pieces/;
const publish = /UPDATE jobs SET state = 'published'/;

describe('an import of several pieces', () => {
  it('COM-91: of 12,000 records is seen by nobody, then whole, and holds up none of five editors', async () => {
    const plan = planImport(large);
    const total = idsOf(plan).length;
    const seen = new Set<number>();
    let isDone = false;
    const watch = async () => {
      while (!isDone) seen.add(await visible(plan));
    };
    const edit = async (place: number) => {
      const table = tableOperations(`mine_${place}`);
      await store.commit(ben, projectId, { id: randomUUID(), operations: table.operations });
      for (let round = 1; !isDone; round += 1) {
        const operations = [update('table', table.tableId, round, { name: `mine_${place}_${round}` })];
        expect(await store.commit(ben, projectId, { id: randomUUID(), operations })).toMatchObject({
          ok: true,
        });
      }
    };
    const met = await conflictsDuring(async () => {
      const others = [watch(), ...Array.from({ length: 5 }, (_, place) => edit(place))];
      expect(await run(plan)).toMatchObject({ ok: true });
      isDone = true;
      await Promise.all(others);
    });
    seen.add(await visible(plan));
    expect([...seen].sort((a, b) => a - b)).toEqual([0, total]);
    expect(met).toEqual({});
    await follower.until([plan.id]);
    expect(follower.reader.damage).toEqual([]);
    expect(idsOf(plan).filter((id) => !follower.reader.state.get(id))).toEqual([]);
    await expectSound(store, projectId);
  });

  it('COM-92: claims its names and keeps what it relies on, while it is under way', async () => {
    const target = tableOperations('target');
    await store.commit(ada, projectId, { id: randomUUID(), operations: target.operations });
    const plan = planImport({ target });
    const held = await importer.holdWork(publish, () => run(plan));
    const send = (operation: Operation) =>
      store.commit(ben, projectId, { id: randomUUID(), operations: [operation] });
    expect(await visible(plan)).toBe(0);
    expect(await send(create('table', { name: 'imported_2' }))).toMatchObject({
      problem: { code: 'name-taken', detail: expect.stringContaining('being imported') },
    });
    expect(await send(remove('table', target.tableId))).toMatchObject({ problem: { code: 'referenced' } });
    const added = create('column', { tableId: plan.pieces[0]?.[0]?.id, name: 'y', type: 'text' });
    expect(await send(added)).toMatchObject({ problem: { code: 'not-found' } });
    expect(await held.goOn()).toMatchObject({ ok: true });
    expect(await send({ ...added, id: randomUUID() })).toMatchObject({ ok: true });
    await expectSound(store, projectId);
  });

  it('COM-92: leaves nothing when a piece is refused', async () => {
    const plan = planImport();
    const [taken] = plan.pieces[2] ?? [];
    const name = taken?.verb === 'create' ? taken.body.name : '';
    await store.commit(ada, projectId, { id: randomUUID(), operations: [create('table', { name })] });
    expect(await run(plan)).toMatchObject({ ok: false, problem: { code: 'name-taken' } });
    expect([await visible(plan), await leftovers()]).toEqual([0, 0]);
    await expectSound(store, projectId);
  });
});

describe('a process that dies in the middle of an import', () => {
  it.each([
    { where: 'before the first piece', pattern: nextPiece, nth: 1 },
    { where: 'between two pieces', pattern: nextPiece, nth: 2 },
    { where: 'in the last piece', pattern: /INSERT INTO changes/, nth: 3 },
    { where: 'in the seventh piece of sixteen', pattern: /INSERT INTO changes/, nth: 7, size: large },
    { where: 'before it publishes', pattern: publish, nth: 1 },
    { where: 'while it publishes', pattern: /INSERT INTO changes/, nth: 4 },
  ])('COM-93: $where: nothing is seen, the names are free again, then all of it comes', async (point) => {
    const plan = planImport(point.size);
    const held = await importer.holdWork(point.pattern, () => run(plan), point.nth);
    importer.intercept(async () => {
      throw new Error('the process has died');
    });
    await expect(held.fail(new Error('the process has died'))).rejects.toThrow('died');
    expect(await visible(plan)).toBe(0);
    await expireLease();
    expect(await clearStale(store.pool)).toBe(1);
    expect([await visible(plan), await leftovers()]).toEqual([0, 0]);
    importer.intercept(null);
    expect(await run(plan)).toMatchObject({ ok: true });
    expect(await visible(plan)).toBe(idsOf(plan).length);
    await follower.until([plan.id]);
    expect(follower.reader.damage).toEqual([]);
    await expectSound(store, projectId);
  });

  it.each([
    { where: 'before a piece', pattern: nextPiece, nth: 2 },
    { where: 'before it publishes', pattern: publish, nth: 1 },
  ])('COM-93: one that only stood still $where finds its import given up', async ({ pattern, nth }) => {
    const plan = planImport();
    const held = await importer.holdWork(pattern, () => run(plan), nth);
    await expireLease();
    expect(await clearStale(store.pool)).toBe(1);
    expect(await held.goOn()).toMatchObject({ ok: false, problem: { code: 'try-again' } });
    expect([await visible(plan), await leftovers()]).toEqual([0, 0]);
    await expectSound(store, projectId);
  });
});

describe('an import that is there', () => {
  it('COM-94: is not taken away by whoever thought that it had been given up', async () => {
    const plan = planImport();
    const cleaner = new Person(store.url, ben);
    const held = await importer.holdWork(publish, () => run(plan));
    await expireLease();
    const cleaning = await cleaner.holdWork(/UPDATE jobs SET state = 'aborted'/, () =>
      clearStale(cleaner.pool),
    );
    expect(await held.goOn()).toMatchObject({ ok: true });
    await cleaning.goOn();
    expect(await visible(plan)).toBe(idsOf(plan).length);
    await expectSound(store, projectId);
    await cleaner.leave();
  });

  it('COM-94: is not taken away, nor written again, when it is sent again', async () => {
    const plan = planImport();
    expect(await run(plan)).toMatchObject({ ok: true });
    const other = { ...planImport(), id: plan.id };
    expect(await run(other)).toMatchObject({ ok: true });
    expect([await visible(plan), await visible(other)]).toEqual([idsOf(plan).length, 0]);
    await expectSound(store, projectId);
  });

  it('COM-94: two copies of one import at once: one of them is there, whole', async () => {
    const plan = planImport();
    const other = { ...planImport(), id: plan.id };
    const second = new Person(store.url, ada);
    const held = await importer.holdWork(nextPiece, () => run(plan), 2);
    expect(await run(other, second)).toMatchObject({ ok: false, problem: { code: 'try-again' } });
    expect(await held.goOn()).toMatchObject({ ok: true });
    expect([await visible(plan), await visible(other)]).toEqual([idsOf(plan).length, 0]);
    await expectSound(store, projectId);
    await second.leave();
  });

  // The connection that breaks ends at the gateway: nobody learns of it before COMMIT, and the publishing is lost.
  it.skipIf(onDsql)('COM-94: is answered as done when the answer of its COMMIT was lost', async () => {
    const plan = planImport();
    const held = await importer.holdWork(publish, () => run(plan));
    const published = importer.holdWork(atCommit, () => held.goOn());
    const beforeCommit = await published;
    await importer.beCutOff(store.direct);
    await beforeCommit.goOn().catch((error: unknown) => {
      expect(error).toMatchObject({ kind: 'outcome-unknown' });
    });
    expect(await run(plan)).toMatchObject({ ok: true });
    expect(await visible(plan)).toBe(idsOf(plan).length);
    await expectSound(store, projectId);
  });
});
