'use client';
import { Unlink } from 'lucide-react';
import { useState } from 'react';
import type { IndexElement } from '../../../../core/schema/body-parts';
import type { MemoryState } from '../../../../core/schema/memory-state';
import type { SchemaRecord } from '../../../../core/schema/record';
import { partitionsOf } from '../../../view/drawn-tables';
import { detachInPlace } from '../../diagram/detach-in-place';
import type { Strategy } from '../../edits/partition-edits';
import {
  boundProblem,
  boundText,
  changeBound,
  setPartitionBy,
  strategies,
} from '../../edits/partition-edits';
import { TextField } from '../../fields/text-field';
import type { CommitProblem } from '../../fields/use-committed-text';
import { useDerived } from '../../session/hooks';
import { useSession } from '../../session/project-session';
import { Button } from '../../ui/button';
import { Select } from '../../ui/select';
import { DetailLine } from '../detail-line';
import { FoldedSection } from '../folded-section';
import { ElementList } from '../indexes/element-list';
import { RecordLink } from '../record-link';
import { PartitionList } from './partition-list';

type PartitioningProps = { readonly table: SchemaRecord<'table'>; readonly isReadOnly: boolean };

function partitionCountOf(state: MemoryState, tableId: string): number {
  return partitionsOf(tableId, state).length;
}

/** How a table is partitioned, its partitions, and what it is a partition of. */
export function PartitioningSection({ table, isReadOnly }: PartitioningProps) {
  const { partitionBy, partitionOf, inherits } = table.body;
  // A partitioned table neither inherits nor is inherited from.
  if (inherits) return null;
  const set = (partitionBy ? 1 : 0) + (partitionOf ? 1 : 0);
  return (
    <FoldedSection title="Partitioning" set={set} testId="partitioning-section">
      {partitionOf && <PartitionOf table={table} isReadOnly={isReadOnly} />}
      <PartitionKey table={table} isReadOnly={isReadOnly} />
      {partitionBy && <PartitionList key={table.id} table={table} isReadOnly={isReadOnly} />}
    </FoldedSection>
  );
}

function parentOf(state: MemoryState, id: string) {
  const parent = state.live(state.live(id, 'table')?.body.partitionOf?.tableId ?? '', 'table');
  return parent
    ? { id: parent.id, name: parent.body.name, strategy: parent.body.partitionBy?.strategy ?? 'range' }
    : null;
}

function PartitionOf({ table, isReadOnly }: PartitioningProps) {
  const session = useSession();
  const parent = useDerived(parentOf, table.id);
  const { partitionOf, name } = table.body;
  if (!parent || !partitionOf) return null;
  return (
    <>
      <DetailLine label="Part of">
        <RecordLink id={parent.id} name={parent.name} />
      </DetailLine>
      <DetailLine label="Rows">
        <TextField
          label={`Bound of ${name}`}
          isLabelHidden
          isMono
          rows={1}
          isReadOnly={isReadOnly}
          value={boundText(partitionOf.bound)}
          testId="partition-bound"
          place={{ recordId: table.id, field: 'partitionOf' }}
          commit={(text) => boundProblem(parent.strategy, text) ?? session.run(changeBound(table, text))}
        />
      </DetailLine>
      {!isReadOnly && (
        <DetailLine label="">
          <Button
            look="quiet"
            size="small"
            className="max-w-full min-w-0 shrink! justify-self-start"
            title={`Makes it a table of its own, with copies of the columns, keys and indexes of ${parent.name}`}
            data-testid="detach-partition"
            onClick={() => detachInPlace(session, table.id)}
          >
            <Unlink aria-hidden className="size-3.5" strokeWidth={1.75} />
            <span className="truncate">Detach from {parent.name}</span>
          </Button>
        </DetailLine>
      )}
    </>
  );
}

const choices = [
  { value: 'none', label: 'Not partitioned' },
  { value: 'range', label: 'By range' },
  { value: 'list', label: 'By list' },
  { value: 'hash', label: 'By hash' },
] as const;

/** The strategy and what it goes by. A table becomes partitioned when there is a first column. */
function PartitionKey({ table, isReadOnly }: PartitioningProps) {
  const session = useSession();
  const count = useDerived(partitionCountOf, table.id);
  const { name, partitionBy, columnRefs } = table.body;
  /** Chosen, and waiting for its first column. */
  const [wanted, setWanted] = useState<Strategy | null>(null);
  const strategy = partitionBy?.strategy ?? wanted;
  const run = (next: Strategy | null, elements: readonly IndexElement[]): CommitProblem =>
    session.run(setPartitionBy(table, next === null ? null : { strategy: next, elements }));
  const choose = (chosen: string) => {
    const next = strategies.find((one) => one === chosen) ?? null;
    setWanted(next);
    if (partitionBy) run(next, partitionBy.elements);
  };
  return (
    <>
      <DetailLine label="Divided">
        <Select
          aria-label={`How ${name} is partitioned`}
          className="w-full"
          value={strategy ?? 'none'}
          options={choices}
          // Bounds of one strategy mean nothing in another.
          disabled={isReadOnly || count > 0}
          title={count > 0 ? 'It has partitions: their bounds are for this way of dividing.' : undefined}
          data-testid="partition-strategy"
          onValue={choose}
        />
      </DetailLine>
      {strategy && (
        <DetailLine label="Key">
          <ElementList
            tableId={table.id}
            label={`Partition key of ${name}`}
            elements={partitionBy?.elements ?? []}
            columnRefs={columnRefs}
            method="partition"
            isReadOnly={isReadOnly}
            testId="partition-element"
            complete={(element) => element}
            onChange={(elements) => run(strategy, elements)}
          />
        </DetailLine>
      )}
    </>
  );
}
