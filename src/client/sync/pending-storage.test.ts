import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import { describe, expect, it } from 'vitest';
import type { LastPlace } from './indexeddb-storage';
import { indexedDbPendingStorage } from './indexeddb-storage';
import type { Outcome } from './outcome';
import type { PendingMutation } from './pending';
import type { PendingStorage } from './pending-storage';
import { memoryPendingStorage } from './pending-storage';
import type { TabLocks } from './tab-locks';
import type { HistoryChange } from './undo-history';
import type { UndoStep } from './undo-step';

/** A browser's `localStorage`, which Node 20 does not have. */
function lastPlace(): LastPlace {
  const items = new Map<string, string>();
  return {
    get length() {
      return items.size;
    },
    key: (index) => [...items.keys()][index] ?? null,
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
  };
}

const storages: readonly (readonly [string, () => PendingStorage])[] = [
  ['memory', memoryPendingStorage],
  ['IndexedDB', () => indexedDbPendingStorage({ name: `contract-${Math.random()}`, lastPlace: lastPlace() })],
];

function mutation(id: string, label = 'Edit'): PendingMutation {
  return {
    id,
    operations: [{ verb: 'update', kind: 'table', id: 't', version: 3, body: { name: 'x', comment: null } }],
    bases: [{ seen: 3, own: { name: 5 } }],
    label,
    intent: { kind: 'undo', of: 'other' },
    madeAt: 0,
  };
}

function step(mutationId: string, bytes = 10): UndoStep {
  const entry = {
    type: 'table.create',
    recordId: 't',
    kind: 'table',
    before: null,
    after: { name: 'x' },
  } as const;
  return { mutationId, label: `Add ${mutationId}`, entries: [entry], versions: { t: 2 }, bytes };
}

const edit = (id: string, bytes?: number): HistoryChange => ({ kind: 'edit', step: step(id, bytes) });

function outcome(id: string, more: Partial<Outcome> = {}): Outcome {
  return { id, label: `Edit ${id}`, at: 5, waited: true, isTold: false, kind: 'applied', ...more } as Outcome;
}

describe.each(storages)('pending storage: %s', (_name, create) => {
  it('SYNC-6: gives everything back as it was, in the order in which it was made', async () => {
    const storage = create();
    const made = ['c', 'a', 'b'].map((id) => mutation(id));
    for (const one of made) await storage.put('p', one);
    expect(await storage.load('p')).toEqual(made);
  });

  it('SYNC-6: a change keeps its place, a removal leaves the others', async () => {
    const storage = create();
    for (const id of ['a', 'b', 'c']) await storage.put('p', mutation(id));
    await storage.put('p', mutation('a', 'changed'));
    await storage.settle('p', 'b', null);
    await storage.settle('p', 'never there', null);
    expect((await storage.load('p')).map(({ id, label }) => [id, label])).toEqual([
      ['a', 'changed'],
      ['c', 'Edit'],
    ]);
  });

  it('SYNC-101: what another tab has settled does not come back by a change of it', async () => {
    const storage = create();
    for (const id of ['a', 'b']) await storage.put('p', mutation(id));
    await storage.settle('p', 'a', null);
    for (const id of ['a', 'b']) await storage.replace('p', mutation(id, 'changed'));
    expect(await storage.load('p')).toEqual([mutation('b', 'changed')]);
  });

  it('SYNC-6: keeps projects apart', async () => {
    const storage = create();
    await storage.put('p', mutation('a'));
    await storage.put('q', mutation('a'));
    await storage.settle('p', 'a', null);
    expect(await storage.load('p')).toEqual([]);
    expect(await storage.load('q')).toHaveLength(1);
  });

  it('SYNC-6: what is kept as the page goes is there for the next one, after what was kept before', async () => {
    const storage = create();
    await storage.put('p', mutation('a'));
    storage.keepNow('p', [mutation('a'), mutation('b')]);
    storage.keepNow('q', []);
    expect((await storage.load('p')).map(({ id }) => id)).toEqual(['a', 'b']);
    await storage.settle('p', 'a', null);
    await storage.settle('p', 'b', null);
    expect(await storage.load('p')).toEqual([]);
  });

  it('SYNC-100: an answered mutation goes and its step comes; the history is given back as it was', async () => {
    const storage = create();
    for (const id of ['a', 'b', 'c']) {
      await storage.put('p', mutation(id));
      await storage.settle('p', id, edit(id));
    }
    expect(await storage.load('p')).toEqual([]);
    await storage.put('p', mutation('d'));
    await storage.settle('p', 'd', { kind: 'undo', of: 'c', step: step('d') });
    await storage.changeHistory('p', { kind: 'drop', of: 'a' });
    const label = 'Add with more';
    await storage.changeHistory('p', { kind: 'correct', step: { ...step('b'), label } });
    expect(await storage.loadHistory('p')).toEqual({ undo: [{ ...step('b'), label }], redo: [step('d')] });
    expect(await storage.loadHistory('q')).toEqual({ undo: [], redo: [] });
  });

  it('SYNC-101: an answer that two tabs were given changes the history once', async () => {
    const storage = create();
    for (const id of ['a', 'b']) await storage.put('p', mutation(id));
    await storage.settle('p', 'a', edit('a'));
    await storage.settle('p', 'b', { kind: 'undo', of: 'a', step: step('b') });
    await storage.settle('p', 'a', edit('a'));
    expect(await storage.loadHistory('p')).toEqual({ undo: [], redo: [step('b')] });
  });

  it('SYNC-102: a history too long or too large loses its oldest steps', async () => {
    const storage = create();
    for (let number = 0; number < 203; number += 1) await storage.changeHistory('p', edit(`s${number}`));
    const long = await storage.loadHistory('p');
    expect([long.undo.length, long.undo[0]?.mutationId]).toEqual([200, 's3']);
    await storage.changeHistory('p', edit('large', 3_999_985));
    const large = await storage.loadHistory('p');
    expect(large.undo.map(({ mutationId }) => mutationId)).toEqual(['s202', 'large']);
  });
});

