import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { problemDocumentSchema } from '../../core/std/problem';
import { StartError } from '../storage/storage-error';
import type { OpenInstance } from './instance';
import { createInstance } from './instance';
import { SetupError } from './setup-error';

/** An instance whose opening the test decides, with what it said, kept awake for, and did. */
function instanceWith(...openings: readonly (() => Promise<OpenInstance>)[]) {
  const left = [...openings];
  const lines: string[] = [];
  const awake: Promise<unknown>[] = [];
  const clock = { ms: 0 };
  const open = async () => {
    const next = left.shift();
    if (next === undefined) throw new Error('opened too often');
    return next();
  };
  const handle = createInstance({
    open,
    report: (line) => lines.push(line),
    waitUntil: (work) => awake.push(work),
    now: () => clock.ms,
  });
  return { ask: () => handle(new Request('http://localhost/api/v1/health')), lines, awake, clock };
}

/** Services that answer `well`, and count their sweeps. */
function services(sweeps = { count: 0 }, isBroken = false) {
  const opened: OpenInstance = {
    handle: async () => new Response('well'),
    sweep: async () => {
      sweeps.count += 1;
      if (isBroken) throw new Error('the database is away');
    },
    close: async () => undefined,
  };
  return async () => {
    await sleep(1);
    return opened;
  };
}

const failing = (error: Error) => async () => {
  await sleep(1);
  throw error;
};

describe('an instance', () => {
  it('VER-1: opens with its first request, once for all that come meanwhile and later', async () => {
    const { ask, lines } = instanceWith(services());
    const answers = await Promise.all([ask(), ask(), ask()]);
    expect(await Promise.all([...answers, await ask()].map((answer) => answer.text()))).toEqual(
      Array.from({ length: 4 }, () => 'well'),
    );
    expect(lines).toEqual([]);
  });

  it('VER-1: tells once why it could not open, and tries again with the next request', async () => {
    const { ask, lines } = instanceWith(failing(new StartError('No host db.example.com.')), services());
    const refusals = await Promise.all([ask(), ask()]);
    expect(refusals.map(({ status }) => status)).toEqual([503, 503]);
    expect(lines).toEqual(['VersionZero cannot start. No host db.example.com.']);
    expect((await ask()).status).toBe(200);
  });

  it('VER-2: says what is not set up to anybody, and what a database said to nobody', async () => {
    const { ask } = instanceWith(
      failing(new SetupError('SESSION_SECRET has to be set.')),
      failing(new StartError('No host db.example.com.')),
      failing(new Error('a bug')),
    );
    const details: string[] = [];
    for (let asked = 0; asked < 3; asked += 1) {
      details.push(problemDocumentSchema.parse(await (await ask()).json()).detail);
    }
    const silent = 'The server cannot start; its log says why.';
    expect(details).toEqual(['SESSION_SECRET has to be set.', silent, silent]);
  });

  it('VER-8: sweeps behind a request, once a minute, and is kept awake until that is done', async () => {
    const sweeps = { count: 0 };
    const { ask, awake, clock } = instanceWith(services(sweeps));
    for (const ms of [0, 1_000, 59_000, 61_000, 62_000]) {
      clock.ms = ms;
      await ask();
    }
    expect(sweeps.count).toBe(2);
    expect(awake).toHaveLength(2);
  });

  it('VER-8: a sweep that fails is in the way of nobody', async () => {
    const { ask, awake, lines } = instanceWith(services({ count: 0 }, true));
    expect((await ask()).status).toBe(200);
    await Promise.all(awake);
    expect(lines).toEqual([]);
  });
});
