'use client';
import { useEffect, useRef } from 'react';
import { isEmptyProject } from '../session/derive';
import { useDerived, useValue } from '../session/hooks';
import { useSession } from '../session/project-session';
import { minimapShown, recallMinimap } from './minimap-store';

/**
 * The whole diagram small, in the corner. For the pointer only: what it does, the keyboard does by the outline,
 * which is why assistive technology is not told of it.
 */
export function Minimap() {
  const isShown = useValue(minimapShown);
  const isEmpty = useDerived(isEmptyProject, null);
  useEffect(recallMinimap, []);
  return isShown && !isEmpty ? <MapOnCanvas /> : null;
}

function MapOnCanvas() {
  const surface = useValue(useSession().surface);
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => (canvas.current ? surface?.showMinimap(canvas.current) : undefined), [surface]);
  return (
    <div
      aria-hidden
      data-testid="minimap"
      className="absolute right-3 bottom-3 hidden h-31 w-48 overflow-hidden rounded-box bg-raised shadow-pop lg:block"
    >
      <canvas ref={canvas} className="size-full" />
    </div>
  );
}
