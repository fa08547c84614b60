'use client';
import { clsx } from 'clsx';
import type { MemoryState } from '../../../../core/schema/memory-state';
import type { SchemaRecord } from '../../../../core/schema/record';
import { shownType } from '../../../view/column-type';
import { change, orNothing } from '../../edits/change';
import { retypingProblem } from '../../edits/default-edits';
import type { Patch } from '../../edits/operations';
import { ComboField } from '../../fields/combo-field';
import { inputLook } from '../../fields/text-field';
import type { CommitProblem } from '../../fields/use-committed-text';
import { useDerived, useRecord, useValue } from '../../session/hooks';
import { useSession } from '../../session/project-session';
import { CheckBox } from '../../ui/check-box';
import { isCollatable, suggestCollations } from '../collations';
import { ValueDefault } from '../default-field';
import { DetailLine } from '../detail-line';
import { MoreOptions } from '../more-options';
import { Section } from '../section';
import { OwnerField } from '../storage-fields';
import { DomainChecks } from './domain-checks';
import { NamedFields } from './named-fields';
import { TypeCombo } from './type-combo';
import { TypeFrame } from './used-by';

function typeOf(state: MemoryState, id: string): string {
  const domain = state.live(id, 'domain');
  return domain ? shownType(domain.body, state) : '';
}

/** A domain: the type that it restricts, by what, and what has it. */
export function DomainInspector({ id }: { readonly id: string }) {
  const session = useSession();
  const record = useRecord(id, 'domain');
  const isReadOnly = useValue(session.isReadOnly);
  if (!record) return null;
  const run = (patch: Patch<'domain'>) => session.run(change(record, record.body.name, patch));
  return (
    <TypeFrame record={record}>
      <div className="flex flex-col gap-2.5 px-3 pb-3">
        <NamedFields record={record} isReadOnly={isReadOnly} placeholder="What its values are" run={run} />
        <div className="flex flex-col gap-2">
          <DomainFields record={record} isReadOnly={isReadOnly} run={run} />
        </div>
      </div>
      <Section title="Checks">
        <DomainChecks record={record} isReadOnly={isReadOnly} />
      </Section>
    </TypeFrame>
  );
}

function DomainFields(props: {
  readonly record: SchemaRecord<'domain'>;
  readonly isReadOnly: boolean;
  readonly run: (patch: Patch<'domain'>) => CommitProblem;
}) {
  const { record, isReadOnly, run } = props;
  const type = useDerived(typeOf, record.id);
  const { id, body } = record;
  const { name, collation, owner, notNull } = body;
  return (
    <>
      <DetailLine label="Type">
        <TypeCombo
          label={`Type of ${name}`}
          value={type}
          isReadOnly={isReadOnly}
          testId="domain-type"
          place={{ recordId: id, field: 'type' }}
          commit={(text) => retypingProblem(text, body.default) ?? run({ type: text })}
        />
      </DetailLine>
      <DetailLine label="Default">
        <ValueDefault
          recordId={id}
          type={body.type}
          value={body.default}
          isReadOnly={isReadOnly}
          onChange={(next) => run({ default: next?.kind === 'sequence' ? null : next })}
        />
      </DetailLine>
      <DetailLine label="NULL">
        <div className="py-1.5">
          <CheckBox
            label="Not allowed"
            isOn={notNull ?? false}
            isReadOnly={isReadOnly}
            testId="domain-not-null"
            onChange={(isOn) => run({ notNull: isOn || null })}
          />
        </div>
      </DetailLine>
      <MoreOptions set={(collation === undefined ? 0 : 1) + (owner === undefined ? 0 : 1)}>
        {(collation !== undefined || isCollatable(body.type)) && (
          <DetailLine label="Collation">
            <ComboField
              label={`Collation of ${name}`}
              value={collation ?? ''}
              placeholder="of the database"
              isReadOnly={isReadOnly}
              commit={(text) => run({ collation: orNothing(text.trim()) })}
              suggest={suggestCollations}
              className={clsx(inputLook, 'h-7 font-mono text-xs')}
              place={{ recordId: record.id, field: 'collation' }}
            />
          </DetailLine>
        )}
        <OwnerField record={record} isReadOnly={isReadOnly} write={(text) => run({ owner: text })} />
      </MoreOptions>
    </>
  );
}
