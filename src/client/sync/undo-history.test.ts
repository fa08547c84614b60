import { describe, expect, it } from 'vitest';
import type { History } from './undo-history';
import { advance, noHistory } from './undo-history';

type Size = { readonly mutationId: string; readonly bytes: number };
const size = (mutationId: string, bytes = 1): Size => ({ mutationId, bytes });
const names = ({ undo, redo }: History<Size>) =>
  [undo, redo].map((steps) => steps.map((step) => step.mutationId));

const two = ['a', 'b'].reduce<History<Size>>(
  (history, id) => advance(history, { kind: 'edit', step: size(id) }),
  noHistory,
);

describe('undo history', () => {
  it('SYNC-50: a step moves to the other side, as its inverse, and back', () => {
    const undone = advance(two, { kind: 'undo', of: 'b', step: size('not b') });
    expect(names(undone)).toEqual([['a'], ['not b']]);
    const redone = advance(undone, { kind: 'redo', of: 'not b', step: size('b again') });
    expect(names(redone)).toEqual([['a', 'b again'], []]);
  });

  it('SYNC-50: a new edit ends what could be redone', () => {
    const undone = advance(two, { kind: 'undo', of: 'b', step: size('not b') });
    expect(names(advance(undone, { kind: 'edit', step: size('c') }))).toEqual([['a', 'c'], []]);
  });

  it('SYNC-101: the same change again makes no difference', () => {
    expect(advance(two, { kind: 'edit', step: size('a') })).toBe(two);
    const undone = advance(two, { kind: 'undo', of: 'b', step: size('not b') });
    expect(advance(undone, { kind: 'undo', of: 'b', step: size('not b') })).toBe(undone);
  });

  it('SYNC-102: a step that is too large by itself is the only one that stays', () => {
    expect(names(advance(two, { kind: 'edit', step: size('import', 9_000_000) }))).toEqual([['import'], []]);
  });

  it('SYNC-102: of both sides what is farthest from being taken back goes first', () => {
    const undone = advance(two, { kind: 'undo', of: 'b', step: size('not b', 3_999_999) });
    expect(names(undone)).toEqual([['a'], ['not b']]);
    const grown = advance(undone, { kind: 'correct', step: size('not b', 4_000_000) });
    expect(names(advance(grown, { kind: 'undo', of: 'a', step: size('not a') }))).toEqual([[], ['not a']]);
  });
});
