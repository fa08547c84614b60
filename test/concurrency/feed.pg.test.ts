import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fingerprintOf, printFingerprint } from '../../src/core/schema/fingerprint';
import { MemoryState } from '../../src/core/schema/memory-state';
import type { RecordState } from '../../src/core/schema/record';
import { sameJson } from '../../src/core/std/canonical-json';
import type { Mutation } from '../../src/server/projects/project-service';
import { storedStates } from '../fuzz/damage';
import { create, remove, tableOperations, update } from '../support/operations';
import type { Random } from '../support/random';
import { seeded } from '../support/random';
import type { TestStore } from '../support/store';
import { openTestStore } from '../support/store';
import type { Follower } from './follow';
import { follow } from './follow';
import type { Answer } from './person';
import { atCommit, Person } from './person';
import { ada, ben, expectSound, recordOf } from './setting';

let store: TestStore;
let projectId: string;
let follower: Follower;
let people: Person[];

beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

/** Both ways to read the log; what comes late is found by its snapshots, or by looking again. */
const readings = [
  { by: 'snapshots', commitSnapshots: true, muchEarlier: '1 hour' },
  { by: 'windows', commitSnapshots: false, muchEarlier: '5 minutes' },
] as const;

async function begin(commitSnapshots: boolean): Promise<void> {
  projectId = await store.newProject();
  const source = { ...store, capabilities: { commitSnapshots } };
  follower = await follow(source, projectId, { windowMs: 300, sweepEveryMs: 60 });
  people = [];
}
afterEach(async () => {
  await follower.close();
  await Promise.all(people.map((person) => person.leave()));
});

function person(...settings: Parameters<typeof newPerson>): Person {
  const made = newPerson(...settings);
  people.push(made);
  return made;
}
const newPerson = (actor = ada, settings?: readonly string[]) =>
  new Person(store.url, actor, settings === undefined ? {} : { settings });

/** The mirror shows what is stored, each change came once, and no batch left anything that cannot be. */
async function expectFollowed(): Promise<void> {
  expect(follower.reader.damage).toEqual([]);
  expect(follower.timesSeen().filter((times) => times !== 1)).toEqual([]);
  const stored = await storedStates(store.direct, projectId);
  const others = stored.filter((record) => !sameJson(follower.reader.state.get(record.id), record));
  expect(others).toEqual([]);
  await expectSound(store, projectId);
}

