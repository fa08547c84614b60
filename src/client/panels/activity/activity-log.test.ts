import { describe, expect, it } from 'vitest';
import type { ChangeLog, LiveChange } from '../../../core/protocol/change';
import type { ChangedRecords } from '../../sync/record-listeners';
import { createActivityLog, pageSize } from './activity-log';
import { change, updated } from './log.fixture';

const edit = (number: number) =>
  change(String(number).padStart(3, '0'), number, [updated('table', 'orders', { name: 'a' }, { name: 'b' })]);

/** A server's log that answers page by page, and the two things that a store tells. */
function setUp(count: number) {
  const edits = Array.from({ length: count }, (_, at) => edit(at)).reverse();
  const tellChanges: ((changes: readonly LiveChange[]) => void)[] = [];
  const tellRecords: ((changed: ChangedRecords) => void)[] = [];
  const asked: (string | undefined)[] = [];
  const server = { edits, isDown: false };
  const read = async ({ before, limit }: { before?: string; limit: number }): Promise<ChangeLog> => {
    asked.push(before);
    if (server.isDown) throw new Error('down');
    const from = before === undefined ? 0 : server.edits.findIndex(({ id }) => id === before) + 1;
    const page = server.edits.slice(from, from + limit);
    const isLast = from + limit >= server.edits.length;
    return {
      changes: page.map((one) => ({ ...one, retries: 1, operations: [...one.operations] })),
      next: isLast ? null : (page.at(-1)?.id ?? null),
    };
  };
  const log = createActivityLog({
    read,
    store: {
      subscribe: (listener) => {
        tellRecords.push(listener);
        return () => undefined;
      },
      subscribeChanges: (listener) => {
        tellChanges.push(listener);
        return () => undefined;
      },
    },
  });
  const live = (...numbers: number[]) => {
    const changes = numbers.map((number) => ({ ...edit(number), records: [], merges: [], operations: [] }));
    for (const tell of tellChanges) tell(changes);
  };
  const reload = () => {
    for (const tell of tellRecords) tell('all');
  };
  return { log, server, live, reload, asked };
}

describe('the log of a project', () => {
  it('ACT-31: nothing is read before somebody asks; then page by page to the beginning', async () => {
    const { log, asked, live } = setUp(120);
    live(500);
    expect(asked).toEqual([]);
    expect(log.state.get().changes).toEqual([]);
    await log.open();
    expect(log.state.get()).toMatchObject({ status: 'ready' });
    expect(log.state.get().changes).toHaveLength(pageSize);
    await log.loadMore();
    await log.loadMore();
    await log.loadMore();
    expect(log.state.get().changes.map(({ id }) => id)).toEqual(
      [...Array(120).keys()].reverse().map((at) => String(at).padStart(3, '0')),
    );
    expect(log.state.get().next).toBeNull();
    expect(asked).toHaveLength(3);
  });

  it('ACT-32: what comes live stands on top, and is completed by the next reading', async () => {
    const { log, server, live } = setUp(3);
    await log.open();
    live(3, 3);
    expect(log.state.get().changes[0]).toMatchObject({ id: '003', retries: null });
    server.edits.unshift(edit(3));
    await log.open();
    expect(log.state.get().changes).toHaveLength(4);
    expect(log.state.get().changes[0]?.retries).toBe(1);
  });

  it('ACT-33: after a break there is no gap: the log starts over where it does not join', async () => {
    const { log, server, live, reload } = setUp(60);
    await log.open();
    for (let number = 60; number < 200; number += 1) server.edits.unshift(edit(number));
    reload();
    server.edits.unshift(edit(200));
    live(200);
    await log.open();
    const ids = log.state.get().changes.map(({ id }) => Number(id));
    expect(ids[0]).toBe(200);
    expect(ids.every((id, at) => at === 0 || ids[at - 1] === id + 1)).toBe(true);
    await log.loadMore();
    expect(log.state.get().changes.length).toBeGreaterThan(ids.length);
  });

  it('ACT-33: after a short break it goes on', async () => {
    const { log, server, reload } = setUp(120);
    await log.open();
    await log.loadMore();
    server.edits.unshift(edit(120));
    reload();
    await log.loadMore();
    expect(log.state.get().changes).toHaveLength(121);
    expect(log.state.get().next).toBeNull();
  });

  it('ACT-34: a failure is told and what is there stays', async () => {
    const { log, server } = setUp(120);
    await log.open();
    server.isDown = true;
    await log.loadMore();
    expect(log.state.get()).toMatchObject({ status: 'failed', problem: 'The server did not answer.' });
    expect(log.state.get().changes).toHaveLength(pageSize);
    server.isDown = false;
    await log.loadMore();
    expect(log.state.get()).toMatchObject({ status: 'ready', problem: null });
  });
});
