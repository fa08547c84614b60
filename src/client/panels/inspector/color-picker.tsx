'use client';
import { clsx } from 'clsx';
import type { MemoryState } from '../../../core/schema/memory-state';
import { darkTheme, lightTheme, paletteNames } from '../../canvas/theme';
import { layoutOf } from '../../view/scene-records';
import { newId } from '../edits/new-id';
import { create, update } from '../edits/operations';
import { useDerived } from '../session/hooks';
import { useSession } from '../session/project-session';
import { useIsDark } from '../theme/use-theme';

function colorOf(state: MemoryState, tableId: string): string | null {
  return layoutOf(tableId, state)?.body.color ?? null;
}

/** The colour of a table on the canvas: a row of swatches, one choice. */
export function ColorPicker({ tableId }: { readonly tableId: string }) {
  const session = useSession();
  const current = useDerived(colorOf, tableId);
  const theme = useIsDark() ? darkTheme : lightTheme;
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
  return (
    <fieldset className="flex items-center gap-1">
      <legend className="sr-only">Colour</legend>
      {[null, ...paletteNames].map((name) => (
        <label
          key={name ?? 'none'}
          title={name ?? 'no colour'}
          className={clsx(
            'relative flex size-5 items-center justify-center rounded-full',
            name === current && 'ring-2 ring-ink-mute ring-inset',
            'has-[:focus-visible]:outline-2 has-[:focus-visible]:outline-accent',
          )}
        >
          <input
            type="radio"
            name={`color-${tableId}`}
            className="absolute inset-0 cursor-pointer opacity-0"
            aria-label={name ?? 'no colour'}
            checked={name === current}
            onChange={() => choose(name)}
          />
          <span
            aria-hidden
            className={clsx('size-3 rounded-full', name === null && 'border border-line-strong')}
            style={name === null ? undefined : { background: theme.palette[name].strip }}
          />
        </label>
      ))}
    </fieldset>
  );
}
