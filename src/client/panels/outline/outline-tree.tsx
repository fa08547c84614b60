'use client';
import type { KeyboardEvent, MouseEvent, Ref } from 'react';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { isLive } from '../../../core/schema/record';
import { deleteWithToast } from '../project/use-delete';
import { drawnAs } from '../session/drawn-as';
import { useValue } from '../session/hooks';
import { useSession } from '../session/project-session';
import { OutlineLine, rowHeight } from './outline-row';
import { treeStep } from './outline-rows';
import type { OutlineRow } from './rows';
import { recordOf } from './rows';
import type { Outline } from './use-outline';
import { useRowWindow } from './use-window';

/** A schema goes by its inspector only, and what is inherited where it is from. */
function isDeletable(row: OutlineRow): boolean {
  return row.kind !== 'namespace' && recordOf(row) === row.id;
}

/**
 * Everything in the project as a tree: the twin of the canvas for keyboards and screen readers. Arrows walk,
 * Enter opens in the inspector and flies there on the canvas, F2 renames, Delete deletes.
 */
export function OutlineTree({
  outline,
  treeRef,
}: {
  readonly outline: Outline;
  readonly treeRef: Ref<HTMLDivElement>;
}) {
  const session = useSession();
  const selection = useValue(session.selection);
  const { rows, toggle } = outline;
  const [focusedId, setFocusedId] = useState<string | null>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const { from, to } = useRowWindow(scroller, rows.length, rowHeight);
  const [onlySelected] = selection.size === 1 ? selection : [];
  const current = rows.some(({ id }) => id === focusedId) ? focusedId : (onlySelected ?? null);
  const reveal = (id: string) => {
    const index = rows.findIndex((row) => row.id === id);
    const element = scroller.current;
    if (!element || index < 0) return;
    const top = index * rowHeight;
    if (top < element.scrollTop) element.scrollTop = top;
    const bottom = top + rowHeight + 12 - element.clientHeight;
    if (bottom > element.scrollTop) element.scrollTop = bottom;
  };
  const revealSelected = useEffectEvent(reveal);
  useEffect(() => {
    if (onlySelected !== undefined) revealSelected(onlySelected);
  }, [onlySelected]);
  const select = (row: OutlineRow, isAdding: boolean) => {
    setFocusedId(row.id);
    const id = recordOf(row);
    if (id === null) return;
    const next = new Set(isAdding ? selection : []);
    if (!(isAdding && next.delete(id))) next.add(id);
    session.selection.set(next);
  };
  const open = (row: OutlineRow) => {
    const id = recordOf(row);
    if (id === null) return toggle(row);
    select(row, false);
    const record = session.store.state().get(id);
    const drawn = isLive(record) ? drawnAs(record, session.store.state()) : null;
    if (drawn !== null) session.surface.get()?.centerOn(drawn);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const row = rows.find(({ id }) => id === current);
    const step = event.altKey || event.metaKey || event.ctrlKey ? null : treeStep(rows, current, event.key);
    if (step) {
      event.preventDefault();
      if (step.kind === 'toggle') return toggle(step.row);
      setFocusedId(step.id);
      return reveal(step.id);
    }
    if (!row) return;
    const recordId = recordOf(row);
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      open(row);
    } else if (event.key === 'F2') {
      event.preventDefault();
      select(row, false);
      // A note has no name: its text is written where it stands.
      if (row.kind === 'note') session.renaming.set({ id: row.id, isNew: false });
      else if (recordId !== null) session.focus.set({ recordId, field: 'name' });
    } else if (event.key === 'Delete' && isDeletable(row) && !session.isReadOnly.get()) {
      event.preventDefault();
      const index = rows.indexOf(row);
      const next = rows.slice(index + 1).find(({ level }) => level <= row.level) ?? rows[index - 1];
      deleteWithToast(session, [row.id]);
      setFocusedId(next?.id ?? null);
    }
  };
  const rowAt = (event: MouseEvent): OutlineRow | undefined => {
    const line = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-row-id]') : null;
    return rows.find(({ id }) => id === line?.dataset.rowId);
  };
  const onClick = (event: MouseEvent) => {
    const row = rowAt(event);
    if (!row) return;
    const isOnToggle = event.target instanceof Element && event.target.closest('[data-toggle]') !== null;
    if (isOnToggle) toggle(row);
    else select(row, event.shiftKey || event.metaKey || event.ctrlKey);
  };
  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto pb-3">
      <div
        ref={treeRef}
        role="tree"
        aria-label="Schemas, tables, columns, types, statements, areas and notes"
        aria-multiselectable
        tabIndex={0}
        aria-activedescendant={current === null ? undefined : `outline-${current}`}
        onKeyDown={onKeyDown}
        onClick={onClick}
        onDoubleClick={(event) => {
          const row = rowAt(event);
          if (row) open(row);
        }}
        onFocus={() => current === null && setFocusedId(rows[0]?.id ?? null)}
        className="group/tree relative outline-none"
        style={{ height: rows.length * rowHeight }}
        data-testid="outline"
      >
        {rows.slice(from, to).map((row, offset) => (
          <OutlineLine
            key={row.id}
            row={row}
            top={(from + offset) * rowHeight}
            isSelected={selection.has(recordOf(row) ?? '')}
            isFocused={row.id === current}
          />
        ))}
      </div>
    </div>
  );
}
