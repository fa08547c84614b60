import { describe, expect, it } from 'vitest';
import type { RestorePreview } from '../../../core/protocol/restore';
import { heron, owl } from './log.fixture';
import { editsSinceWords, restoreEffects } from './restore-words';

const preview = (part: Partial<RestorePreview>): RestorePreview => ({
  to: { id: 'x', at: '2025-03-03T09:00:00.000000Z' },
  counts: [],
  since: [],
  records: 0,
  ...part,
});

describe('what a restore would do', () => {
  it('ACT-63: is told in numbers: what comes back, changes back and is removed', () => {
    const counts: RestorePreview['counts'] = [
      { kind: 'table', restored: 2, changed: 1, deleted: 0 },
      { kind: 'column', restored: 7, changed: 0, deleted: 1 },
      { kind: 'layout', restored: 2, changed: 3, deleted: 1 },
    ];
    expect(restoreEffects(preview({ counts })).map(({ text }) => text)).toEqual([
      '2 tables and 7 columns come back',
      '1 table and 3 positions change back',
      '1 column is removed',
    ]);
    expect(restoreEffects(preview({}))).toEqual([]);
  });

  it('ACT-63: is told with whose edits it takes back', () => {
    const edits = (actor: typeof owl, count: number) => ({ actor, edits: count });
    expect(editsSinceWords(preview({}), null)).toBeNull();
    expect(editsSinceWords(preview({ since: [edits(owl, 1)] }), null)).toBe(
      '1 edit since then, by Misty Owl',
    );
    expect(editsSinceWords(preview({ since: [edits(owl, 10), edits(heron, 4)] }), heron.id)).toBe(
      '14 edits since then: 10 by Misty Owl and 4 by you',
    );
    const many = ['a', 'b', 'c', 'd', 'e'].map((id) => edits({ id, name: id.toUpperCase() }, 2));
    expect(editsSinceWords(preview({ since: many }), null)).toBe(
      '10 edits since then: 2 by A, 2 by B, 2 by C and 4 by others',
    );
  });
});
