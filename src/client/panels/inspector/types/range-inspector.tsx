'use client';
import { clsx } from 'clsx';
import type { MemoryState } from '../../../../core/schema/memory-state';
import { multirangeNameOf } from '../../../../core/schema/names';
import type { SchemaRecord } from '../../../../core/schema/record';
import { shownType } from '../../../view/column-type';
import { change, orNothing } from '../../edits/change';
import type { Patch } from '../../edits/operations';
import { nameProblem } from '../../edits/validate';
import { ComboField } from '../../fields/combo-field';
import { inputLook, TextField } from '../../fields/text-field';
import type { CommitProblem } from '../../fields/use-committed-text';
import { useDerived, useRecord, useValue } from '../../session/hooks';
import { useSession } from '../../session/project-session';
import type { FieldPlace } from '../../session/use-editing';
import { isCollatable, suggestCollations } from '../collations';
import { DetailLine } from '../detail-line';
import { MoreOptions } from '../more-options';
import { OwnerField } from '../storage-fields';
import { NamedFields } from './named-fields';
import { TypeCombo } from './type-combo';
import { TypeFrame } from './used-by';

function typeOf(state: MemoryState, id: string): string {
  const range = state.live(id, 'range');
  return range ? shownType(range.body, state) : '';
}

type RangeFieldsProps = {
  readonly record: SchemaRecord<'range'>;
  readonly isReadOnly: boolean;
  readonly run: (patch: Patch<'range'>) => CommitProblem;
};

/** A range type: the type whose values it spans, and what has it. */
export function RangeInspector({ id }: { readonly id: string }) {
  const session = useSession();
  const record = useRecord(id, 'range');
  const type = useDerived(typeOf, id);
  const isReadOnly = useValue(session.isReadOnly);
  if (!record) return null;
  const { name } = record.body;
  const run = (patch: Patch<'range'>) => session.run(change(record, name, patch));
  return (
    <TypeFrame record={record}>
      <div className="flex flex-col gap-2.5 px-3 pb-3">
        <NamedFields record={record} isReadOnly={isReadOnly} placeholder="What it spans" run={run} />
        <div className="flex flex-col gap-2">
          <DetailLine label="Spans">
            <TypeCombo
              label={`Subtype of ${name}`}
              value={type}
              isReadOnly={isReadOnly}
              testId="range-type"
              place={{ recordId: id, field: 'type' }}
              commit={(text) => run({ type: text })}
            />
          </DetailLine>
          <DetailLine label="Multirange">
            <TextField
              label={`Multirange type of ${name}`}
              isLabelHidden
              isMono
              isReadOnly={isReadOnly}
              value={multirangeNameOf(record.body)}
              testId="range-multirange"
              place={{ recordId: id, field: 'multirangeName' }}
              commit={(text) => nameProblem(text) ?? run({ multirangeName: text })}
            />
          </DetailLine>
          <RangeOptions record={record} isReadOnly={isReadOnly} run={run} />
        </div>
      </div>
    </TypeFrame>
  );
}

function RangeOptions({ record, isReadOnly, run }: RangeFieldsProps) {
  const { name, opclass, collation, subtypeDiff, owner, type } = record.body;
  const set = [opclass, collation, subtypeDiff, owner].filter((one) => one !== undefined).length;
  return (
    <MoreOptions set={set}>
      <PlainField
        label="Op. class"
        of={`Operator class of ${name}`}
        value={opclass}
        place={{ recordId: record.id, field: 'opclass' }}
        placeholder="usual"
        isReadOnly={isReadOnly}
        write={(text) => run({ opclass: text })}
      />
      {(collation !== undefined || isCollatable(type)) && (
        <DetailLine label="Collation">
          <ComboField
            label={`Collation of ${name}`}
            value={collation ?? ''}
            placeholder="of the type"
            isReadOnly={isReadOnly}
            commit={(text) => run({ collation: orNothing(text.trim()) })}
            suggest={suggestCollations}
            className={clsx(inputLook, 'h-7 font-mono text-xs')}
            place={{ recordId: record.id, field: 'collation' }}
          />
        </DetailLine>
      )}
      <PlainField
        label="Difference"
        of={`Function that says how far apart two values of ${name} are`}
        value={subtypeDiff}
        place={{ recordId: record.id, field: 'subtypeDiff' }}
        placeholder="float8mi"
        isReadOnly={isReadOnly}
        write={(text) => run({ subtypeDiff: text })}
      />
      <OwnerField record={record} isReadOnly={isReadOnly} write={(text) => run({ owner: text })} />
    </MoreOptions>
  );
}

function PlainField(props: {
  readonly label: string;
  readonly of: string;
  readonly value: string | undefined;
  readonly placeholder: string;
  readonly isReadOnly: boolean;
  readonly place: FieldPlace;
  readonly write: (text: string | null) => CommitProblem;
}) {
  const { label, of, value, placeholder, isReadOnly, place, write } = props;
  return (
    <DetailLine label={label}>
      <TextField
        label={of}
        isLabelHidden
        isMono
        isReadOnly={isReadOnly}
        value={value ?? ''}
        placeholder={placeholder}
        place={place}
        commit={(text) => write(orNothing(text.trim()))}
      />
    </DetailLine>
  );
}
