/** What tables are apart from their ids and the names that copies may change: equal for a table and its copy. */
import { applyOperations } from '../../../core/schema/apply';
import { renderExpression } from '../../../core/schema/expression';
import type { MemoryState } from '../../../core/schema/memory-state';
import type { SchemaRecord } from '../../../core/schema/record';
import { canonicalJson } from '../../../core/std/canonical-json';
import { newId } from '../edits/new-id';
import type { Clip } from './clip';
import { clipRecord } from './clip';
import type { Paste, PasteOptions } from './paste-tables';
import { pasteTables } from './paste-tables';

/** An empty project: only `public`. */
export function emptyProject(): SchemaRecord {
  return clipRecord(newId(), 'namespace', { name: 'public' });
}

/** Pastes by the same rules as everywhere; throws with the reason when that is refused. */
export function pasteInto(state: MemoryState, clip: Clip, options: Partial<PasteOptions> = {}): Paste {
  const pasted = pasteTables(state, clip, { shift: { x: 0, y: 0 }, verb: 'Paste', newId, ...options });
  if (!pasted.ok) throw new Error(pasted.problem);
  const applied = applyOperations(state, pasted.value.operations);
  if (!applied.ok) throw new Error(applied.problem.detail);
  for (const { after } of applied.value.writes) state.put(after);
  return pasted.value;
}

/** The tables, a line for each and for each thing in it. `isSameProject`: types and tables elsewhere are told by id, else by name or not at all. */
export function structureOf(
  state: MemoryState,
  tableIds: readonly string[],
  isSameProject: boolean,
): readonly string[] {
  const labels = new Map(tableIds.map((id, place) => [id, `table ${place}`]));
  const describe = (value: unknown): unknown => {
    if (typeof value === 'string') return labels.get(value) ?? (isSameProject ? value : nameIn(state, value));
    if (Array.isArray(value)) return value.map(describe);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([field, one]) => [field, describe(one)]));
  };
  for (const [place, tableId] of tableIds.entries()) {
    for (const { id, body } of state.childrenOf(tableId, 'column')) labels.set(id, `${place}.${body.name}`);
    // A sequence that a column owns is copied with it.
    for (const { id, body } of sequencesOf(state, tableId))
      labels.set(id, `sequence of ${describe(body.ownedByColumnId)}`);
  }
  const isTold = (record: SchemaRecord) =>
    record.kind !== 'layout' &&
    (isSameProject || record.kind !== 'foreign-key' || labels.has(record.body.referencedTableId));
  return tableIds.flatMap((tableId, place) => {
    const children = [...state.children(tableId).filter(isTold), ...sequencesOf(state, tableId)];
    const parts = children.map((child) => [child.kind, describe(contentOf(state, child))]);
    const { comment } = state.live(tableId, 'table')?.body ?? {};
    return [`table ${place} ${comment}`, ...parts.map((part) => canonicalJson(part)).sort()];
  });
}

function sequencesOf(state: MemoryState, tableId: string): readonly SchemaRecord<'sequence'>[] {
  const columns = new Set(state.childrenOf(tableId, 'column').map(({ id }) => id));
  return state
    .ofKind('sequence')
    .filter(({ body }) => body.ownedByColumnId !== undefined && columns.has(body.ownedByColumnId));
}

function nameIn(state: MemoryState, id: string): string {
  const record = state.get(id);
  return record && 'body' in record && 'name' in record.body ? record.body.name : id;
}

/** A body with its expressions in present names, without what copies may change. */
function contentOf(state: MemoryState, record: SchemaRecord): unknown {
  const { body } = record;
  const { columnRefs, ...rest } = { columnRefs: undefined, ...body };
  const render = (value: unknown, field: string): unknown => {
    if (Array.isArray(value)) return value.map((one: unknown) => render(one, field));
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, render(one, key)]));
    }
    const isExpression = field === 'expression' || field === 'predicate';
    if (!isExpression || typeof value !== 'string') return value;
    return renderExpression(value, columnRefs, (id) => state.live(id, 'column')?.body.name);
  };
  const told = Object.entries(rest).filter(
    ([field]) => !((field === 'name' && record.kind !== 'column') || (field === 'type' && 'typeId' in body)),
  );
  const mentions = Object.values(columnRefs ?? {}).sort();
  return {
    ...Object.fromEntries(told.map(([field, value]) => [field, render(value, field)])),
    isArray: 'type' in body && body.type?.endsWith(']'),
    mentions: [...new Set(mentions)].map((id) => nameIn(state, id)).sort(),
  };
}
