import type { Changing, KeptDatabase } from './indexeddb';
import type { Outcome, OutcomeChange } from './outcome';
import { advanceOutcomes } from './outcome';

function ofProject(projectId: string): IDBKeyRange {
  return IDBKeyRange.bound([projectId, 0], [projectId, Infinity]);
}

/** Changes what is kept of a project's outcomes within a transaction. */
export async function changeOutcomesIn(
  transaction: Changing,
  projectId: string,
  change: OutcomeChange,
): Promise<void> {
  const store = transaction.objectStore('outcomes');
  const inOrder = store.index('by-place');
  // One at a time is the rule, of many: the others need not be read for it.
  if (change.kind === 'add' || change.kind === 'correct') {
    const { outcome } = change;
    const known = await store.get([projectId, outcome.id]);
    if (known) {
      const [next] = advanceOutcomes([known.outcome], change);
      if (next && next !== known.outcome) await store.put({ ...known, outcome: next });
      return;
    }
    const last = await inOrder.openKeyCursor(ofProject(projectId), 'prev');
    await store.put({ projectId, id: outcome.id, place: (last?.key[1] ?? 0) + 1, outcome });
    return;
  }
  const rows = await inOrder.getAll(ofProject(projectId));
  const after = advanceOutcomes(
    rows.map(({ outcome }) => outcome),
    change,
  );
  const kept = new Map(after.map((outcome) => [outcome.id, outcome]));
  for (const row of rows) {
    const outcome = kept.get(row.id);
    if (!outcome) await store.delete([projectId, row.id]);
    else if (outcome !== row.outcome) await store.put({ ...row, outcome });
  }
}

/** A project's outcomes in the order in which they were kept. */
export async function readOutcomes(database: KeptDatabase, projectId: string): Promise<readonly Outcome[]> {
  const rows = await database.getAllFromIndex('outcomes', 'by-place', ofProject(projectId));
  return rows.map(({ outcome }) => outcome);
}
