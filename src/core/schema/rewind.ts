/** The state of a project at an earlier moment, worked out from the present one and the log since. Pure. */
import type { Problem } from '../std/problem';
import type { Result } from '../std/result';
import { ok, refused } from '../std/result';
import type { ChangeEntry } from './change';
import type { RecordId } from './ids';
import { MemoryState } from './memory-state';
import type { RecordState, SchemaRecord } from './record';
import { parentOf } from './record';

/** What the log since a moment says of one record. */
type Since = {
  /** Its state at that moment; undefined when it had never been. */
  readonly before: RecordState | undefined;
  readonly firstVersion: number;
  readonly lastVersion: number;
  readonly count: number;
};

/**
 * Takes in what changed since a moment, entry by entry in any order, and then tells the state at that moment:
 * of each record what its first change since then found. So the way back costs what lies between, not the log.
 */
export class Rewind {
  readonly #since = new Map<RecordId, Since>();

  add(entry: ChangeEntry): void {
    const { id, version } = entry.record;
    const known = this.#since.get(id);
    if (!known) {
      this.#since.set(id, {
        before: stateBefore(entry),
        firstVersion: version,
        lastVersion: version,
        count: 1,
      });
      return;
    }
    const isFirst = version < known.firstVersion;
    this.#since.set(id, {
      before: isFirst ? stateBefore(entry) : known.before,
      firstVersion: Math.min(known.firstVersion, version),
      lastVersion: Math.max(known.lastVersion, version),
      count: known.count + 1,
    });
  }

  /**
   * The state at the moment from which on everything was added. Refused when the log has gaps: every version
   * of a record that was changed since must be in it, up to the present one.
   */
  from(present: MemoryState): Result<MemoryState, Problem> {
    const states = new Map<RecordId, RecordState>();
    for (const state of present.states()) states.set(state.id, state);
    for (const [id, { before, firstVersion, lastVersion, count }] of this.#since) {
      const isWhole = count === lastVersion - firstVersion + 1;
      if (!isWhole || present.get(id)?.version !== lastVersion) return refused(logHasGaps);
      if (before) states.set(id, before);
      else states.delete(id);
    }
    return ok(MemoryState.from(states.values()));
  }
}

/** What a change found: the record as it was, its tombstone, or nothing. */
export function stateBefore({ record, before }: ChangeEntry): RecordState | undefined {
  const { id, kind } = record;
  const version = record.version - 1;
  if (before !== null) {
    // The log keeps bodies as they were stored, of the record's own kind.
    return { id, kind, version, parentId: parentOf(kind, before), body: before } as SchemaRecord;
  }
  return version === 0 ? undefined : { id, kind, version, parentId: record.parentId, deleted: true };
}

const logHasGaps: Problem = {
  code: 'not-found',
  detail:
    'The log of this project does not reach back to that moment any more, so the state then is not known. Choose a later one.',
};
