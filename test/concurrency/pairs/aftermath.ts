import { Draft } from '../../../src/core/schema/draft';
import { MemoryState } from '../../../src/core/schema/memory-state';
import type { RecordState } from '../../../src/core/schema/record';
import { problemOf } from '../../../src/core/schema/rules/validate';
import { sameJson } from '../../../src/core/std/canonical-json';
import { incoherences, replayDamage, storedStates } from '../../fuzz/damage';
import type { TestStore } from '../../support/store';
import { textOf } from './serial';

/** What is stored, and what in it breaks a promise, in words. */
export type Aftermath = { readonly changed: ReadonlyMap<string, string>; readonly damage: readonly string[] };

/**
 * Compares what is there with the log since `start`, and looks whether it could exist; so could each prefix of a
 * log of few edits.
 */
export async function aftermathOf(
  store: TestStore,
  projectId: string,
  start: readonly RecordState[],
): Promise<Aftermath> {
  const [stored, log] = await Promise.all([storedStates(store.direct, projectId), store.log(projectId)]);
  const before = MemoryState.from(start);
  const changed = stored.filter((state) => !sameJson(before.get(state.id), state));
  const state = MemoryState.from(stored);
  const look = log.length > 3 ? () => [] : incoherences;
  return {
    changed: new Map(changed.map((after) => [after.id, textOf(after, before.get(after.id))])),
    damage: [...incoherences(state), ...ruleDamage(state), ...replayDamage(log, stored, start, look)],
  };
}

/** What the rules would refuse if it were written now. */
function ruleDamage(state: MemoryState): readonly string[] {
  const draft = new Draft(state);
  return [...state.records()].flatMap((record) => problemOf(draft, record)?.detail ?? []);
}