describe.each(storages)('outcomes in %s', (_name, create) => {
  const idsIn = async (storage: PendingStorage) => (await storage.loadOutcomes('p')).map(({ id }) => id);

  it('SYNC-111: a mutation goes and its outcome comes, in the order of the answers, once', async () => {
    const storage = create();
    for (const id of ['c', 'a', 'b']) await storage.put('p', mutation(id));
    for (const id of ['c', 'a', 'c']) await storage.settle('p', id, edit(id), outcome(id));
    await storage.settle('p', 'b', null, outcome('b'));
    await storage.settle('p', 'never there', null, outcome('never there'));
    expect(await storage.load('p')).toEqual([]);
    expect(await storage.loadOutcomes('p')).toEqual([outcome('c'), outcome('a'), outcome('b')]);
    expect(await storage.loadOutcomes('q')).toEqual([]);
    expect((await storage.loadHistory('p')).undo).toHaveLength(2);
  });

  it('SYNC-116: what the log says of one stands in its place; whether it was told stays', async () => {
    const storage = create();
    for (const id of ['a', 'b']) {
      await storage.changeOutcomes('p', { kind: 'add', outcome: outcome(id, { isTold: true }) });
    }
    const more = { kind: 'took-along', fallen: [], mentioned: [] } as const;
    for (const id of ['a', 'c']) {
      await storage.changeOutcomes('p', { kind: 'correct', outcome: outcome(id, more) });
    }
    const kept = await storage.loadOutcomes('p');
    expect(kept).toEqual([
      outcome('a', { ...more, isTold: true }),
      outcome('b', { isTold: true }),
      outcome('c', more),
    ]);
  });

  it('SYNC-113: what is dismissed goes; what needs no look goes with the next return, or with time', async () => {
    const storage = create();
    const add = (one: Outcome) => storage.changeOutcomes('p', { kind: 'add', outcome: one });
    await add(outcome('old', { isTold: true }));
    await add(outcome('lost', { isTold: true, kind: 'was-overwritten', overwritten: [] }));
    await add(outcome('new'));
    await add(outcome('later'));
    await storage.changeOutcomes('p', { kind: 'told', ids: ['new'] });
    expect(await idsIn(storage)).toEqual(['lost', 'new', 'later']);
    expect((await storage.loadOutcomes('p')).map(({ isTold }) => isTold)).toEqual([true, true, false]);
    await storage.changeOutcomes('p', { kind: 'expire', before: 5 });
    expect(await idsIn(storage)).toEqual(['lost', 'new', 'later']);
    await storage.changeOutcomes('p', { kind: 'expire', before: 6 });
    expect(await idsIn(storage)).toEqual(['lost', 'later']);
    await storage.changeOutcomes('p', { kind: 'dismiss', ids: ['lost', 'gone before'] });
    expect(await idsIn(storage)).toEqual(['later']);
  });
});

