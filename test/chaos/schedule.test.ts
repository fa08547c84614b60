import { describe, expect, it } from 'vitest';
import { SeededRandom } from '../simulation/random';
import { allLanes, drawSchedule } from './schedule';

const draw = (seed: number) => drawSchedule(new SeededRandom(seed), 60_000, 3, allLanes);

describe('the schedule of faults', () => {
  it('CHA-2: follows from the seed', () => {
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
  });

  it('CHA-2: has every kind of fault, one after the other in each lane, and all over in time', () => {
    const lanes = draw(7);
    const kinds = new Set(lanes.flat().map(({ kind }) => kind));
    expect([...kinds].sort()).toEqual([
      'cut',
      'delay',
      'freeze-database',
      'freeze-server',
      'half-open',
      'hold-transactions',
      'kill-server',
      'lose-commits',
      'stall',
      'stop-database',
    ]);
    for (const lane of lanes) {
      for (const [place, fault] of lane.entries()) {
        const next = lane[place + 1];
        expect(fault.at + fault.lastsMs).toBeLessThanOrEqual(next?.at ?? 60_000);
      }
    }
  });
});