describe.each(readings)('the feed by $by', ({ commitSnapshots, muchEarlier }) => {
  beforeEach(() => begin(commitSnapshots));

  it('COM-60: misses nothing of slow writers, delivers nothing twice and nothing that was rolled back', async () => {
    const acknowledged: string[] = [];
    const tables: ReturnType<typeof tableOperations>[] = [];
    let given = 0;
    const write = async (place: number) => {
      const random = seeded(place + 1);
      const writer = person(place % 2 ? ben : ada);
      writer.intercept(slowOrBroken(random, () => (given += 1)));
      for (let round = 0; round < 12; round += 1) {
        const table = tableOperations(`t_${place}_${round}`);
        const target = tables.length > 0 ? random.pick(tables.slice(-5)) : table;
        const foreignKey = create('foreign-key', {
          tableId: table.tableId,
          columnIds: [table.xColumn],
          referencedTableId: target.tableId,
          referencedColumnIds: [target.idColumn],
        });
        const id = randomUUID();
        try {
          const answer = await writer.commit(projectId, {
            id,
            operations: [...table.operations, foreignKey],
          });
          expect(answer).toMatchObject({ ok: true });
          acknowledged.push(id);
          tables.push(table);
        } catch (error) {
          expect(String(error)).toContain('given up');
        }
      }
    };
    await Promise.all(Array.from({ length: 8 }, (_, place) => write(place)));
    expect(given).toBeGreaterThan(2);
    expect(acknowledged.length + given).toBe(8 * 12);
    await follower.until(acknowledged);
    await follower.pause();
    expect(follower.timesSeen()).toHaveLength(acknowledged.length);
    await expectFollowed();
  });

  /** Before COMMIT: one in ten thinks for a while, one in ten gives up. */
  function slowOrBroken(random: Random, givesUp: () => void) {
    return async ({ text }: { readonly text: string }) => {
      const what = atCommit.test(text) ? random.below(10) : 9;
      if (what === 0) await sleep(100 + random.below(200));
      if (what !== 1) return undefined;
      givesUp();
      throw new Error('given up');
    };
  }

  it('COM-38: shows a table that was dropped and brought back, with the versions that went on', async () => {
    const table = tableOperations('orders');
    const writer = person();
    const answers = [
      await writer.send(projectId, ...table.operations),
      await writer.send(projectId, remove('table', table.tableId)),
      await writer.send(projectId, ...table.operations),
    ];
    await follower.until(answers.map((answer) => (answer.ok ? answer.value.id : 'refused')));
    expect(follower.reader.state.get(table.tableId)).toMatchObject({ version: 3, body: { name: 'orders' } });
    await expectFollowed();
  });

  it('COM-62: a writer who stands still and goes on later is delivered behind those who overtook', async () => {
    const [slow, quick] = [person(ada), person(ben)];
    const table = tableOperations('orders');
    const mine = randomUUID();
    const held = await slow.hold(atCommit, projectId, { id: mine, operations: table.operations });
    const overtaking = await quick.send(projectId, ...tableOperations('lines').operations);
    await follower.until([overtaking.ok ? overtaking.value.id : '']);
    await follower.pause();
    expect(follower.reader.seen.has(mine)).toBe(false);
    await held.goOn();
    await follower.until([mine]);
    await expectFollowed();
  });

  const impatient = ['idle_in_transaction_session_timeout=150ms'];

  it.each([
    { where: 'before its log row', pattern: /INSERT INTO changes/ },
    { where: 'before COMMIT', pattern: atCommit },
  ])(
    'COM-62: a writer who stands still $where too long is cut off, and has one effect',
    async ({ pattern }) => {
      const [stopped, other] = [person(ada, impatient), person(ben)];
      const table = tableOperations('orders');
      await other.send(projectId, ...table.operations);
      const mine = { id: randomUUID(), operations: [update('table', table.tableId, 1, { name: 'sales' })] };
      const held = await stopped.hold(pattern, projectId, mine);
      // Waits for the row until the server ends the session that holds it.
      const theirs = await other.send(projectId, update('table', table.tableId, 1, { name: 'invoices' }));
      expect(theirs).toMatchObject({ ok: true, value: { merges: [] } });
      expect(await answerOrRepeat(stopped, mine, held.goOn())).toMatchObject({
        ok: true,
        value: { merges: [{ verdict: 'overwrote', theirs: 'invoices', yours: 'sales' }] },
      });
      await follower.until([mine.id, theirs.ok ? theirs.value.id : 'refused']);
      await expectFollowed();
    },
  );

  /** Whoever lost the connection may be told that nothing is known; the same mutation again then tells. */
  async function answerOrRepeat(who: Person, mutation: Mutation, answer: Promise<Answer>): Promise<Answer> {
    try {
      return await answer;
    } catch (error) {
      expect(error).toMatchObject({ kind: 'outcome-unknown' });
      return who.commit(projectId, mutation);
    }
  }

  it.each([
    { when: 'at the very moment of the last one', at: '(SELECT max(at) FROM changes WHERE project_id = $1)' },
    {
      when: `${muchEarlier} before it`,
      at: `(SELECT max(at) FROM changes WHERE project_id = $1) - interval '${muchEarlier}'`,
    },
  ])('COM-63: delivers once what the clock of the log puts $when', async ({ at }) => {
    const before = await person().send(projectId, ...tableOperations('orders').operations);
    await follower.until([before.ok ? before.value.id : '']);
    const ids = [randomUUID(), randomUUID()];
    await store.direct.query(
      `INSERT INTO changes (project_id, at, id, actor_id, actor_name, outcome, body, retries, request_hash)
       SELECT project_id, ${at}, u.id, actor_id, actor_name, outcome, '[]', 0, ''
       FROM changes CROSS JOIN unnest($2::uuid[]) AS u(id) WHERE project_id = $1 AND changes.id = $3`,
      [projectId, ids, before.ok && before.value.id],
    );
    const after = await person().send(projectId, ...tableOperations('lines').operations);
    await follower.until([...ids, after.ok ? after.value.id : '']);
    await follower.pause();
    await expectFollowed();
  });

  it('COM-63: goes on when the clock of the log is an hour ahead, in order, missing nothing', async () => {
    const writer = person();
    const table = tableOperations('orders');
    const before = await writer.send(projectId, ...table.operations);
    await follower.until([before.ok ? before.value.id : '']);
    const future = randomUUID();
    await store.direct.query(
      `INSERT INTO changes (project_id, at, id, actor_id, actor_name, outcome, body, retries, request_hash)
       SELECT project_id, clock_timestamp() + interval '1 hour', $2, actor_id, actor_name, outcome, '[]', 0, ''
       FROM changes WHERE project_id = $1 AND id = $3`,
      [projectId, future, before.ok && before.value.id],
    );
    const later: string[] = [];
    for (let version = 1; version <= 5; version += 1) {
      const edit = update('column', table.xColumn, version, { name: `x_${version}` });
      const answer = await writer.send(projectId, edit);
      later.push(answer.ok ? answer.value.id : 'refused');
    }
    await follower.until([future, ...later]);
    expect((await store.log(projectId)).map((entry) => entry.id).slice(-6)).toEqual([future, ...later]);
    expect(await recordOf(store, projectId, table.xColumn)).toMatchObject({ body: { name: 'x_5' } });
    await expectFollowed();
  });
});

