import type { Changing, KeptDatabase } from './indexeddb';
import { allStores } from './indexeddb';
import type { History, HistoryChange, StepSize } from './undo-history';
import { advance, noHistory } from './undo-history';
import type { UndoStep } from './undo-step';

/** A project that nobody has edited here for so long is another one to whoever comes back to it. */
const keptForMs = 60 * 24 * 60 * 60 * 1000;

/** Changes a project's history within a transaction; what falls out of it is deleted. */
export async function changeHistoryIn(
  transaction: Changing,
  projectId: string,
  change: HistoryChange,
): Promise<void> {
  const orders = transaction.objectStore('history');
  const steps = transaction.objectStore('steps');
  const before = (await orders.get(projectId)) ?? noHistory;
  const after = advance<StepSize>(before, sizeOnly(change));
  const kept = new Set(idsOf(after));
  for (const id of idsOf(before)) if (!kept.has(id)) await steps.delete([projectId, id]);
  if ('step' in change && kept.has(change.step.mutationId)) {
    await steps.put({ projectId, id: change.step.mutationId, step: change.step });
  }
  const { undo, redo } = after;
  await orders.put({ projectId, changedAt: Date.now(), undo: [...undo], redo: [...redo] });
}

/** A project's history, and the end of those that nobody needs any more. */
export async function readHistory(database: KeptDatabase, projectId: string): Promise<History> {
  const transaction = database.transaction(allStores, 'readwrite');
  const orders = transaction.objectStore('history');
  const steps = transaction.objectStore('steps');
  for (const other of await orders.getAll()) {
    if (other.projectId === projectId || other.changedAt > Date.now() - keptForMs) continue;
    await orders.delete(other.projectId);
    await steps.delete(rangeOf(other.projectId));
  }
  const order = (await orders.get(projectId)) ?? noHistory;
  const rows = await steps.getAll(rangeOf(projectId));
  await transaction.done;
  const known = new Map(rows.map(({ id, step }) => [id, step]));
  const found = (sizes: readonly StepSize[]): readonly UndoStep[] =>
    sizes.flatMap(({ mutationId }) => known.get(mutationId) ?? []);
  return { undo: found(order.undo), redo: found(order.redo) };
}

function rangeOf(projectId: string): IDBKeyRange {
  return IDBKeyRange.bound([projectId, ''], [projectId, []]);
}

function idsOf({ undo, redo }: History<StepSize>): readonly string[] {
  return [...undo, ...redo].map(({ mutationId }) => mutationId);
}

function sizeOnly(change: HistoryChange): HistoryChange<StepSize> {
  if (!('step' in change)) return change;
  const { mutationId, bytes } = change.step;
  return { ...change, step: { mutationId, bytes } };
}
