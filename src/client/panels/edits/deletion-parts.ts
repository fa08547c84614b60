/** Deletions larger than one edit may be, in parts. Pure. */
import { maxOperations } from '../../../core/protocol/mutation';
import type { MemoryState } from '../../../core/schema/memory-state';
import type { SchemaRecord } from '../../../core/schema/record';
import { isKind, isLive } from '../../../core/schema/record';
import { partitionsOf } from '../../view/drawn-tables';

/**
 * Splits what is to be deleted so that no part takes along more records than one edit may write. What is too large
 * by itself, as a namespace full of tables, comes after what is in it. Most deletions are one part.
 */
export function deletionParts(
  state: MemoryState,
  ids: readonly string[],
  most = maxOperations,
): readonly (readonly string[])[] {
  const parts: string[][] = [];
  let left = 0;
  for (const { id, weight } of ids.flatMap((one) => weighed(state, one, most))) {
    const part = parts.at(-1);
    if (part && weight <= left) part.push(id);
    else parts.push([id]);
    left = (part && weight <= left ? left : most) - weight;
  }
  return parts;
}

type Weighed = { readonly id: string; readonly weight: number };

/** A record with the number of those that go with it; in its parts where that is too much. */
function weighed(state: MemoryState, id: string, most: number): readonly Weighed[] {
  const record = state.get(id);
  if (!isLive(record)) return [];
  const weight = goneWith(state, record).size;
  if (weight <= most) return [{ id, weight }];
  const partitions = isKind(record, 'table') ? partitionsOf(id, state) : [];
  const children = [...partitions, ...state.children(id)].flatMap((child) => weighed(state, child.id, most));
  return [...children, { id, weight: 1 }];
}

/** All that goes when this does: what belongs to it, and what relies on any of that. */
function goneWith(state: MemoryState, root: SchemaRecord): ReadonlySet<string> {
  const gone = new Set<string>();
  const visit = (record: SchemaRecord) => {
    if (gone.has(record.id)) return;
    gone.add(record.id);
    for (const child of state.children(record.id)) visit(child);
    for (const referrer of state.referrers(record.id)) visit(referrer);
  };
  visit(root);
  return gone;
}

/** Why something is several steps for undo. */
export function inSteps(steps: number): string {
  return `In ${steps} steps: one edit has at most ${maxOperations} parts.`;
}
