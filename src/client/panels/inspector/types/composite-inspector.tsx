'use client';
import { change } from '../../edits/change';
import { useRecord, useValue } from '../../session/hooks';
import { useSession } from '../../session/project-session';
import { MoreOptions } from '../more-options';
import { Section } from '../section';
import { OwnerField } from '../storage-fields';
import { AttributeList } from './attribute-list';
import { NamedFields } from './named-fields';
import { TypeFrame } from './used-by';

/** A composite type: its attributes in order, and what has it. */
export function CompositeInspector({ id }: { readonly id: string }) {
  const session = useSession();
  const record = useRecord(id, 'composite');
  const isReadOnly = useValue(session.isReadOnly);
  if (!record) return null;
  const { name, owner } = record.body;
  return (
    <TypeFrame record={record}>
      <div className="flex flex-col gap-2.5 px-3 pb-3">
        <NamedFields
          record={record}
          isReadOnly={isReadOnly}
          placeholder="What its values are"
          run={(patch) => session.run(change(record, name, patch))}
        />
        <MoreOptions set={owner === undefined ? 0 : 1}>
          <OwnerField
            record={record}
            isReadOnly={isReadOnly}
            write={(text) => session.run(change(record, name, { owner: text }))}
          />
        </MoreOptions>
      </div>
      <Section title="Attributes">
        <AttributeList record={record} isReadOnly={isReadOnly} />
      </Section>
    </TypeFrame>
  );
}
