import { describe, expect, it } from 'vitest';
import { VirtualTime } from '../../../test/simulation/virtual-time';
import { watchAway } from './away';

function watched() {
  const time = new VirtualTime();
  const told: boolean[] = [];
  return { time, told, watch: watchAway({ tell: (isAway) => told.push(isAway), scheduler: time }) };
}

describe('watchAway', () => {
  it('PRE-13: a minute without input is away, any input is back at once', async () => {
    const { time, told, watch } = watched();
    await time.run(50_000);
    watch.input();
    await time.run(59_000);
    expect(told).toEqual([]);
    await time.run(2_000);
    expect(told).toEqual([true]);
    watch.input();
    watch.input();
    expect(told).toEqual([true, false]);
    await time.run(61_000);
    expect(told).toEqual([true, false, true]);
  });

  it('PRE-13: a tab out of sight is away at once, whatever comes in, until it is back', async () => {
    const { time, told, watch } = watched();
    watch.hidden(true);
    expect(told).toEqual([true]);
    watch.input();
    await time.run(70_000);
    expect(told).toEqual([true]);
    watch.hidden(false);
    expect(told).toEqual([true, false]);
    await time.run(61_000);
    expect(told).toEqual([true, false, true]);
    watch.stop();
  });

  it('PRE-13: nothing is told after the end', async () => {
    const { time, told, watch } = watched();
    watch.stop();
    await time.run(120_000);
    expect(told).toEqual([]);
  });
});