describe.each(readings)('the fingerprint, read by $by', ({ commitSnapshots }) => {
  beforeEach(() => begin(commitSnapshots));

  const differences = () => follower.fingerprints.filter(({ told, shown }) => told !== shown).length;
  const untilTold = async (count: number) => {
    for (let tries = 0; tries < 300 && follower.fingerprints.length < count; tries += 1) await sleep(10);
    expect(follower.fingerprints.length).toBeGreaterThanOrEqual(count);
  };

  it('COM-90, DSE-54: of a mirror equals that of the store, while edits come', async () => {
    const writer = person();
    for (let round = 0; round < 5; round += 1) {
      await writer.send(projectId, ...tableOperations(`t${round}`).operations);
      await untilTold(follower.fingerprints.length + 1);
    }
    expect(differences()).toBe(0);
  });

  it.each([
    {
      what: 'a body was changed without a new version',
      plant: async (id: string) => {
        await store.direct.query(
          `UPDATE records SET body = replace(body, 'orders', 'planted'), digest_low = digest_low + 1
             WHERE project_id = $1 AND id = $2`,
          [projectId, id],
        );
      },
    },
    {
      what: 'a record was lost',
      plant: async (id: string) => {
        await store.direct.query('UPDATE records SET face = NULL WHERE project_id = $1 AND id = $2', [
          projectId,
          id,
        ]);
      },
    },
    {
      what: 'the mirror took a change wrongly',
      plant: async (id: string) => {
        const record = follower.reader.state.get(id);
        if (record) follower.reader.state.replace({ ...record, version: record.version + 1 });
      },
    },
    {
      what: 'the mirror lost a record',
      plant: async (id: string) => follower.reader.state.forget(id),
    },
  ])('COM-90: differs when $what', async ({ plant }) => {
    const table = create('table', { name: 'orders' });
    const answer = await person().send(projectId, table);
    await follower.until([answer.ok ? answer.value.id : '']);
    await untilTold(1);
    expect(differences()).toBe(0);
    await plant(table.id);
    await untilTold(follower.fingerprints.length + 2);
    expect(differences()).toBeGreaterThan(0);
  });

  it('COM-90: of a fresh snapshot differs from what it shows when a body was written past the digest', async () => {
    const table = create('table', { name: 'orders' });
    await person().send(projectId, table);
    await store.direct.query(
      `UPDATE records SET body = replace(body, 'orders', 'planted') WHERE project_id = $1 AND id = $2`,
      [projectId, table.id],
    );
    const snapshot = await store.snapshot(ada, projectId);
    const shown = MemoryState.from(snapshot.records as RecordState[]).records();
    expect(snapshot.fingerprint).not.toBe(printFingerprint(fingerprintOf(shown)));
  });
});
