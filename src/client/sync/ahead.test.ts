import { describe, expect, it } from 'vitest';
import type { RecordState } from '../../core/schema/record';
import { AheadOfStream } from './ahead';

function note(id: string, version: number): RecordState {
  return { id, kind: 'note', version, parentId: null, body: { text: String(version) } } as RecordState;
}

/** What the mirror has: one note, at version 3. */
const mirrored = (id: string) => (id === 'n' ? note('n', 3) : undefined);

describe('AheadOfStream', () => {
  it('SYNC-81: a stream that may lag is trusted once it brings what the mirror lacks', () => {
    const ahead = new AheadOfStream();
    expect(ahead.isUnsure).toBe(false);
    ahead.from({ mayLag: true });
    ahead.brings([note('n', 2), note('n', 3)], mirrored);
    expect(ahead.isUnsure).toBe(true);
    ahead.brings([note('n', 4)], mirrored);
    expect(ahead.isUnsure).toBe(false);
  });

  it('SYNC-81: so it is once it brings an own edit that was answered before', () => {
    const ahead = new AheadOfStream();
    ahead.add('mine', [note('m', 1)], mirrored, 0);
    ahead.from({ mayLag: true });
    ahead.arrived("somebody else's");
    expect(ahead.isUnsure).toBe(true);
    ahead.arrived('mine');
    expect(ahead.isUnsure).toBe(false);
  });

  it('SYNC-81: a stream of its own is always as far as what was read before it', () => {
    const ahead = new AheadOfStream();
    ahead.from({ mayLag: true });
    ahead.from({ mayLag: false });
    expect(ahead.isUnsure).toBe(false);
  });
});
