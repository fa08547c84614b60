import { describe, expect, it } from 'vitest';
import { RecordMemory } from './record-memory';
import type { WriteRow } from './write-rows';

function row(id: string, version: number, face: number | null = 1): WriteRow {
  const state = { id, kind: 'note', version, parentId: null, body: { text: '' } } as WriteRow['state'];
  return {
    id,
    kind: 'note',
    parentId: null,
    parentFace: null,
    face,
    seen: version - 1,
    version,
    fields: {},
    state,
  };
}

const versions = (memory: RecordMemory, ...ids: readonly string[]) =>
  memory.recall('p', ids)?.map(({ state }) => state.version);

describe('RecordMemory', () => {
  it('COM-106: gives all or nothing, per project', () => {
    const memory = new RecordMemory(() => 0);
    memory.remember('p', [row('a', 1), row('b', 4)]);
    expect(versions(memory, 'a', 'b')).toEqual([1, 4]);
    expect(versions(memory, 'a', 'c')).toBeUndefined();
    expect(memory.recall('q', ['a'])).toBeUndefined();
    memory.forget('p', ['a']);
    expect(versions(memory, 'a')).toBeUndefined();
  });

  it('COM-106: keeps the later version, whichever is told last, and nothing that was deleted', () => {
    const memory = new RecordMemory(() => 0);
    memory.remember('p', [row('a', 3)]);
    memory.remember('p', [row('a', 2)]);
    expect(versions(memory, 'a')).toEqual([3]);
    memory.remember('p', [row('a', 4, null)]);
    expect(versions(memory, 'a')).toBeUndefined();
  });

  it('COM-106: forgets what nobody edited for a minute, and the oldest of too many', () => {
    let now = 0;
    const memory = new RecordMemory(() => now);
    memory.remember('p', [row('old', 1)]);
    now = 60_001;
    expect(versions(memory, 'old')).toBeUndefined();
    memory.remember('p', [row('first', 1)]);
    memory.remember(
      'p',
      Array.from({ length: 20_000 }, (_, place) => row(`r${place}`, 1)),
    );
    expect(versions(memory, 'first')).toBeUndefined();
    expect(versions(memory, 'r0')).toEqual([1]);
  });
});
