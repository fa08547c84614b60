'use client';
import type { MemoryState } from '../../../../core/schema/memory-state';
import { sceneBox } from '../../../view/scene-records';
import { useDerived } from '../../session/hooks';

function sizeOf(state: MemoryState, id: string): { readonly width: number; readonly height: number } {
  const box = state.live(id, 'note') ?? state.live(id, 'area');
  if (!box) return { width: 0, height: 0 };
  const { width, height } = sceneBox(box, state, { x: 0, y: 0 });
  return { width, height };
}

/** How large a note or area is on the canvas. */
export function useBoxSize(id: string) {
  return useDerived(sizeOf, id);
}
