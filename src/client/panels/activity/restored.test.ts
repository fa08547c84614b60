import { describe, expect, it } from 'vitest';
import { noticesOfForeign } from '../../sync/notices';
import { linesOf } from './lines';
import { change, created, deleted, heron, owl, shopState } from './log.fixture';
import { asPublished } from './logged-change';
import { namesFrom } from './names';
import { textOf } from './phrase';

const note = (id: string) => created('note', id, { text: id });

describe('a restore in the activity', () => {
  it('ACT-65: is one line with all that it changed inside', () => {
    const operations = [note('n-1'), deleted('note', 'n-2', { text: 'n-2' })];
    const restored = {
      ...change('r', 60, operations),
      restored: { id: 'c', at: '2025-03-03T09:00:00.000000Z' },
    };
    const lines = linesOf(restored, namesFrom(shopState(), [restored]));
    expect(lines).toHaveLength(1);
    expect(lines.map(({ phrase }) => textOf(phrase)).join()).toContain('restored the project to');
    expect(lines[0]?.parts).toHaveLength(2);
  });

  it('ACT-65: is one edit where it was made visible, though written in pieces with edits of others between', () => {
    const pieces = [change('p-1', 1, [note('a')]), change('p-2', 3, [note('b')])].map((piece) => ({
      ...piece,
      partOf: 'r',
    }));
    const [first, second] = pieces;
    if (!first || !second) throw new Error('Two pieces were made.');
    const between = change('x', 2, [note('c')], heron);
    const told = asPublished([change('r', 4, []), second, between, first]);
    expect(told.map(({ id }) => id)).toEqual(['r', 'x']);
    expect(told[0]?.operations.map(({ recordId }) => recordId)).toEqual(['a', 'b']);
  });

  it('ACT-65: is told to the others, and not to who did it', () => {
    const at = '2025-03-03T09:00:00.000000Z';
    const restored = {
      id: 'r',
      at,
      actor: owl,
      operations: [],
      records: [],
      merges: [],
      restored: { id: 'c', at },
    };
    expect(noticesOfForeign(restored, heron.id)).toEqual([{ kind: 'restored', changeId: 'r', by: owl, at }]);
    expect(noticesOfForeign(restored, owl.id)).toEqual([]);
  });
});
