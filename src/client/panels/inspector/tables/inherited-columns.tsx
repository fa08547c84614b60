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
            className="grid h-7 w-full grid-cols-[minmax(0,1fr)_minmax(0,0.9fr)_auto] items-center gap-1.5 rounded-control pr-1.5 pl-5.5 text-left hover:bg-hover"
          >
            <span className="truncate text-ink-mute">{name}</span>
            <span className="truncate font-mono text-xs text-ink-mute">{type}</span>
            <span className="max-w-24 truncate text-2xs text-ink-mute">{from}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
