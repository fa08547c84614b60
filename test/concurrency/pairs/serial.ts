import type { Applied } from '../../../src/core/schema/apply';
import { applyOperations } from '../../../src/core/schema/apply';
import { changedFields } from '../../../src/core/schema/change';
import type { RecordId } from '../../../src/core/schema/ids';
import { MemoryState } from '../../../src/core/schema/memory-state';
import type { Operation } from '../../../src/core/schema/operation';
import type { FieldVersions } from '../../../src/core/schema/reader';
import type { RecordState } from '../../../src/core/schema/record';
import { isKind, isLive } from '../../../src/core/schema/record';
import { referencesOf } from '../../../src/core/schema/references';
import { canonicalJson } from '../../../src/core/std/canonical-json';
import type { Problem } from '../../../src/core/std/problem';
import type { Result } from '../../../src/core/std/result';

/** What one person is answered: the code of a refusal, or what became of fields that others wrote. */
export type Told =
  | { readonly ok: false; readonly code: string }
  | { readonly ok: true; readonly merges: readonly string[] };

/** What two edits come to, one behind the other. */
export type Course = { readonly told: readonly Told[]; readonly changed: Changed };

/** A project in memory that knows which fields were written since, as the store does. */
class SerialState extends MemoryState {
  readonly #fields = new Map<RecordId, FieldVersions>();

  override fieldVersions(id?: RecordId): FieldVersions {
    return (id && this.#fields.get(id)) || {};
  }

  write({ writes }: Applied, changeId: string): void {
    for (const { before, after } of writes) {
      this.replace(after);
      const stamp = [after.version, changeId] as const;
      if (!isLive(after) || before === undefined) this.#fields.delete(after.id);
      else if (!isLive(before)) this.#fields.set(after.id, { '*': stamp });
      else {
        const written = changedFields(before.body, after.body).map((field) => [field, stamp]);
        this.#fields.set(after.id, { ...this.#fields.get(after.id), ...Object.fromEntries(written) });
      }
    }
  }
}

/** A project behind one edit. */
export type Behind = { readonly state: SerialState; readonly told: Told; readonly changed: Changed };
type Changed = ReadonlyMap<string, string>;

/** Runs one edit by the rules alone: no store, no transactions. */
export function behind(start: Iterable<RecordState>, operations: readonly Operation[]): Behind {
  const state = new SerialState();
  for (const record of start) state.put(record);
  const applied = applyOperations(state, operations);
  if (applied.ok) state.write(applied.value, 'theirs');
  return { state, ...courseOf(applied) };
}

/** What edits that are all applied come to one by one: the records that are others then. */
export function changedBy(
  start: Iterable<RecordState>,
  edits: readonly (readonly Operation[])[],
): ReadonlyMap<string, string> {
  const state = new SerialState();
  for (const record of start) state.put(record);
  const changed = new Map<string, string>();
  for (const operations of edits) {
    const applied = applyOperations(state, operations);
    if (applied.ok) state.write(applied.value, 'theirs');
    for (const [id, text] of courseOf(applied).changed) changed.set(id, text);
  }
  return changed;
}

/** Runs another edit behind that one, which leaves what is there as it is. */
export function courseBehind(first: Behind, operations: readonly Operation[]): Course {
  const { told, changed } = courseOf(applyOperations(first.state, operations));
  return { told: [first.told, told], changed: new Map([...first.changed, ...changed]) };
}

function courseOf(applied: Result<Applied, Problem>): { readonly told: Told; readonly changed: Changed } {
  if (!applied.ok) return { told: { ok: false, code: applied.problem.code }, changed: new Map() };
  const { writes, merges } = applied.value;
  return {
    told: { ok: true, merges: merges.map(mergeWords).sort() },
    changed: new Map(writes.map(({ before, after }) => [after.id, textOf(after, before)])),
  };
}

/**
 * A record as far as the rules decide it. Where two people add columns at once each puts theirs behind the last
 * one that they saw, so the place of what is created is left out.
 */
export function textOf(after: RecordState, before: RecordState | undefined): string {
  if (!isKind(after, 'column') || isLive(before)) return canonicalJson(after);
  const { order: _behindTheLast, ...body } = after.body;
  return canonicalJson({ ...after, body });
}

export function mergeWords(merge: { readonly verdict: string; readonly field: string }): string {
  return `${merge.verdict} ${merge.field}`;
}

/** What an edit writes and what it leans on, in a word each; null when it is refused on its own. */
export type Footprint = {
  /** Records written, those included that point to the face of one that changes. */
  readonly rows: ReadonlySet<string>;
  readonly names: ReadonlySet<string>;
  /** What it begins or ceases to rely on. */
  readonly relies: ReadonlySet<string>;
  /** Records that others rely on, which it deletes or changes in just that. */
  readonly moves: ReadonlySet<string>;
};

export function footprintOf(state: MemoryState, operations: readonly Operation[]): Footprint | null {
  const judged = applyOperations(state, operations);
  if (!judged.ok) return null;
  const { writes, releases, claims, references, shaken } = judged.value;
  const carried = [...shaken].flatMap((id) => state.children(id).map((child) => child.id));
  const relies = new Set<string>();
  for (const { before, after } of writes) {
    const isNew = !isLive(before) || before.parentId !== after.parentId;
    if (isLive(after) && isNew && after.parentId) relies.add(after.parentId);
    for (const id of references.get(after.id) ?? []) relies.add(id);
    const ceases = isLive(before) && (!isLive(after) || references.has(after.id));
    for (const id of ceases ? referencesOf(before, state) : []) relies.add(id);
  }
  const deleted = writes.filter(({ after }) => !isLive(after)).map(({ after }) => after.id);
  return {
    rows: new Set([...writes.map(({ after }) => after.id), ...shaken, ...carried]),
    names: new Set([...releases, ...claims].map(({ scope, name }) => `${scope} ${name}`)),
    relies,
    moves: new Set([...shaken, ...deleted]),
  };
}

/** Whether two edits touch: one record, one name, or something that one relies on and the other changes. */
export function doTouch(one: Footprint, other: Footprint): boolean {
  return (
    meet(one.rows, other.rows) ||
    meet(one.names, other.names) ||
    meet(one.relies, other.moves) ||
    meet(one.moves, other.relies)
  );
}

function meet(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  for (const id of one) if (other.has(id)) return true;
  return false;
}

export function sameCourse(one: Course, other: Course): boolean {
  return (
    canonicalJson([one.told, [...one.changed].sort()]) ===
    canonicalJson([other.told, [...other.changed].sort()])
  );
}