describe('pending storage: tabs of one browser', () => {
  it('SYNC-101: a tab hears of what another one changed in the history of its project', async () => {
    const name = `tabs-${Math.random()}`;
    const [one, other] = [
      indexedDbPendingStorage({ name, lastPlace: lastPlace() }),
      indexedDbPendingStorage({ name, lastPlace: lastPlace() }),
    ];
    const heard = new Promise<string>((resolve) => {
      const leaveOther = other.watch('q', () => resolve('of another project'));
      const leave = other.watch('p', () => {
        leave();
        leaveOther();
        resolve('of this project');
      });
    });
    const leaveOwn = one.watch('p', () => undefined);
    await one.changeHistory('p', edit('a'));
    expect(await heard).toBe('of this project');
    leaveOwn();
    expect(await other.loadHistory('p')).toEqual({ undo: [step('a')], redo: [] });
  });

  it('SYNC-100: what an older version of the program kept is read by this one', async () => {
    const name = `old-${Math.random()}`;
    const old = await openDB(name, 1, {
      upgrade: (database) => {
        const store = database.createObjectStore('pending', { keyPath: ['projectId', 'id'] });
        store.createIndex('by-place', ['projectId', 'place']);
      },
    });
    await old.put('pending', { projectId: 'p', id: 'a', place: 1, mutation: mutation('a') });
    await expect(indexedDbPendingStorage({ name, lastPlace: lastPlace() }).load('p')).rejects.toThrow(
      'older version',
    );
    old.close();
    expect(await indexedDbPendingStorage({ name, lastPlace: lastPlace() }).load('p')).toEqual([
      mutation('a'),
    ]);
  });

  it('SYNC-113: a browser that kept a history, but no outcomes yet, keeps both', async () => {
    const name = `older-${Math.random()}`;
    const old = await openDB(name, 2, {
      upgrade: (database) => {
        const pending = database.createObjectStore('pending', { keyPath: ['projectId', 'id'] });
        pending.createIndex('by-place', ['projectId', 'place']);
        database.createObjectStore('history', { keyPath: 'projectId' });
        database.createObjectStore('steps', { keyPath: ['projectId', 'id'] });
      },
    });
    await old.put('steps', { projectId: 'p', id: 'a', step: step('a') });
    await old.put('history', { projectId: 'p', changedAt: Date.now(), undo: [step('a')], redo: [] });
    old.close();
    const storage = indexedDbPendingStorage({ name, lastPlace: lastPlace() });
    await storage.changeOutcomes('p', { kind: 'add', outcome: outcome('a') });
    expect(await storage.loadOutcomes('p')).toEqual([outcome('a')]);
    expect((await storage.loadHistory('p')).undo).toEqual([step('a')]);
  });
});

/** The locks of one browser, in memory. */
function simulatedLocks(): TabLocks {
  const taken = new Set<string>();
  return {
    hold: async (name) => {
      taken.add(name);
      return () => taken.delete(name);
    },
    ifFree: async (name, run) => {
      if (!taken.has(name)) await run();
    },
  };
}

/** Opens storages of tabs that share one browser. */
function browser() {
  const shared = { name: `tabs-${Math.random()}`, lastPlace: lastPlace() };
  const locks = simulatedLocks();
  return (id: string) => indexedDbPendingStorage({ ...shared, tab: { id, locks } });
}

const ids = (mutations: readonly PendingMutation[] | undefined) => mutations?.map(({ id }) => id);

describe('pending storage of several tabs', () => {
  it('SYNC-84: a tab is not given what another one that is there has waiting', async () => {
    const open = browser();
    const [first, second] = [open('1'), open('2')];
    await first.put('p', mutation('a'));
    await second.put('p', mutation('b'));
    expect(await second.adopt?.('p')).toEqual([mutation('b')]);
    expect(await open('3').load('p')).toEqual([]);
  });

  it('SYNC-84: what a tab left that is gone is given to one other, in order', async () => {
    const open = browser();
    const [first, second, third] = [open('1'), open('2'), open('3')];
    for (const id of ['c', 'a', 'b']) await first.put('p', mutation(id));
    await first.put('q', mutation('d'));
    first.close();
    await first.replace('p', mutation('late'));
    const given = await Promise.all([second.adopt?.('p'), third.adopt?.('p')]);
    expect(given.map(ids).toSorted()).toEqual([[], ['c', 'a', 'b']]);
    expect(ids(await third.load('q'))).toEqual(['d']);
  });

  it('SYNC-84: what a page kept with its last breath is given to a tab that is there', async () => {
    const open = browser();
    const [first, second] = [open('1'), open('2')];
    await first.put('p', mutation('a'));
    first.keepNow('p', [mutation('a'), mutation('b')]);
    first.close();
    expect(ids(await second.adopt?.('p'))).toEqual(['a', 'b']);
  });

  it("SYNC-84: what was kept before tabs had names, or without locks, is nobody's", async () => {
    const shared = { name: `tabs-${Math.random()}`, lastPlace: null };
    await indexedDbPendingStorage(shared).put('p', mutation('a'));
    const tab = { id: '1', locks: simulatedLocks() };
    expect(ids(await indexedDbPendingStorage({ ...shared, tab }).load('p'))).toEqual(['a']);
  });
});
