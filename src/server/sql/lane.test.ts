import { afterEach, describe, expect, it } from 'vitest';
import type { LaneLimits } from './lane';
import { Lane } from './lane';

/** A real thread that does what it is told, good or bad. */
const obedientWorker = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort, threadId } from 'node:worker_threads';
    parentPort.on('message', (order) => {
      const answer = () => parentPort.postMessage({ ok: true, value: threadId });
      if (order === 'answer') answer();
      if (order === 'refuse') parentPort.postMessage({ ok: false, problem: { code: 'syntax-error', detail: 'no' } });
      if (order === 'late') setTimeout(answer, 200);
      if (order === 'loop') for (;;);
      if (order === 'throw') throw new TypeError('A thread of a test breaks down on purpose.');
      if (order === 'exit') process.exit(3);
      if (order === 'answer, then break down') { answer(); throw new Error('Breaks down on purpose.'); }
      if (order === 'eat') { const all = []; for (;;) all.push(new Array(1000).fill(order + all.length)); }
    });
  `)}`,
);

const limits: LaneLimits = {
  timeMs: 30_000,
  memoryMb: 32,
  waiting: { requests: 2, weight: 100 },
  heavy: 50,
};

const lanes: Lane<string, number>[] = [];

function open(changed: Partial<LaneLimits> = {}): Lane<string, number> {
  const refusals = { tooSlow: 'too slow', tooMuchMemory: 'too much memory' };
  const lane = new Lane<string, number>(obedientWorker, { ...limits, ...changed }, refusals);
  lanes.push(lane);
  return lane;
}

async function threadOf(lane: Lane<string, number>): Promise<number> {
  const answer = await lane.run('answer', 1);
  if (!answer.ok) throw new Error(answer.problem.detail);
  return answer.value;
}

afterEach(async () => {
  await Promise.all(lanes.splice(0).map((lane) => lane.close()));
});

describe('lane', () => {
  it('WRK-1: keeps its thread warm, one request after the other', async () => {
    const lane = open();
    const [first, second] = await Promise.all([threadOf(lane), threadOf(lane)]);
    expect(second).toBe(first);
    expect(await threadOf(lane)).toBe(first);
  });

  it('WRK-2: ends what takes too long, and goes on', async () => {
    const lane = open({ timeMs: 300 });
    const [stuck, next] = await Promise.all([lane.run('loop', 1), lane.run('answer', 1)]);
    expect(stuck).toEqual({ ok: false, problem: { code: 'too-large', detail: 'too slow' } });
    expect(next.ok).toBe(true);
  });

  it('WRK-2: ends what takes too much memory, and goes on', async () => {
    const lane = open();
    expect(await lane.run('eat', 1)).toEqual({
      ok: false,
      problem: { code: 'too-large', detail: 'too much memory' },
    });
    expect(await threadOf(lane)).toBeGreaterThan(0);
  });

  it('WRK-3: a thread that breaks down is a fault, and the next request gets another', async () => {
    const lane = open();
    const first = await threadOf(lane);
    await expect(lane.run('throw', 1)).rejects.toThrow('breaks down on purpose');
    const second = await threadOf(lane);
    await expect(lane.run('exit', 1)).rejects.toThrow('status 3');
    expect(new Set([first, second, await threadOf(lane)]).size).toBe(3);
  });

  it('WRK-3: a thread that breaks down between two requests harms nobody', async () => {
    const lane = open();
    expect((await lane.run('answer, then break down', 1)).ok).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await threadOf(lane)).toBeGreaterThan(0);
  });

  it('WRK-3: a thread that refused, or carried much, is not used again', async () => {
    const lane = open();
    const first = await threadOf(lane);
    expect((await lane.run('refuse', 1)).ok).toBe(false);
    const second = await threadOf(lane);
    expect(await lane.run('answer', 50)).toEqual({ ok: true, value: second });
    expect(new Set([first, second, await threadOf(lane)]).size).toBe(3);
  });

  it('WRK-4: refuses when too many wait, or too much', async () => {
    const lane = open();
    const inTime = [lane.run('late', 1), lane.run('answer', 1), lane.run('answer', 1)];
    expect(await lane.run('answer', 1)).toMatchObject({ ok: false, problem: { code: 'unavailable' } });
    expect((await Promise.all(inTime)).every(({ ok }) => ok)).toBe(true);
    const heavy = [lane.run('late', 99), lane.run('answer', 1)];
    expect(await lane.run('answer', 1)).toMatchObject({ ok: false, problem: { code: 'unavailable' } });
    expect((await Promise.all(heavy)).every(({ ok }) => ok)).toBe(true);
    // Heavier than all that may wait together: alone it is let in.
    expect((await lane.run('answer', 1_000)).ok).toBe(true);
  });

  it('WRK-5: closing ends what is under way and refuses it, what waits, and what comes', async () => {
    const lane = open();
    const running = lane.run('loop', 1);
    const waiting = lane.run('answer', 1);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await lane.close();
    for (const answer of [await running, await waiting, await lane.run('answer', 1)]) {
      expect(answer).toMatchObject({ ok: false, problem: { code: 'unavailable' } });
    }
  });
});
