'use client';
import { Trash2 } from 'lucide-react';
import type { MemoryState } from '../../../core/schema/memory-state';
import type { SchemaRecord } from '../../../core/schema/record';
import { change, orNothing } from '../edits/change';
import type { IdentityNumber } from '../edits/column-value-edits';
import { sequenceNumberProblem } from '../edits/column-value-edits';
import type { Patch } from '../edits/operations';
import { titleOf } from '../edits/table-edits';
import { TextField } from '../fields/text-field';
import type { CommitProblem } from '../fields/use-committed-text';
import { useDelete } from '../project/use-delete';
import { useDerived, useRecord, useValue } from '../session/hooks';
import { useSession } from '../session/project-session';
import { CheckBox } from '../ui/check-box';
import { IconButton } from '../ui/icon-button';
import { Select } from '../ui/select';
import { DetailLine } from './detail-line';
import { sequenceNumbers } from './identity-options';
import { InspectorHead } from './inspector-head';
import { MoreOptions } from './more-options';
import { RecordLink } from './record-link';
import { OwnerField } from './storage-fields';
import { NamedFields } from './types/named-fields';

const types = ['bigint', 'integer', 'smallint'] as const;

function ownerOf(state: MemoryState, id: string) {
  const column = state.live(state.live(id, 'sequence')?.body.ownedByColumnId ?? '', 'column');
  return column ? { id: column.id, name: titleOf(column, state) } : null;
}

type SequenceFieldsProps = {
  readonly record: SchemaRecord<'sequence'>;
  readonly isReadOnly: boolean;
  readonly run: (patch: Patch<'sequence'>) => CommitProblem;
};

/** A sequence: its type, where it begins and how it goes on. */
export function SequenceInspector({ id }: { readonly id: string }) {
  const session = useSession();
  const record = useRecord(id, 'sequence');
  const owner = useDerived(ownerOf, id);
  const isReadOnly = useValue(session.isReadOnly);
  const remove = useDelete();
  if (!record) return null;
  const { name, type = 'bigint', unlogged, owner: role } = record.body;
  const run = (patch: Patch<'sequence'>) => session.run(change(record, name, patch));
  return (
    <>
      <InspectorHead kind="Sequence">
        {!isReadOnly && (
          <IconButton size="small" icon={Trash2} label="Delete sequence" onClick={() => remove([id])} />
        )}
      </InspectorHead>
      <div className="flex flex-col gap-2.5 px-3 pb-3">
        <NamedFields record={record} isReadOnly={isReadOnly} placeholder="What it counts" run={run} />
        <div className="flex flex-col gap-2">
          {owner && (
            <DetailLine label="Belongs to">
              <RecordLink id={owner.id} name={owner.name} />
            </DetailLine>
          )}
          <DetailLine label="Type">
            <Select
              aria-label={`Type of ${name}`}
              className="w-full"
              value={type}
              options={types.map((value) => ({ value, label: value }))}
              disabled={isReadOnly}
              onValue={(chosen) => {
                const next = types.find((one) => one === chosen);
                run({ type: next === 'bigint' || next === undefined ? null : next });
              }}
            />
          </DetailLine>
          <Numbers record={record} isReadOnly={isReadOnly} run={run} />
          <MoreOptions set={(unlogged ? 1 : 0) + (role === undefined ? 0 : 1)}>
            <CheckBox
              label="Unlogged"
              hint="Not written to the write-ahead log: after a crash it begins again."
              isOn={unlogged ?? false}
              isReadOnly={isReadOnly}
              onChange={(isOn) => run({ unlogged: isOn || null })}
            />
            <OwnerField record={record} isReadOnly={isReadOnly} write={(text) => run({ owner: text })} />
          </MoreOptions>
        </div>
      </div>
    </>
  );
}

function Numbers({ record, isReadOnly, run }: SequenceFieldsProps) {
  const commit = (field: IdentityNumber) => (text: string) =>
    sequenceNumberProblem(field, text.trim()) ?? run({ [field]: orNothing(text.trim()) });
  return (
    <fieldset className="grid grid-cols-2 gap-x-2 gap-y-1.5">
      <legend className="sr-only">{`Numbers of ${record.body.name}`}</legend>
      {sequenceNumbers.map(({ field, label, usual }) => (
        <TextField
          key={field}
          label={label}
          isMono
          isReadOnly={isReadOnly}
          value={record.body[field] ?? ''}
          placeholder={usual}
          testId={`sequence-${field}`}
          place={{ recordId: record.id, field }}
          commit={commit(field)}
        />
      ))}
      <div className="self-end py-1.5">
        <CheckBox
          label="Begins again at its end"
          isOn={record.body.cycle ?? false}
          isReadOnly={isReadOnly}
          onChange={(isOn) => run({ cycle: isOn || null })}
        />
      </div>
    </fieldset>
  );
}
