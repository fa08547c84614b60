import { describe, expect, it } from 'vitest';
import { MemoryState } from '../../../core/schema/memory-state';
import type { RecordState } from '../../../core/schema/record';
import type { Outcome } from '../../sync/outcome';
import { toastOf } from './notice-toast';

const state = MemoryState.from([
  {
    id: 't',
    kind: 'table',
    version: 1,
    parentId: 'n',
    body: { namespaceId: 'n', name: 'orders' },
  } as RecordState,
  {
    id: 'c',
    kind: 'column',
    version: 1,
    parentId: 't',
    body: { tableId: 't', name: 'total', type: 'numeric', nullable: true, order: 'a0' },
  } as RecordState,
]);
const by = { id: 'x', name: 'Amber Heron' };

describe('toastOf', () => {
  it('UI-50: tells of retries with their number and time', () => {
    const toast = toastOf({ kind: 'retried', mutationId: 'm', retries: 1, elapsedMs: 52.6 }, state);
    expect(toast?.title).toBe('Resolved a write conflict: 1 retry, 53 ms');
  });

  it('UI-51: tells who overwrote what, with both values, and offers the lost one back', () => {
    const field = { recordId: 'c', field: 'type', theirs: 'integer', yours: 'bigint', by };
    const mine = toastOf({ kind: 'overwrote', mutationId: 'm', ...field }, state);
    expect(mine?.title).toBe('You replaced an edit by Amber Heron');
    expect(mine?.description).toBe(
      'You set the type of orders.total to “bigint”; Amber Heron had just set “integer”.',
    );
    expect(mine?.restore).toEqual({ recordId: 'c', field: 'type', value: 'integer', outcomeId: 'm' });
    expect(mine?.shows).toBe('c');
    const theirs = toastOf({ kind: 'was-overwritten', changeId: 'x', ...field }, state);
    expect(theirs?.description).toBe(
      'Amber Heron set the type of orders.total to “integer”; you had just set “bigint”.',
    );
    expect(theirs?.restore?.value).toBe('bigint');
  });

  it('UI-52: is silent about where things stand', () => {
    const field = { recordId: 'l', field: 'x', theirs: 1, yours: 2, by };
    expect(toastOf({ kind: 'overwrote', mutationId: 'm', ...field }, state)).toBeNull();
    expect(
      toastOf({ kind: 'merged', mutationId: 'm', recordId: 'l', fields: ['x', 'y'], by }, state),
    ).toBeNull();
  });

  it('UI-53: tells what was merged and that both stand', () => {
    const toast = toastOf(
      { kind: 'merged', mutationId: 'm', recordId: 'c', fields: ['nullable'], by },
      state,
    );
    expect(toast?.description).toBe(
      'Amber Heron changed the nullability of orders.total at the same time. Both stand.',
    );
  });

  it('UI-54: a refusal says what, why, and what to do', () => {
    const toast = toastOf(
      {
        kind: 'refused',
        mutationId: 'm',
        label: 'Rename table orders',
        operations: [],
        problem: {
          code: 'name-taken',
          detail: 'A table named "loans" exists.',
        },
      },
      state,
    );
    expect(toast).toMatchObject({ tone: 'error', title: 'Not saved: Rename table orders', isReviewed: true });
    expect(toast?.description).toBe('A table named "loans" exists. Choose another name.');
  });

  it('UI-55: the connection has one toast: lost becomes restored', () => {
    const lost = toastOf({ kind: 'connection-lost' }, state);
    const back = toastOf({ kind: 'connection-restored', awayMs: 4_200, waiting: 0 }, state);
    expect(lost?.key).toBe(back?.key);
    expect(back?.description).toBe('After 4 seconds. Everything is up to date.');
    const sending = toastOf({ kind: 'connection-restored', awayMs: 4_200, waiting: 187 }, state);
    expect(sending?.description).toBe('After 4 seconds. Sending 187 edits …');
  });

  it('UI-360: all that waited is one toast, which stays when something of it needs a look', () => {
    const outcome = (kind: Outcome['kind'], id: string) => ({ id, label: '', at: 0, kind }) as Outcome;
    const many = Array.from({ length: 187 }, (_, at) => outcome('applied', `a${at}`));
    const others = [outcome('merged', 'b'), outcome('merged', 'c'), outcome('refused', 'd')];
    const toast = toastOf({ kind: 'returned', outcomes: [...many, ...others] }, state);
    expect(toast).toMatchObject({ tone: 'warning', title: 'Back online', isReviewed: true, stays: true });
    expect(toast?.description).toBe('187 edits saved, 2 merged with others’ edits, 1 needs a look.');
    const calm = toastOf({ kind: 'returned', outcomes: many }, state);
    expect(calm).toMatchObject({ tone: 'success', isReviewed: false, stays: false });
    expect(calm?.description).toBe('187 edits saved.');
  });
});
