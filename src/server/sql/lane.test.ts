import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { LaneLimits } from './lane';
import { Lane } from './lane';

const folder = mkdtempSync(join(tmpdir(), 'versionzero-test-lane-'));
const obedientWorker = pathToFileURL(join(folder, 'obedient.mjs'));

/** A real process that does what it is told, good or bad. */
writeFileSync(
  obedientWorker,
  `
  const answer = (answer) => process.send({ kind: 'answer', answer });
  const done = () => answer({ ok: true, value: process.pid });
  process.on('disconnect', () => process.exit());
  process.on('message', ({ order }) => {
    if (order === 'answer') done();
    if (order === 'refuse') answer({ ok: false, problem: { code: 'syntax-error', detail: 'no' } });
    if (order === 'late') setTimeout(done, 200);
    if (order === 'loop') for (;;);
    if (order === 'tell') process.send({ kind: 'fault', stack: 'Error: told\\n    at obedient.mjs:1:1' });
    if (order === 'exit') process.exit(3);
    if (order === 'answer, then break down') { done(); throw new Error('Breaks down on purpose.'); }
    if (order === 'eat') JSON.parse('[' + '{"a":[1]},'.repeat(3_000_000) + '0]');
    if (order === 'environment') answer({ ok: true, value: Object.keys(process.env).sort().join() });
  });
`,
);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Order = { readonly order: string };

const limits: LaneLimits = {
  timeMs: 30_000,
  memoryMb: 32,
  waiting: { requests: 2, weight: 100 },
  heavy: 50,
};

const lanes: Lane<Order, number | string>[] = [];

function open(changed: Partial<LaneLimits> = {}): Lane<Order, number | string> {
  const refusals = { tooSlow: 'too slow', tooMuchMemory: 'too much memory' };
  const lane = new Lane<Order, number | string>(obedientWorker, { ...limits, ...changed }, refusals);
  lanes.push(lane);
  return lane;
}

async function processOf(lane: Lane<Order, number | string>): Promise<number> {
  const answer = await lane.run({ order: 'answer' }, 1);
  if (!answer.ok) throw new Error(answer.problem.detail);
  return Number(answer.value);
}

afterEach(async () => {
  await Promise.all(lanes.splice(0).map((lane) => lane.close()));
});

describe('lane', () => {
  it('WRK-1: keeps its process warm, one request after the other', async () => {
    const lane = open();
    const [first, second] = await Promise.all([processOf(lane), processOf(lane)]);
    expect(second).toBe(first);
    expect(await processOf(lane)).toBe(first);
  });

  it('WRK-1: the process is told none of the server’s secrets', async () => {
    const answer = await open().run({ order: 'environment' }, 1);
    expect(answer).toEqual({ ok: true, value: expect.not.stringMatching(/PATH|DATABASE|SECRET|HOME/) });
  });

  it('WRK-2: ends what takes too long, and goes on', async () => {
    // Time enough for a process to start on a busy machine; one that loops uses up any.
    const lane = open({ timeMs: 5_000 });
    const [stuck, next] = await Promise.all([
      lane.run({ order: 'loop' }, 1),
      lane.run({ order: 'answer' }, 1),
    ]);
    expect(stuck).toEqual({ ok: false, problem: { code: 'too-large', detail: 'too slow' } });
    expect(next.ok).toBe(true);
  });

  it('WRK-2: ends what takes too much memory, and goes on', async () => {
    const lane = open();
    expect(await lane.run({ order: 'eat' }, 1)).toEqual({
      ok: false,
      problem: { code: 'too-large', detail: 'too much memory' },
    });
    expect(await processOf(lane)).toBeGreaterThan(0);
  });

  it('WRK-3: a process that breaks down is a fault, and the next request gets another', async () => {
    const lane = open();
    const first = await processOf(lane);
    await expect(lane.run({ order: 'tell' }, 1)).rejects.toMatchObject({
      stack: expect.stringContaining('obedient.mjs'),
    });
    const second = await processOf(lane);
    await expect(lane.run({ order: 'exit' }, 1)).rejects.toThrow('status 3');
    expect(new Set([first, second, await processOf(lane)]).size).toBe(3);
  });

  it('WRK-3: a process that breaks down between two requests harms nobody', async () => {
    const lane = open();
    expect((await lane.run({ order: 'answer, then break down' }, 1)).ok).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await processOf(lane)).toBeGreaterThan(0);
  });

  it('WRK-3: a process that refused, or carried much, is not used again', async () => {
    const lane = open();
    const first = await processOf(lane);
    expect((await lane.run({ order: 'refuse' }, 1)).ok).toBe(false);
    const second = await processOf(lane);
    expect(await lane.run({ order: 'answer' }, 50)).toEqual({ ok: true, value: second });
    expect(new Set([first, second, await processOf(lane)]).size).toBe(3);
  });

  it('WRK-4: refuses when too many wait, or too much', async () => {
    const lane = open();
    const inTime = [
      lane.run({ order: 'late' }, 1),
      lane.run({ order: 'answer' }, 1),
      lane.run({ order: 'answer' }, 1),
    ];
    expect(await lane.run({ order: 'answer' }, 1)).toMatchObject({
      ok: false,
      problem: { code: 'unavailable' },
    });
    expect((await Promise.all(inTime)).every(({ ok }) => ok)).toBe(true);
    const heavy = [lane.run({ order: 'late' }, 99), lane.run({ order: 'answer' }, 1)];
    expect(await lane.run({ order: 'answer' }, 1)).toMatchObject({
      ok: false,
      problem: { code: 'unavailable' },
    });
    expect((await Promise.all(heavy)).every(({ ok }) => ok)).toBe(true);
    // Heavier than all that may wait together: alone it is let in.
    expect((await lane.run({ order: 'answer' }, 1_000)).ok).toBe(true);
  });

  it('WRK-6: who is gone is not worked for, waiting or under way, and the next request is', async () => {
    const lane = open();
    const [first, second] = [new AbortController(), new AbortController()];
    const running = lane.run({ order: 'loop' }, 1, first.signal);
    const waiting = lane.run({ order: 'answer' }, 1, second.signal);
    const next = lane.run({ order: 'answer' }, 1);
    await new Promise((resolve) => setTimeout(resolve, 100));
    second.abort();
    expect(await waiting).toMatchObject({ ok: false, problem: { detail: 'The request was cancelled.' } });
    first.abort();
    expect(await running).toMatchObject({ ok: false, problem: { detail: 'The request was cancelled.' } });
    expect((await next).ok).toBe(true);
    expect((await lane.run({ order: 'answer' }, 1, first.signal)).ok).toBe(false);
  });

  it('WRK-5: closing ends what is under way and refuses it, what waits, and what comes', async () => {
    const lane = open();
    const running = lane.run({ order: 'loop' }, 1);
    const waiting = lane.run({ order: 'answer' }, 1);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await lane.close();
    for (const answer of [await running, await waiting, await lane.run({ order: 'answer' }, 1)]) {
      expect(answer).toMatchObject({ ok: false, problem: { code: 'unavailable' } });
    }
  });
});
