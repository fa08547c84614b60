/** What can be done with several things at once, as operations. Pure: ids are minted by the caller. */
import type { RecordKind } from '../../../core/schema/kinds';
import type { MemoryState } from '../../../core/schema/memory-state';
import type { Operation } from '../../../core/schema/operation';
import { isLive } from '../../../core/schema/record';
import type { Point } from '../../canvas/geometry/rect';
import { layoutOf } from '../../view/scene-records';
import type { Edit } from './edit';
import { create, update } from './operations';

/** How many there are of each kind, the most first. */
export function countByKind(
  state: MemoryState,
  ids: readonly string[],
): readonly { readonly kind: RecordKind; readonly count: number }[] {
  const counts = new Map<RecordKind, number>();
  for (const record of ids.map((id) => state.get(id)).filter(isLive)) {
    counts.set(record.kind, (counts.get(record.kind) ?? 0) + 1);
  }
  return [...counts].map(([kind, count]) => ({ kind, count })).sort((a, b) => b.count - a.count);
}

/** Those of the ids that have a colour: what is drawn as tables, notes and areas. */
export function colourable(state: MemoryState, ids: readonly string[]): readonly string[] {
  return ids.filter((id) => {
    const record = state.get(id);
    if (!isLive(record)) return false;
    if (record.kind === 'table') return record.body.partitionOf === undefined;
    return record.kind === 'note' || record.kind === 'area';
  });
}

/** Gives tables, notes and areas one colour; null takes it away. `placeOf`: where a table stands that has no place yet. */
export function colorSeveral(
  state: MemoryState,
  ids: readonly string[],
  color: string | null,
  placeOf: (id: string) => Point | undefined,
  newId: () => string,
): Edit {
  const operations = ids.flatMap((id): readonly Operation[] => {
    const note = state.live(id, 'note');
    if (note) return [update(note, { color })];
    const area = state.live(id, 'area');
    if (area) return [update(area, { color })];
    const layout = layoutOf(id, state);
    if (layout) return [update(layout, { color })];
    const place = placeOf(id);
    return place && color !== null ? [create('layout', newId(), { recordId: id, ...place, color })] : [];
  });
  return { label: `Colour ${ids.length} objects`, operations };
}

/** The colour that all of these have; undefined when they differ. */
export function commonColor(state: MemoryState, ids: readonly string[]): string | null | undefined {
  const colors = new Set(
    ids.map((id) => {
      const box = state.live(id, 'note') ?? state.live(id, 'area');
      return (box ? box.body.color : layoutOf(id, state)?.body.color) ?? null;
    }),
  );
  return colors.size === 1 ? [...colors][0] : undefined;
}
