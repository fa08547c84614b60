import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cursorFrom } from './cursor';
import { OwnEdits } from './own-edits';

/** A transaction that wrote, by the ticks of a clock; numbers are given out as they begin. */
type Transaction = { readonly beganAt: number; readonly endedAt: number; readonly isTold: boolean };

const tick = fc.nat({ max: 20 });
const transaction = fc
  .record({ beganAt: tick, ticks: tick, isTold: fc.boolean() })
  .map(({ beganAt, ticks, isTold }) => ({ beganAt, endedAt: beganAt + ticks, isTold }));
const history = fc
  .array(transaction, { maxLength: 12 })
  .map((all) => all.toSorted((a, b) => a.beganAt - b.beganAt));

const firstNumber = 1_000;

/** As PostgreSQL takes one: all that ended counts, and of what is running what has a lower number than that. */
function snapshotAt(tickNow: number, all: readonly Transaction[]): string {
  const ended = all.flatMap(({ endedAt }, place) => (endedAt <= tickNow ? [firstNumber + place] : []));
  const xmax = Math.max(firstNumber - 1, ...ended) + 1;
  const running = all.flatMap((_, place) => {
    const xid = firstNumber + place;
    return xid < xmax && !ended.includes(xid) ? [xid] : [];
  });
  return `${running[0] ?? xmax}:${xmax}:${running.join(',')}`;
}

function ownEdits(all: readonly Transaction[], isKept: (one: Transaction) => boolean): OwnEdits {
  const own = new OwnEdits();
  for (const [place, one] of all.entries()) {
    if (isKept(one)) own.add(`project ${place}`, String(firstNumber + place));
  }
  return own;
}

describe('what may be told of without reading', () => {
  it('COM-107: is what saw nothing that is not told, however transactions overlap', () => {
    const verdicts = new Set<boolean>();
    fc.assert(
      fc.property(history, tick, tick, (all, readAt, later) => {
        const sawAt = readAt + later;
        const own = ownEdits(all, ({ isTold, endedAt }) => isTold && endedAt <= sawAt);
        const unseen = all.filter(({ endedAt, isTold }) => endedAt <= sawAt && endedAt > readAt && !isTold);
        const here = cursorFrom('1', snapshotAt(readAt, all), null);
        const isSure = own.areAllThatWasSeen(snapshotAt(sawAt, all), here);
        expect(isSure).toBe(unseen.length === 0);
        verdicts.add(isSure);
      }),
      { numRuns: 2_000 },
    );
    expect(verdicts).toEqual(new Set([true, false]));
  });

  it('COM-107: is nothing where the numbers of transactions went back', () => {
    const own = new OwnEdits();
    const here = cursorFrom('1', '1000:1200:1100', null);
    expect(own.areAllThatWasSeen('1000:1199:1100', here)).toBe(false);
    expect(own.areAllThatWasSeen('1000:1200:1100', here)).toBe(true);
  });

  it('COM-107: is nothing while a thousand are not read', () => {
    const own = new OwnEdits();
    const here = cursorFrom('1', '1000:1000:', null);
    for (let xid = 1_000; xid < 2_001; xid += 1) own.add(`project ${xid}`, String(xid));
    expect(own.areAllThatWasSeen('2000:2000:', here)).toBe(false);
    own.forget(['project 2000']);
    expect(own.areAllThatWasSeen('2000:2000:', here)).toBe(true);
    expect(own.areAllThatWasSeen('2001:2001:', here)).toBe(false);
  });

  it('COM-107: forgets what a reading showed', () => {
    const own = new OwnEdits();
    own.add('project 1', '1000');
    own.forget(own.keys);
    expect(own.keys).toEqual([]);
    expect(own.areAllThatWasSeen('1001:1001:', cursorFrom('1', '1000:1000:', null))).toBe(false);
  });
});
