'use client';
import { clsx } from 'clsx';
import { ChevronDown, GripVertical } from 'lucide-react';
import type { KeyboardEvent, PointerEvent } from 'react';
import { useCallback, useRef } from 'react';
import type { SchemaRecord } from '../../../core/schema/record';
import { addColumn, discardFresh } from '../edits/add-column';
import { moveColumn } from '../edits/column-edits';
import { retypingProblem } from '../edits/default-edits';
import { update } from '../edits/operations';
import { renameColumn } from '../edits/rename-edits';
import { nameProblem, typeProblem } from '../edits/validate';
import { ComboField } from '../fields/combo-field';
import { EditorMark } from '../fields/editor-mark';
import { FieldHint } from '../fields/field-hint';
import type { CommitProblem } from '../fields/use-committed-text';
import { useCommittedText } from '../fields/use-committed-text';
import { columnTypeOf, ownTypesOf } from '../session/derive';
import { useDerived, useRecord, useValue } from '../session/hooks';
import type { ProjectSession } from '../session/project-session';
import { useSession } from '../session/project-session';
import { useFocusRequest } from '../session/use-focus-request';
import { ColumnDetails } from './column-details';
import { ColumnFlags } from './column-flags';
import { suggestTypes } from './type-suggestions';

const quietInput =
  'h-7 w-full min-w-0 rounded-control bg-transparent px-1.5 ring-inset hover:ring-1 hover:ring-line focus:bg-raised ' +
  'focus:ring-1 focus:ring-line-strong aria-invalid:ring-1 aria-invalid:ring-bad focus-visible:outline-offset-0';

type ColumnRowProps = {
  readonly columnId: string;
  readonly isOpen: boolean;
  readonly isDropBefore: boolean;
  readonly onGrab: (event: PointerEvent<HTMLElement>, columnId: string) => void;
};

/** One column: name, type, flags; its details below while it is selected. */
export function ColumnRow({ columnId, isOpen, isDropBefore, onGrab }: ColumnRowProps) {
  const session = useSession();
  const column = useRecord(columnId, 'column');
  const isReadOnly = useValue(session.isReadOnly);
  if (!column) return null;
  const { name } = column.body;
  const toggle = () => session.selection.set(new Set([isOpen ? column.body.tableId : columnId]));
  return (
    <li
      data-column-id={columnId}
      data-testid="column-row"
      onKeyDown={(event) => reorderByKey(event, session, column)}
      className={clsx(
        'group relative rounded-control',
        isOpen ? 'bg-sunken ring-1 ring-line ring-inset' : 'hover:bg-hover',
        isDropBefore && 'before:absolute before:inset-x-0 before:-top-px before:h-0.5 before:bg-accent',
      )}
    >
      <div className="grid grid-cols-[16px_minmax(0,1fr)_minmax(0,0.9fr)_auto_20px] items-start py-0.5">
        <span
          aria-hidden
          title="Drag, or Alt+↑ and Alt+↓"
          onPointerDown={(event) => !isReadOnly && onGrab(event, columnId)}
          className="flex h-7 cursor-grab touch-none items-center justify-center text-ink-mute opacity-0 group-hover:opacity-70"
        >
          <GripVertical className="size-3" />
        </span>
        <NameField column={column} isReadOnly={isReadOnly} />
        <TypeField column={column} isReadOnly={isReadOnly} />
        <div className="pt-0.5">
          <ColumnFlags column={column} />
        </div>
        <button
          type="button"
          aria-label={`Details of ${name}`}
          aria-expanded={isOpen}
          onClick={toggle}
          className="mt-1 inline-flex size-5 items-center justify-center rounded-[5px] text-ink-mute hover:bg-press hover:text-ink"
        >
          <ChevronDown aria-hidden className={clsx('size-3.5', isOpen && 'rotate-180')} strokeWidth={1.75} />
        </button>
      </div>
      {isOpen && <ColumnDetails column={column} />}
    </li>
  );
}

/** Alt+↑ and Alt+↓ move the column from whichever of its fields has the focus. */
function reorderByKey(event: KeyboardEvent, session: ProjectSession, column: SchemaRecord<'column'>): void {
  if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') || session.isReadOnly.get())
    return;
  event.preventDefault();
  const state = session.store.state();
  const from = state.childrenOf(column.body.tableId, 'column').findIndex(({ id }) => id === column.id);
  const edit = moveColumn(state, column, from + (event.key === 'ArrowUp' ? -1 : 1));
  if (edit) session.run(edit);
}

type FieldProps = { readonly column: SchemaRecord<'column'>; readonly isReadOnly: boolean };

/** Adds a column below and puts the cursor into its name. */
function useAddBelow(column: SchemaRecord<'column'>): () => void {
  const session = useSession();
  return () => {
    const id = addColumn(session, column.body.tableId, column.id);
    if (id !== null) session.focus.set({ recordId: id, field: 'name' });
  };
}

function NameField({ column, isReadOnly }: FieldProps) {
  const session = useSession();
  const ref = useRef<HTMLInputElement>(null);
  const addBelow = useAddBelow(column);
  useFocusRequest(ref, column.id, 'name');
  const commit = (text: string): CommitProblem =>
    nameProblem(text) ?? session.run(renameColumn(session.store.state(), column, text));
  const field = useCommittedText({
    value: column.body.name,
    commit,
    place: { recordId: column.id, field: 'name' },
    onEntered: isReadOnly ? undefined : addBelow,
  });
  return (
    <div className="min-w-0">
      <div className="relative">
        <EditorMark place={{ recordId: column.id, field: 'name' }} id={`editors-${column.id}`} />
        <input
          {...field.inputProps}
          ref={ref}
          onBlur={() => {
            field.inputProps.onBlur();
            if (session.fresh.get() === column.id) session.fresh.set(null);
          }}
          onKeyDown={(event) => {
            const isUntouched = event.key === 'Escape' && field.text === column.body.name;
            if (!isUntouched || !discardFresh(session, column.id)) field.inputProps.onKeyDown(event);
          }}
          aria-label="Column name"
          aria-describedby={`hint-${column.id} editors-${column.id}`}
          autoComplete="off"
          spellCheck={false}
          readOnly={isReadOnly}
          data-testid="column-name"
          className={clsx(quietInput, 'text-sm font-medium')}
        />
      </div>
      <FieldHint id={`hint-${column.id}`} field={field} className="w-64 pb-1 pl-1.5" />
    </div>
  );
}

function TypeField({ column, isReadOnly }: FieldProps) {
  const session = useSession();
  const ownTypes = useDerived(ownTypesOf, null);
  const type = useDerived(columnTypeOf, column.id);
  const addBelow = useAddBelow(column);
  const suggest = useCallback((typed: string) => suggestTypes(typed, ownTypes), [ownTypes]);
  const commit = (text: string): CommitProblem =>
    typeProblem(text) ??
    retypingProblem(text, column.body.default) ??
    session.run({
      label: `Change the type of ${column.body.name}`,
      operations: [update(column, { type: text })],
    });
  return (
    <ComboField
      label={`Type of ${column.body.name}`}
      value={type}
      commit={commit}
      suggest={suggest}
      isReadOnly={isReadOnly}
      onEntered={isReadOnly ? undefined : addBelow}
      testId="column-type"
      place={{ recordId: column.id, field: 'type' }}
      hintClassName="-ml-24 w-64 pb-1"
      className={clsx(quietInput, 'font-mono text-xs text-ink-soft')}
    />
  );
}
