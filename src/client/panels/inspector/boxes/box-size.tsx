'use client';
import { boxMetrics } from '../../../canvas/geometry/box-geometry';
import type { Box } from '../../edits/box-edits';
import { newId } from '../../edits/new-id';
import { moveOnCanvas } from '../../edits/table-edits';
import { TextField } from '../../fields/text-field';
import { useValue } from '../../session/hooks';
import { useSession } from '../../session/project-session';
import { useBoxSize } from './use-box-size';

/** Width and height as numbers: what dragging an edge does, for the keyboard. */
export function BoxSize({ box }: { readonly box: Box }) {
  const session = useSession();
  const isReadOnly = useValue(session.isReadOnly);
  const size = useBoxSize(box.id);
  const commit = (side: 'width' | 'height') => (text: string) => {
    const place = session.scene.box(box.id);
    const length = Number(text.trim());
    const least = boxMetrics.least[side];
    if (!Number.isFinite(length) || length < least || length > 100_000) {
      return `Type a number between ${least} and 100000.`;
    }
    if (!place) return null;
    const { x, y, width, height } = place;
    const next = { x, y, width, height, [side]: Math.round(length) };
    return session.run(moveOnCanvas(session.store.state(), new Map([[box.id, next]]), newId));
  };
  return (
    <div className="grid grid-cols-2 gap-2">
      {(['width', 'height'] as const).map((side) => (
        <TextField
          key={side}
          label={side === 'width' ? 'Width' : 'Height'}
          value={String(size[side])}
          isReadOnly={isReadOnly}
          testId={`box-${side}`}
          place={{ recordId: box.id, field: side }}
          commit={commit(side)}
        />
      ))}
    </div>
  );
}
