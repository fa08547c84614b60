import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomEdit } from '../../../test/simulation/edits';
import type { Visitor } from '../../../test/simulation/room';
import { roomWithTable } from '../../../test/simulation/room';
import { contentOf } from '../../../test/simulation/server';
import type { MemoryState } from '../../core/schema/memory-state';
import { memoryPendingStorage } from './pending-storage';

const bodiesOf = (state: MemoryState) => contentOf(state).map(({ version: _version, ...rest }) => rest);

/** What happens between the edits: the page goes and another one comes, the network goes or comes, time passes. */
const steps = fc.array(fc.constantFrom('edit', 'edit', 'edit', 'edit', 'reload', 'cut', 'mend', 'wait'), {
  minLength: 5,
  maxLength: 30,
});

/** A page that was left had its answer afterwards, and wrote what it then knew over what the next page knew better. */
const lateAnswer: [number, ('edit' | 'reload' | 'cut' | 'mend' | 'wait')[], number] = [
  1_259_476_934,
  ['wait', ...new Array<'edit'>(8).fill('edit'), 'cut', 'edit', 'edit', 'wait', 'mend', 'edit', 'reload'],
  4,
];

/** Several pages of one person, one after the other, that share what the browser keeps. */
class Pages {
  readonly #storage = memoryPendingStorage();
  readonly #room: Awaited<ReturnType<typeof roomWithTable>>['room'];
  #visitor: Visitor | null = null;
  refusals = 0;

  constructor(room: Awaited<ReturnType<typeof roomWithTable>>['room']) {
    this.#room = room;
  }

  get page(): Visitor {
    if (!this.#visitor) throw new Error('no page is open');
    return this.#visitor;
  }

  async open(): Promise<void> {
    if (this.#visitor) {
      this.refusals += this.#visitor.notices.filter(({ kind }) => kind.endsWith('refused')).length;
      this.#visitor.store.stop();
      await this.#visitor.store.kept();
    }
    this.#visitor = await this.#room.enter('ada', { storage: this.#storage });
  }

  async does(step: string): Promise<void> {
    const { store, link } = this.page;
    if (step === 'reload') await this.open();
    else if (step === 'wait') await this.#room.time.run(3_000);
    else if (step === 'edit') {
      const operations = randomEdit(store.state(), this.#room.random);
      if (operations) store.mutate(operations);
    } else link.down = step === 'cut';
  }

  /** Back or forth to the end, over as many pages as it takes. */
  async walk(way: 'undo' | 'redo', perPage: number): Promise<number> {
    let count = 0;
    while (this.page.store.status()[way === 'undo' ? 'canUndo' : 'canRedo'] !== null) {
      expect(this.page.store[way]()).toMatchObject({ ok: true });
      count += 1;
      if (count % perPage === 0) await this.open();
    }
    await this.#room.quiet();
    return count;
  }
}

describe('undo over reloads', () => {
  it('SYNC-104, SYNC-17: undoing all that one person did gives the first state, redoing all the last', async () => {
    let undone = 0;
    await fc.assert(
      fc.asyncProperty(fc.nat(), steps, fc.integer({ min: 1, max: 9 }), async (seed, walk, perPage) => {
        const { room } = await roomWithTable();
        for (let skip = seed % 97; skip > 0; skip -= 1) room.random.next();
        const first = bodiesOf(room.server.state);
        const pages = new Pages(room);
        await pages.open();
        for (const step of walk) await pages.does(step);
        pages.page.link.down = false;
        await room.quiet();
        const last = bodiesOf(room.server.state);
        undone += await pages.walk('undo', perPage);
        expect(bodiesOf(room.server.state)).toEqual(first);
        await pages.walk('redo', perPage);
        expect(bodiesOf(room.server.state)).toEqual(last);
        expect(bodiesOf(pages.page.store.state())).toEqual(last);
        await pages.open();
        expect(pages.refusals).toBe(0);
      }),
      { numRuns: 100, examples: [lateAnswer] },
    );
    expect(undone).toBeGreaterThan(200);
  });
});
