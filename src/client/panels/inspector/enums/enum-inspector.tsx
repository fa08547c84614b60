'use client';
import { changeEnum } from '../../edits/enum-edits';
import { useRecord, useValue } from '../../session/hooks';
import { useSession } from '../../session/project-session';
import { MoreOptions } from '../more-options';
import { Section } from '../section';
import { OwnerField } from '../storage-fields';
import { NamedFields } from '../types/named-fields';
import { TypeFrame } from '../types/used-by';
import { LabelList } from './label-list';

/** An enum: its name, its labels in order, and the columns that have it as their type. */
export function EnumInspector({ id }: { readonly id: string }) {
  const session = useSession();
  const record = useRecord(id, 'enum');
  const isReadOnly = useValue(session.isReadOnly);
  if (!record) return null;
  return (
    <TypeFrame record={record}>
      <div className="flex flex-col gap-2.5 px-3 pb-3">
        <NamedFields
          record={record}
          isReadOnly={isReadOnly}
          placeholder="What it tells apart"
          run={(patch) => session.run(changeEnum(record, patch))}
        />
        <MoreOptions set={record.body.owner === undefined ? 0 : 1}>
          <OwnerField
            record={record}
            isReadOnly={isReadOnly}
            write={(owner) => session.run(changeEnum(record, { owner }))}
          />
        </MoreOptions>
      </div>
      <Section title="Labels">
        <LabelList record={record} isReadOnly={isReadOnly} />
      </Section>
    </TypeFrame>
  );
}
