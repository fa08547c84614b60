'use client';
import { deferrabilityOf, deferrabilityPatch } from '../../edits/deferrability';
import type { KeyPatch, KeyRecord } from '../../edits/key-edits';
import { changeKey } from '../../edits/key-edits';
import type { CommitProblem } from '../../fields/use-committed-text';
import { useValue } from '../../session/hooks';
import { useSession } from '../../session/project-session';
import { CheckBox } from '../../ui/check-box';
import { Select } from '../../ui/select';
import { DetailLine } from '../detail-line';
import { MoreOptions } from '../more-options';
import { DeletePart, PartComment, PartName } from '../part-fields';
import { StorageField, TablespaceField } from '../storage-fields';
import { ColumnSequence } from './column-sequence';
import { DeferrabilityField } from './deferrability-field';

/** Everything about a primary key or a unique constraint. */
export function KeyEditor({ record }: { readonly record: KeyRecord }) {
  const session = useSession();
  const isReadOnly = useValue(session.isReadOnly);
  const { tableId, name, columnIds, include = [], comment } = record.body;
  const run = (patch: KeyPatch) => {
    const problem = session.run(changeKey(session.store.state(), record, patch));
    // With its last column the key is gone: the table stays.
    if (problem === null && patch.columnIds?.length === 0) session.selection.set(new Set([tableId]));
    return problem;
  };
  return (
    <>
      <PartName
        recordId={record.id}
        name={name}
        isReadOnly={isReadOnly}
        rename={(text) => run({ name: text })}
      />
      <DetailLine label="Columns">
        <ColumnSequence
          tableId={tableId}
          label={`Columns of ${name}`}
          columnIds={columnIds}
          excluded={include}
          isReadOnly={isReadOnly}
          testId="key-column"
          onChange={(ids) => run({ columnIds: [...ids] })}
        />
      </DetailLine>
      {record.kind === 'unique' && (
        <NullsField
          name={name}
          areEqual={record.body.nullsNotDistinct ?? false}
          isReadOnly={isReadOnly}
          onChange={(areEqual) => run({ nullsNotDistinct: areEqual || null })}
        />
      )}
      <DeferrabilityField
        name={name}
        value={deferrabilityOf(record.body)}
        isReadOnly={isReadOnly}
        onChange={(choice) => run(deferrabilityPatch(choice))}
      />
      <DetailLine label="Include">
        <ColumnSequence
          tableId={tableId}
          label={`Columns that ${name} includes`}
          columnIds={include}
          excluded={columnIds}
          isReadOnly={isReadOnly}
          onChange={(ids) => run({ include: ids.length === 0 ? null : [...ids] })}
        />
      </DetailLine>
      <PartComment
        recordId={record.id}
        name={name}
        comment={comment}
        isReadOnly={isReadOnly}
        write={(text) => run({ comment: text })}
      />
      <KeyOptions key={record.id} record={record} isReadOnly={isReadOnly} run={run} />
      {!isReadOnly && (
        <DeletePart
          id={record.id}
          tableId={tableId}
          label={record.kind === 'unique' ? 'Delete unique' : 'Delete primary key'}
        />
      )}
    </>
  );
}

/** What few keys have: WITHOUT OVERLAPS, storage parameters, a tablespace. */
function KeyOptions(props: {
  readonly record: KeyRecord;
  readonly isReadOnly: boolean;
  readonly run: (patch: KeyPatch) => CommitProblem;
}) {
  const { record, isReadOnly, run } = props;
  const { withoutOverlaps, storage, tablespace } = record.body;
  const set = [withoutOverlaps === true, storage !== undefined, tablespace !== undefined];
  return (
    <MoreOptions set={set.filter((one) => one).length}>
      <CheckBox
        label="Without overlaps"
        hint="WITHOUT OVERLAPS (PostgreSQL 18): the last column is a range, and rows that agree in the others do not share an instant of it."
        isOn={withoutOverlaps ?? false}
        isReadOnly={isReadOnly}
        testId="without-overlaps"
        onChange={(isOn) => run({ withoutOverlaps: isOn || null })}
      />
      <StorageField record={record} isReadOnly={isReadOnly} write={(text) => run({ storage: text })} />
      <TablespaceField record={record} isReadOnly={isReadOnly} write={(text) => run({ tablespace: text })} />
    </MoreOptions>
  );
}

const nulls = [
  { value: 'distinct', label: 'Any number of rows' },
  { value: 'equal', label: 'One row (not distinct)' },
] as const;

/** Whether two nulls are duplicates (NULLS NOT DISTINCT, PostgreSQL 15). */
export function NullsField(props: {
  readonly name: string;
  readonly areEqual: boolean;
  readonly isReadOnly: boolean;
  readonly onChange: (areEqual: boolean) => void;
}) {
  const { name, areEqual, isReadOnly, onChange } = props;
  return (
    <DetailLine label="With NULL">
      <Select
        aria-label={`Rows with NULL that ${name} allows`}
        className="w-full"
        value={areEqual ? 'equal' : 'distinct'}
        options={nulls}
        disabled={isReadOnly}
        onValue={(chosen) => onChange(chosen === 'equal')}
      />
    </DetailLine>
  );
}
