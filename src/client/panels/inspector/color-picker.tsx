'use client';
import type { MemoryState } from '../../../core/schema/memory-state';
import { layoutOf } from '../../view/scene-records';
import { newId } from '../edits/new-id';
import { create, update } from '../edits/operations';
import { useDerived } from '../session/hooks';
import { useSession } from '../session/project-session';
import { Swatches } from './swatches';

function colorOf(state: MemoryState, tableId: string): string | null {
  return layoutOf(tableId, state)?.body.color ?? null;
}

/** The colour of a table on the canvas: a row of swatches, one choice. */
export function ColorPicker({ tableId }: { readonly tableId: string }) {
  const session = useSession();
  const current = useDerived(colorOf, tableId);
  const choose = (color: string | null) => {
    const layout = layoutOf(tableId, session.store.state());
    const scene = session.scene.table(tableId);
    if (!scene) return;
    const place = { recordId: tableId, x: scene.x, y: scene.y };
    const operation = layout
      ? update(layout, { color })
      : create('layout', newId(), color === null ? place : { ...place, color });
    session.run({ label: `Colour ${scene.name}`, operations: [operation] });
  };
  return <Swatches group={tableId} current={current} choose={choose} />;
}
