'use client';
import { Plus } from 'lucide-react';
import { useRef } from 'react';
import { addColumn } from '../edits/add-column';
import { moveColumn } from '../edits/column-edits';
import { columnIdsOf } from '../session/derive';
import { useDerived, useValue } from '../session/hooks';
import { useSession } from '../session/project-session';
import { Button } from '../ui/button';
import { IconButton } from '../ui/icon-button';
import { ColumnRow } from './column-row';
import { Section } from './section';
import { InheritedColumns } from './tables/inherited-columns';
import { useColumnDrag } from './use-column-drag';

/** The columns of a table, in order; dragging a handle or Alt with arrows changes it. */
export function ColumnList({
  tableId,
  openId,
  isPartition,
}: {
  readonly tableId: string;
  readonly openId: string | null;
  /** It has no columns of its own, and cannot have any. */
  readonly isPartition: boolean;
}) {
  const session = useSession();
  const ids = useDerived(columnIdsOf, tableId);
  const mayAdd = !useValue(session.isReadOnly) && !isPartition;
  const list = useRef<HTMLUListElement>(null);
  const { drag, grab } = useColumnDrag(list, (columnId, to) => {
    const state = session.store.state();
    const column = state.live(columnId, 'column');
    const edit = column ? moveColumn(state, column, to) : null;
    if (edit) session.run(edit);
  });
  const add = () => {
    const id = addColumn(session, tableId);
    if (id !== null) session.focus.set({ recordId: id, field: 'name' });
  };
  const others = drag ? ids.filter((id) => id !== drag.columnId) : [];
  const dropBefore = drag ? others[drag.to] : undefined;
  return (
    <Section
      title="Columns"
      action={mayAdd && <IconButton size="small" icon={Plus} label="Add a column" onClick={add} />}
    >
      <InheritedColumns tableId={tableId} />
      <ul ref={list} className="-mx-1.5 flex flex-col">
        {ids.map((id) => (
          <ColumnRow
            key={id}
            columnId={id}
            isOpen={id === openId}
            isDropBefore={id === dropBefore}
            onGrab={grab}
          />
        ))}
      </ul>
      {mayAdd && (
        <Button look="quiet" size="small" className="mt-1 -ml-1" data-testid="add-column" onClick={add}>
          <Plus aria-hidden className="size-3.5" strokeWidth={1.75} />
          Add column
        </Button>
      )}
    </Section>
  );
}
