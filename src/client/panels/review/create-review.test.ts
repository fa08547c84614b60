import { describe, expect, it } from 'vitest';
import { Design } from '../../../core/schema/design.fixture';
import type { ChangedRecords } from '../../sync/record-listeners';
import { createReview } from './create-review';

/** A project and a clock that stands still but for what is asked of it. */
function setting() {
  const design = new Design();
  const orders = design.table('orders', { total: 'int' });
  const listeners = new Set<(changed: ChangedRecords) => void>();
  const waiting: (() => void)[] = [];
  let now = 0;
  const store = {
    state: () => design.state,
    subscribe: (listener: (changed: ChangedRecords) => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const review = createReview(store, {
    // Every look at the clock finds ten milliseconds gone: each slice is one step.
    now: () => {
      now += 10;
      return now;
    },
    later: (callBack) => {
      waiting.push(callBack);
      return () => waiting.splice(waiting.indexOf(callBack), 1);
    },
  });
  const tell = (...ids: readonly string[]) => {
    for (const listener of listeners) listener(new Set(ids));
  };
  /** Lets one timer ring; says whether there was one. */
  const ring = () => {
    const next = waiting.shift();
    next?.();
    return next !== undefined;
  };
  const settle = () => {
    let slices = 0;
    while (ring()) slices += 1;
    return slices;
  };
  const names = () => review.latest.get()?.findings.map(({ name, rule }) => `${rule} ${name}`);
  return { design, orders, review, tell, ring, settle, names, listeners, waiting };
}

describe('the review of a page', () => {
  it('REV-29: is done in many slices, and again after an edit', () => {
    const { design, orders, tell, settle, names } = setting();
    expect(names()).toBeUndefined();
    expect(settle()).toBeGreaterThan(50);
    expect(names()).toEqual(['no-primary-key orders']);
    design.change(orders, { name: 'invoices' });
    tell(orders);
    settle();
    expect(names()).toEqual(['no-primary-key invoices']);
  });

  it('REV-29: an edit that comes meanwhile does not stop it, but asks for another', () => {
    const { design, orders, tell, ring, settle, names } = setting();
    for (let count = 0; count < 10; count += 1) ring();
    design.change(orders, { name: 'invoices' });
    tell(orders);
    while (names() === undefined) ring();
    expect(names()).toEqual(['no-primary-key orders']);
    settle();
    expect(names()).toEqual(['no-primary-key invoices']);
  });

  it('REV-29: dragging asks for none, and a page that closes ends it', () => {
    const { design, orders, review, tell, settle, listeners, waiting } = setting();
    settle();
    const layout = design.add('layout', { recordId: orders, x: 0, y: 0 });
    tell(layout);
    expect(waiting).toEqual([]);
    tell(orders);
    review.dispose();
    expect([waiting.length, listeners.size]).toEqual([0, 0]);
  });
});
