'use client';
import { useCallback } from 'react';
import type { MemoryState } from '../../../../core/schema/memory-state';
import type { SchemaRecord } from '../../../../core/schema/record';
import { heirsOf } from '../../../view/drawn-tables';
import { addParent, moveParent, removeParent } from '../../edits/partition-edits';
import { ComboField } from '../../fields/combo-field';
import type { CommitProblem } from '../../fields/use-committed-text';
import type { NamedId } from '../../session/derive';
import { namedTablesOf } from '../../session/derive';
import { useDerived } from '../../session/hooks';
import { useSession } from '../../session/project-session';
import { DetailLine } from '../detail-line';
import { FoldedSection } from '../folded-section';
import { adderLook } from '../keys/column-sequence';
import { OrderedList } from '../ordered-list';
import { RecordLink } from '../record-link';

function namedHeirsOf(state: MemoryState, tableId: string): readonly NamedId[] {
  return heirsOf(tableId, state).map(({ id, body }) => ({ id, name: body.name }));
}

type InheritanceSectionProps = { readonly table: SchemaRecord<'table'>; readonly isReadOnly: boolean };

/** The tables whose columns this one has, in order, and those that have its own (INHERITS). */
export function InheritanceSection({ table, isReadOnly }: InheritanceSectionProps) {
  const heirs = useDerived(namedHeirsOf, table.id);
  const { inherits = [], partitionBy, partitionOf } = table.body;
  // Neither inherits nor is inherited from.
  if (partitionBy || partitionOf) return null;
  return (
    <FoldedSection title="Inheritance" set={inherits.length + heirs.length} testId="inheritance-section">
      <DetailLine label="Inherits">
        <Parents table={table} isReadOnly={isReadOnly} />
      </DetailLine>
      {heirs.length > 0 && (
        <DetailLine label="Inherited by">
          <ul>
            {heirs.map(({ id, name }) => (
              <li key={id}>
                <RecordLink id={id} name={name} />
              </li>
            ))}
          </ul>
        </DetailLine>
      )}
    </FoldedSection>
  );
}

function Parents({ table, isReadOnly }: InheritanceSectionProps) {
  const session = useSession();
  const tables = useDerived(namedTablesOf, null);
  const { inherits = [], name } = table.body;
  const free = tables.filter(({ id }) => id !== table.id && !inherits.includes(id));
  const suggest = useCallback(
    (typed: string) =>
      free
        .filter((one) => one.name.toLowerCase().includes(typed.trim().toLowerCase()))
        .slice(0, 50)
        .map((one) => ({ label: one.name, detail: '' })),
    [free],
  );
  const add = (text: string): CommitProblem => {
    const parent = free.find((one) => one.name === text.trim());
    return parent
      ? session.run(addParent(session.store.state(), table, parent.id))
      : `There is no table "${text.trim()}" to inherit from.`;
  };
  return (
    <OrderedList
      label={`Tables that ${name} inherits from`}
      items={inherits.map((id) => ({ key: id, name: tables.find((one) => one.id === id)?.name ?? '?' }))}
      isReadOnly={isReadOnly}
      onMove={(from, to) => session.run(moveParent(table, from, to))}
      onRemove={(at) => session.run(removeParent(table, at))}
    >
      {!isReadOnly && (
        <ComboField
          label={`Add a table that ${name} inherits from`}
          value=""
          placeholder="Add a table"
          commit={add}
          suggest={suggest}
          className={adderLook}
          hintClassName="px-2 pb-1"
          testId="add-parent"
        />
      )}
    </OrderedList>
  );
}
