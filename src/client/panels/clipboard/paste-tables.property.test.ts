import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryTables } from '../../../core/schema/arbitrary.fixture';
import { MemoryState } from '../../../core/schema/memory-state';
import { must } from '../../../core/std/assert';
import type { Clip } from './clip';
import { readClip, writeClip } from './clip';
import { emptyProject, pasteInto, structureOf } from './copies.fixture';
import { copyTables } from './copy-tables';

/** Some of a design's tables: those whose bit is set, or all. */
function someTables(design: MemoryState, bits: number): readonly string[] {
  const tableIds = design.ofKind('table').map(({ id }) => id);
  fc.pre(tableIds.length > 0);
  const chosen = tableIds.filter((_, place) => (bits >> place) % 2 === 1);
  return chosen.length > 0 ? chosen : tableIds;
}

/** Shrinking goes on for very long; the seed and path that are told are enough to do it by hand. */
const parameters = { numRuns: 30, endOnFailure: true };
const choice = fc.nat({ max: 31 });
function copied(state: MemoryState, tableIds: readonly string[]): Clip {
  return must(
    copyTables(state, tableIds, () => null),
    'a clip',
  );
}

describe('copies of tables', () => {
  it('UI-175: are in the same project what the originals are', () => {
    fc.assert(
      fc.property(arbitraryTables(), choice, (design, bits) => {
        const tableIds = someTables(design, bits);
        const before = structureOf(design, tableIds, true);
        const state = MemoryState.from(design.records());
        const paste = pasteInto(state, copied(state, tableIds));
        expect(paste.notices).toEqual([]);
        expect(structureOf(state, paste.tableIds, true)).toEqual(before);
        expect(structureOf(state, tableIds, true)).toEqual(before);
      }),
      parameters,
    );
  });

  it('UI-176: are in an empty project what the originals are, but for keys to what is not there', () => {
    fc.assert(
      fc.property(arbitraryTables(), choice, (design, bits) => {
        const tableIds = someTables(design, bits);
        const state = MemoryState.from([emptyProject()]);
        const paste = pasteInto(state, copied(design, tableIds));
        expect(structureOf(state, paste.tableIds, false)).toEqual(structureOf(design, tableIds, false));
        const names = (of: MemoryState, ids: readonly string[]) =>
          ids.map((id) => of.live(id, 'table')?.body.name);
        expect(names(state, paste.tableIds)).toEqual(names(design, tableIds));
      }),
      parameters,
    );
  });

  it('UI-177: can be copied again and again', () => {
    fc.assert(
      fc.property(arbitraryTables(), choice, (design, bits) => {
        const tableIds = someTables(design, bits);
        const state = MemoryState.from(design.records());
        const first = pasteInto(state, copied(state, tableIds));
        const second = pasteInto(state, copied(state, first.tableIds));
        expect(structureOf(state, second.tableIds, true)).toEqual(structureOf(design, tableIds, true));
      }),
      parameters,
    );
  });

  it('UI-178: are the same after they have been on the clipboard', () => {
    fc.assert(
      fc.property(arbitraryTables(), choice, (design, bits) => {
        const clip = copied(design, someTables(design, bits));
        // The check of what comes from outside drops keys of this name, which only matters after a rename.
        fc.pre(!JSON.stringify(clip).includes('__proto__'));
        expect(readClip(writeClip(clip))).toEqual({ ok: true, value: JSON.parse(JSON.stringify(clip)) });
      }),
      parameters,
    );
  });
});
