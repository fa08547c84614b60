import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Throttle } from './throttle';

describe('throttle', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('CAN-32: sends the first at once and then only the last of each interval', () => {
    const sent: number[] = [];
    const throttle = new Throttle<number>(50, (value) => sent.push(value));
    throttle.push(1);
    throttle.push(2);
    throttle.push(3);
    expect(sent).toEqual([1]);
    vi.advanceTimersByTime(50);
    expect(sent).toEqual([1, 3]);
    vi.advanceTimersByTime(200);
    throttle.push(4);
    expect(sent).toEqual([1, 3, 4]);
  });

  it('CAN-32: what waits is forgotten when it is cancelled', () => {
    const sent: number[] = [];
    const throttle = new Throttle<number>(50, (value) => sent.push(value));
    throttle.push(1);
    throttle.push(2);
    throttle.cancel();
    vi.advanceTimersByTime(100);
    throttle.push(3);
    expect(sent).toEqual([1, 3]);
  });
});
