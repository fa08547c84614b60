'use client';
import { Unlink, X } from 'lucide-react';
import { useState } from 'react';
import type { MemoryState } from '../../../../core/schema/memory-state';
import type { SchemaRecord } from '../../../../core/schema/record';
import { partitionsOf } from '../../../view/drawn-tables';
import { detachInPlace } from '../../diagram/detach-in-place';
import { newId } from '../../edits/new-id';
import type { Strategy } from '../../edits/partition-edits';
import {
  boundExamples,
  boundProblem,
  boundText,
  changeBound,
  createPartition,
  nextBound,
} from '../../edits/partition-edits';
import { ComboField } from '../../fields/combo-field';
import { inputLook, TextField } from '../../fields/text-field';
import { useDelete } from '../../project/use-delete';
import { useDerived } from '../../session/hooks';
import { useSession } from '../../session/project-session';
import { Button } from '../../ui/button';
import { IconButton } from '../../ui/icon-button';

/** So many partitions are shown at first, and so many more each time; from here on they can be searched. */
const pageSize = 25;

type Row = { readonly id: string; readonly name: string; readonly bound: string };

function rowsOf(state: MemoryState, tableId: string): readonly Row[] {
  return partitionsOf(tableId, state).map(({ id, body }) => ({
    id,
    name: body.name,
    bound: boundText(body.partitionOf?.bound ?? ''),
  }));
}

type PartitionListProps = { readonly table: SchemaRecord<'table'>; readonly isReadOnly: boolean };

/** The partitions of a table with their bounds, and a field that adds the next. */
export function PartitionList({ table, isReadOnly }: PartitionListProps) {
  const rows = useDerived(rowsOf, table.id);
  const [search, setSearch] = useState('');
  const [most, setMost] = useState(pageSize);
  const wanted = search.trim().toLowerCase();
  const found = rows.filter(({ name, bound }) => `${name} ${bound}`.toLowerCase().includes(wanted));
  const strategy = table.body.partitionBy?.strategy ?? 'range';
  return (
    <div className="flex flex-col gap-1.5">
      <p className="text-xs text-ink-mute">
        {rows.length === 0 ? 'No partitions yet: it takes no rows.' : counted(rows.length)}
      </p>
      {rows.length > pageSize && (
        <input
          type="search"
          aria-label="Find a partition"
          placeholder="Find a partition"
          value={search}
          onChange={({ target }) => setSearch(target.value)}
          className={`${inputLook} h-7 [&::-webkit-search-cancel-button]:hidden`}
        />
      )}
      {found.length > 0 && (
        <ul
          aria-label={`Partitions of ${table.body.name}`}
          data-testid="partitions"
          className="flex flex-col rounded-control bg-sunken p-0.5 ring-1 ring-line ring-inset"
        >
          {found.slice(0, most).map((row) => (
            <PartitionRow key={row.id} row={row} strategy={strategy} isReadOnly={isReadOnly} />
          ))}
        </ul>
      )}
      {found.length > most && (
        <Button look="quiet" size="small" className="self-start" onClick={() => setMost(most + 4 * pageSize)}>
          Show more: {(found.length - most).toLocaleString('en')} are left
        </Button>
      )}
      {!isReadOnly && <AddPartition table={table} strategy={strategy} />}
    </div>
  );
}

function counted(count: number): string {
  return count === 1 ? '1 partition' : `${count.toLocaleString('en')} partitions`;
}

const shownOnRow = 'group-focus-within/row:opacity-100 group-hover/row:opacity-100 md:opacity-0';

function PartitionRow(props: {
  readonly row: Row;
  readonly strategy: Strategy;
  readonly isReadOnly: boolean;
}) {
  const { row, strategy, isReadOnly } = props;
  const session = useSession();
  const remove = useDelete();
  const commit = (text: string) => {
    const partition = session.store.state().live(row.id, 'table');
    if (!partition) return 'This partition has just been deleted.';
    return boundProblem(strategy, text) ?? session.run(changeBound(partition, text));
  };
  return (
    <li
      data-testid="partition-row"
      className="group/row rounded-[5px] py-0.5 focus-within:bg-hover hover:bg-hover"
    >
      <div className="flex items-center gap-0.5">
        <button
          type="button"
          title={`Open ${row.name}`}
          onClick={() => session.selection.set(new Set([row.id]))}
          className="h-6 min-w-0 flex-1 truncate rounded-[5px] px-1.5 text-left text-sm"
        >
          {row.name}
        </button>
        {!isReadOnly && (
          <>
            <IconButton
              size="small"
              icon={Unlink}
              label={`Detach ${row.name}`}
              className={shownOnRow}
              onClick={() => detachInPlace(session, row.id)}
            />
            <IconButton
              size="small"
              icon={X}
              label={`Delete ${row.name}`}
              className={shownOnRow}
              onClick={() => remove([row.id])}
            />
          </>
        )}
      </div>
      <TextField
        label={`Bound of ${row.name}`}
        isLabelHidden
        isMono
        isReadOnly={isReadOnly}
        value={row.bound}
        testId="partition-row-bound"
        place={{ recordId: row.id, field: 'partitionOf' }}
        className="h-6! bg-transparent! px-1.5! text-ink-soft! ring-0! focus:bg-raised! aria-invalid:ring-1!"
        commit={commit}
      />
    </li>
  );
}

function AddPartition({
  table,
  strategy,
}: {
  readonly table: SchemaRecord<'table'>;
  readonly strategy: Strategy;
}) {
  const session = useSession();
  const suggest = () => {
    const next = nextBound(session.store.state(), table);
    return [
      ...(next === '' ? [] : [{ label: next, detail: 'The next' }]),
      ...(strategy === 'hash' ? [] : [{ label: 'DEFAULT', detail: 'All other rows' }]),
    ];
  };
  return (
    <ComboField
      label={`Add a partition to ${table.body.name}`}
      value=""
      placeholder={`Add: ${boundExamples[strategy]}`}
      commit={(text) =>
        boundProblem(strategy, text) ??
        session.run(createPartition(session.store.state(), newId(), table, text))
      }
      suggest={suggest}
      className={`${inputLook} h-7 font-mono text-xs`}
      place={{ recordId: table.id, field: 'partition' }}
      testId="add-partition"
    />
  );
}
