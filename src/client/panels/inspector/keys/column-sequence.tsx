'use client';
import { useCallback } from 'react';
import { columnsOf } from '../../../../core/schema/inheritance';
import type { MemoryState } from '../../../../core/schema/memory-state';
import { shownType } from '../../../view/column-type';
import { moved, without } from '../../edits/sequence';
import type { Suggestion } from '../../fields/combo-field';
import { ComboField } from '../../fields/combo-field';
import type { CommitProblem } from '../../fields/use-committed-text';
import { useDerived } from '../../session/hooks';
import { OrderedList } from '../ordered-list';

type Choice = { readonly id: string; readonly name: string; readonly type: string };

function choicesOf(state: MemoryState, tableId: string): readonly Choice[] {
  return columnsOf(tableId, state).map(({ id, body }) => ({
    id,
    name: body.name,
    type: shownType(body, state),
  }));
}

/** The columns of a table as suggestions for a text: those whose name contains it. */
export function useColumnChoices(tableId: string, taken: readonly string[]) {
  const all = useDerived(choicesOf, tableId);
  const free = all.filter(({ id }) => !taken.includes(id));
  const suggest = useCallback(
    (typed: string): readonly Suggestion[] =>
      free
        .filter(({ name }) => name.toLowerCase().includes(typed.trim().toLowerCase()))
        .map(({ name, type }) => ({ label: name, detail: type })),
    [free],
  );
  return { all, free, suggest };
}

export const adderLook =
  'h-7 w-full min-w-0 rounded-control bg-transparent px-2 text-sm placeholder:text-ink-mute ' +
  'focus-visible:outline-offset-0 aria-invalid:ring-1 aria-invalid:ring-bad aria-invalid:ring-inset';

type ColumnSequenceProps = {
  readonly tableId: string;
  readonly label: string;
  readonly columnIds: readonly string[];
  /** Columns that cannot be chosen besides those that are in it already. */
  readonly excluded?: readonly string[];
  readonly isReadOnly: boolean;
  readonly onChange: (columnIds: readonly string[]) => CommitProblem;
  readonly testId?: string;
};

/** Columns of a table in an order that means something, as in a key. */
export function ColumnSequence(props: ColumnSequenceProps) {
  const { tableId, label, columnIds, excluded = [], isReadOnly, onChange, testId } = props;
  const { all, free, suggest } = useColumnChoices(tableId, [...columnIds, ...excluded]);
  const items = columnIds.map((id) => ({ key: id, name: all.find((one) => one.id === id)?.name ?? '?' }));
  const add = (text: string): CommitProblem => {
    const name = text.trim();
    const column = free.find((one) => one.name === name);
    if (column) return onChange([...columnIds, column.id]);
    return all.some((one) => one.name === name)
      ? `"${name}" is here already.`
      : `There is no column "${name}" in this table.`;
  };
  return (
    <OrderedList
      label={label}
      items={items}
      isReadOnly={isReadOnly}
      onMove={(from, to) => onChange(moved(columnIds, from, to))}
      onRemove={(at) => onChange(without(columnIds, at))}
    >
      {!isReadOnly && free.length > 0 && (
        <ComboField
          label={`Add to ${label}`}
          value=""
          placeholder="Add a column"
          commit={add}
          suggest={suggest}
          className={adderLook}
          hintClassName="px-2 pb-1"
          testId={testId}
        />
      )}
    </OrderedList>
  );
}
