/** What this tab has in view. One diagram is shown at a time. */
import type { Rect } from '../../canvas/geometry/rect';
import type { ProjectSession } from '../session/project-session';
import { createValueStore } from '../session/value-store';

type OwnView = {
  /** In world coordinates. */
  readonly area: Rect;
  /** CSS pixels of the canvas, across. */
  readonly width: number;
};

export const ownView = createValueStore<OwnView>({ area: { x: 0, y: 0, width: 1, height: 1 }, width: 0 });

/** It as the others are told, in whole units: that is exact enough, and short. */
export function toldView(): Rect {
  const { x, y, width, height } = ownView.get().area;
  return {
    x: Math.round(x),
    y: Math.round(y),
    width: Math.max(1, Math.round(width)),
    height: Math.max(1, Math.round(height)),
  };
}

/** The view is another one now. Who follows somebody tells what that one has in view instead, see `useFollow`. */
export function setOwnView({ following, tell }: ProjectSession, area: Rect, zoom: number): void {
  ownView.set({ area, width: Math.round(area.width * zoom) });
  if (following.get() === null) tell({ viewport: toldView() });
}
