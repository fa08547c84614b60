'use client';
import { columnsOf } from '../../../../core/schema/inheritance';
import type { MemoryState } from '../../../../core/schema/memory-state';
import { columnType } from '../../../view/column-type';
import { useDerived } from '../../session/hooks';
import { useSession } from '../../session/project-session';

/** The columns that a table has from those above it. */
export function inheritedColumnsOf(state: MemoryState, tableId: string) {
  return columnsOf(tableId, state)
    .filter(({ body }) => body.tableId !== tableId)
    .map((column) => ({
      id: column.id,
      name: column.body.name,
      type: columnType(column, state),
      from: state.live(column.body.tableId, 'table')?.body.name ?? '?',
    }));
}

/** Columns that are another table's: a click opens them there, where they are edited. */
export function InheritedColumns({ tableId }: { readonly tableId: string }) {
  const session = useSession();
  const columns = useDerived(inheritedColumnsOf, tableId);
  if (columns.length === 0) return null;
  return (
    <ul aria-label="Inherited columns" className="-mx-1.5 flex flex-col" data-testid="inherited-columns">
      {columns.map(({ id, name, type, from }) => (
        <li key={id}>
          <button
            type="button"
            title={`A column of ${from}: opens it there`}
            onClick={() => session.selection.set(new Set([id]))}
            className="grid h-7 w-full grid-cols-[16px_minmax(0,1fr)_minmax(0,0.9fr)_94px] items-center rounded-control text-left hover:bg-hover"
          >
            <span className="col-start-2 truncate px-1.5 text-ink-mute">{name}</span>
            <span className="truncate px-1.5 font-mono text-xs text-ink-mute">{type}</span>
            <span className="truncate pr-1.5 text-right text-2xs text-ink-mute">{from}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
