import { describe, expect, it } from 'vitest';
import { VirtualTime } from '../../../test/simulation/virtual-time';
import type { PresenceUpdate } from '../../core/protocol/presence';
import { createPresence, othersOf } from './presence';

function sender(
  answer: () => Promise<void> = () => Promise.resolve(),
  intervalMs?: () => number | undefined,
) {
  const time = new VirtualTime();
  const sent: { at: number; update: PresenceUpdate; keepalive: boolean }[] = [];
  const start = time.now();
  const presence = createPresence({
    projectId: 'p',
    clientId: 'tab',
    scheduler: time,
    ...(intervalMs === undefined ? {} : { intervalMs }),
    api: {
      presence: (_projectId, update, { keepalive = false } = {}) => {
        sent.push({ at: time.now() - start, update, keepalive });
        return answer();
      },
    },
  });
  return { time, sent, presence };
}

describe('presence', () => {
  it('SYNC-70: sends ten times a second at most, and always the latest', async () => {
    const { time, sent, presence } = sender();
    for (let x = 0; x < 100; x += 1) {
      presence.update({ cursor: { x, y: 0 } });
      await time.run(10);
    }
    await time.run(200);
    expect(sent.length).toBeLessThanOrEqual(12);
    for (const [place, { at }] of sent.entries()) {
      if (place > 0) expect(at - (sent[place - 1]?.at ?? 0)).toBeGreaterThanOrEqual(100);
    }
    expect(sent.at(-1)?.update).toMatchObject({ clientId: 'tab', cursor: { x: 99, y: 0 } });
    const times = sent.map(({ update }) => update.sentAt ?? 0);
    expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
  });

  it('PRE-26: sends no more often than the server has asked, from when it has', async () => {
    let asked: number | undefined;
    const { time, sent, presence } = sender(undefined, () => asked);
    const move = async () => {
      for (let x = 0; x < 100; x += 1) {
        presence.update({ cursor: { x, y: 0 } });
        await time.run(10);
      }
      await time.run(1_000);
      return sent.splice(0);
    };
    expect((await move()).length).toBeGreaterThan(8);
    asked = 200;
    const fewer = await move();
    expect(fewer.length).toBeLessThanOrEqual(6);
    expect(fewer.at(-1)?.update.cursor?.x).toBe(99);
    asked = 1;
    expect((await move()).length).toBeLessThanOrEqual(11);
  });

  it('SYNC-71: is silent when nothing changes, but for a sign of life', async () => {
    const { time, sent, presence } = sender();
    presence.update({ selection: ['a'] });
    presence.update({ selection: ['a'] });
    await time.run(14_000);
    expect(sent).toHaveLength(1);
    await time.run(2_000);
    expect(sent).toHaveLength(2);
  });

  it('SYNC-71: tells everything again after a break', async () => {
    const { time, sent, presence } = sender();
    presence.update({ selection: ['a'] });
    await time.run(1_000);
    presence.repeat();
    await time.run(1_000);
    expect(sent.map(({ update }) => update.selection)).toEqual([['a'], ['a']]);
  });

  it('SYNC-72: keeps one message under way, and a lost one does not stop it', async () => {
    let fail: () => void = () => undefined;
    const { time, sent, presence } = sender(
      () =>
        new Promise((_, reject) => {
          fail = () => reject(new Error('lost'));
        }),
    );
    presence.update({ cursor: { x: 1, y: 1 } });
    await time.run(1_000);
    presence.update({ cursor: { x: 2, y: 2 } });
    await time.run(1_000);
    expect(sent).toHaveLength(1);
    fail();
    await time.run(200);
    expect(sent.at(-1)?.update.cursor).toEqual({ x: 2, y: 2 });
  });

  it('SYNC-73: says goodbye in a request that outlives the page', async () => {
    const { time, sent, presence } = sender();
    presence.update({ cursor: { x: 1, y: 1 } });
    await time.run(50);
    presence.leave();
    expect(sent.at(-1)).toMatchObject({ update: { clientId: 'tab', leaving: true }, keepalive: true });
    await time.run(60_000);
    expect(sent).toHaveLength(2);
  });

  it('SYNC-74: shows everybody but this tab', () => {
    const person = {
      name: 'Ada',
      color: '#112233',
      cursor: null,
      selection: [],
      editing: null,
      dragging: [],
      viewport: null,
      following: null,
      away: false,
    };
    const here = { ...person, id: 'ada', clientId: 'tab' };
    const there = { ...person, id: 'ada', clientId: 'other' };
    expect(othersOf([here, there], 'tab')).toEqual([there]);
  });
});
