'use client';
import { clsx } from 'clsx';
import type { KeyboardEvent } from 'react';
import { useEffect, useRef } from 'react';
import { toast } from 'sonner';
import type { MemoryState } from '../../../core/schema/memory-state';
import type { SchemaRecord } from '../../../core/schema/record';
import { tableMetrics } from '../../canvas/geometry/table-geometry';
import { discardFresh } from '../edits/add-column';
import type { Edit } from '../edits/edit';
import { renameColumn, renameTable } from '../edits/rename-edits';
import { nameProblem } from '../edits/validate';
import { EditorMark } from '../fields/editor-mark';
import { FieldHint } from '../fields/field-hint';
import { useCommittedText } from '../fields/use-committed-text';
import { useRecord, useValue } from '../session/hooks';
import type { ProjectSession, Renaming } from '../session/project-session';
import { useSession } from '../session/project-session';
import { focusCanvas } from '../ui/focus-canvas';
import { addColumnInPlace } from './use-surface';

type Named = SchemaRecord<'table'> | SchemaRecord<'column'>;

/** The name field over the canvas, on the table or column that is being renamed. */
export function RenameInPlace({ follow }: { readonly follow: (place: () => void) => () => void }) {
  const session = useSession();
  const renaming = useValue(session.renaming);
  const table = useRecord(renaming?.id ?? '', 'table');
  const column = useRecord(renaming?.id ?? '', 'column');
  const record = table ?? column;
  if (!renaming || !record) return null;
  return <NameInput key={record.id} record={record} renaming={renaming} follow={follow} />;
}

/** Puts the field where the name is drawn, in the size it is drawn. */
function placeOver(box: HTMLElement, session: ProjectSession, record: Named): void {
  const surface = session.surface.get();
  const rect =
    record.kind === 'table' ? surface?.screenHeaderOf(record.id) : surface?.screenRectOf(record.id);
  box.style.display = rect ? '' : 'none';
  if (!rect || !surface) return;
  const height = Math.max(22, rect.height - 4);
  // The text of the field stands on the text that is drawn: the field begins its own padding before it.
  const { padding, markWidth } = tableMetrics;
  const indent = (padding + (record.kind === 'column' ? markWidth : 0)) * surface.camera().zoom - 8;
  box.style.left = `${rect.x + indent}px`;
  box.style.top = `${rect.y + (rect.height - height) / 2}px`;
  box.style.width = `${Math.max(140, record.kind === 'table' ? rect.width - 2 * indent : rect.width * 0.6)}px`;
  box.style.height = `${height}px`;
  box.style.fontSize = `${Math.max(12, 13 * surface.camera().zoom)}px`;
}

function renamingOf(state: MemoryState, record: Named, name: string): Edit {
  return record.kind === 'table' ? renameTable(state, record, name) : renameColumn(state, record, name);
}

function NameInput(props: {
  readonly record: Named;
  readonly renaming: Renaming;
  readonly follow: (place: () => void) => () => void;
}) {
  const { record, renaming, follow } = props;
  const session = useSession();
  const box = useRef<HTMLDivElement>(null);
  const ref = useRef<HTMLInputElement>(null);
  const isDone = useRef(false);
  const wrong = useRef<string | null>(null);
  const refused = useRef<string | null>(null);
  const place = { recordId: record.id, field: 'name' };
  const field = useCommittedText({
    value: record.body.name,
    place,
    commit: (text) => {
      wrong.current = nameProblem(text);
      refused.current = wrong.current ?? session.run(renamingOf(session.store.state(), record, text));
      return refused.current;
    },
    onEntered: () => finish(true),
  });
  const finish = (isEntered: boolean) => {
    if (isDone.current) return;
    isDone.current = true;
    if (isEntered) session.fresh.set(null);
    session.renaming.set(null);
    // Enter on a column that was just made goes on to the next one, as in a list.
    if (isEntered && renaming.isNew && record.kind === 'column') {
      addColumnInPlace(session, record.body.tableId, record.id);
    } else focusCanvas();
  };
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const put = () => placeOver(element, session, record);
    put();
    return follow(put);
  }, [session, record, follow]);
  useEffect(() => {
    ref.current?.focus({ preventScroll: true });
    ref.current?.select();
  }, []);
  // From a column's name to its type, which is a field of the inspector. A name that is not taken holds back.
  const goOnToType = () => {
    field.inputProps.onBlur();
    if (refused.current !== null) return;
    session.fresh.set(null);
    finish(false);
    session.selection.set(new Set([record.id]));
    session.focus.set({ recordId: record.id, field: 'type' });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    event.stopPropagation();
    if (event.key === 'Tab' && !event.shiftKey && record.kind === 'column') {
      event.preventDefault();
      return goOnToType();
    }
    field.inputProps.onKeyDown(event);
    if (event.key !== 'Escape') return;
    finish(false);
    if (discardFresh(session, record.id))
      session.selection.set(new Set(record.parentId ? [record.parentId] : []));
  };
  // The field goes with the keyboard. What could not be taken is said, as there is no place left to show it.
  const leave = () => {
    field.inputProps.onBlur();
    if (isDone.current) return;
    if (wrong.current !== null) {
      toast.error(`${record.body.name} keeps its name`, { id: 'rename', description: wrong.current });
    }
    finish(false);
  };
  return (
    <div ref={box} className="absolute z-10">
      <EditorMark place={place} id="rename-editors" />
      <input
        {...field.inputProps}
        ref={ref}
        aria-label={`Name of the ${record.kind}`}
        aria-describedby="rename-hint rename-editors"
        autoComplete="off"
        spellCheck={false}
        data-testid="rename-in-place"
        onKeyDown={onKeyDown}
        onBlur={leave}
        className={clsx(
          'size-full rounded-control bg-raised px-2 text-ink shadow-pop ring-2 ring-accent outline-none aria-invalid:ring-bad',
          record.kind === 'table' && 'font-semibold',
        )}
      />
      <FieldHint
        id="rename-hint"
        field={field}
        className="absolute top-full left-0 w-64 rounded-control bg-raised px-2 py-1 shadow-pop"
      />
    </div>
  );
}
