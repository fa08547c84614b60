'use client';
import { ArrowDown, Trash2 } from 'lucide-react';
import { referentialActionSchema } from '../../../core/schema/body-parts';
import type { SchemaRecord } from '../../../core/schema/record';
import { update } from '../edits/operations';
import { nameProblem } from '../edits/validate';
import { TextField } from '../fields/text-field';
import { useDelete } from '../project/use-delete';
import { sidesOf } from '../session/derive';
import { useDerived, useRecord, useValue } from '../session/hooks';
import { useSession } from '../session/project-session';
import { Button } from '../ui/button';
import { Select } from '../ui/select';
import { InspectorHead } from './inspector-head';
import { ForeignKeyOptions } from './keys/foreign-key-options';
import { ForeignKeyTiming } from './keys/foreign-key-timing';
import { Section } from './section';

/** A foreign key: what it connects, and what happens to rows that lose theirs. */
export function ForeignKeyInspector({ id }: { readonly id: string }) {
  const session = useSession();
  const key = useRecord(id, 'foreign-key');
  const sides = useDerived(sidesOf, id);
  const isReadOnly = useValue(session.isReadOnly);
  const remove = useDelete();
  if (!key) return null;
  const { name } = key.body;
  return (
    <>
      <InspectorHead kind="Foreign key" />
      <div className="px-3 pb-3">
        <TextField
          label="Name"
          isMono
          isReadOnly={isReadOnly}
          value={name}
          place={{ recordId: id, field: 'name' }}
          commit={(text) =>
            nameProblem(text) ??
            session.run({ label: `Rename ${name}`, operations: [update(key, { name: text })] })
          }
        />
        <div className="mt-3 rounded-control bg-sunken px-2.5 py-2 ring-1 ring-line ring-inset">
          <p className="truncate font-medium">{sides.from}</p>
          <p className="my-0.5 flex items-center gap-1 text-2xs text-ink-mute">
            <ArrowDown aria-hidden className="size-3" /> references
          </p>
          <p className="truncate font-medium">{sides.to}</p>
        </div>
      </div>
      <Section title="When the referenced row …">
        <div className="grid grid-cols-[84px_minmax(0,1fr)] items-center gap-2">
          <ActionField foreignKey={key} field="onDelete" label="is deleted" isReadOnly={isReadOnly} />
          <ActionField foreignKey={key} field="onUpdate" label="is updated" isReadOnly={isReadOnly} />
        </div>
        <ForeignKeyTiming foreignKey={key} />
        <ForeignKeyOptions key={id} foreignKey={key} />
      </Section>
      {!isReadOnly && (
        <Section title="Comment">
          <TextField
            label="Comment"
            isLabelHidden
            rows={1}
            value={key.body.comment ?? ''}
            placeholder="What it is for"
            place={{ recordId: id, field: 'comment' }}
            commit={(text) =>
              session.run({
                label: `Comment on ${name}`,
                operations: [update(key, { comment: text.trim() === '' ? null : text })],
              })
            }
          />
          <Button look="danger" size="small" className="mt-3 -ml-1" onClick={() => remove([id])}>
            <Trash2 aria-hidden className="size-3.5" strokeWidth={1.75} />
            Delete foreign key
          </Button>
        </Section>
      )}
    </>
  );
}

const actionWords = {
  'no action': 'No action: refuse',
  restrict: 'Restrict: refuse at once',
  cascade: 'Cascade',
  'set null': 'Set NULL',
  'set default': 'Set default',
} as const;

const actions = referentialActionSchema.options.map((value) => ({ value, label: actionWords[value] }));

function ActionField(props: {
  readonly foreignKey: SchemaRecord<'foreign-key'>;
  readonly field: 'onDelete' | 'onUpdate';
  readonly label: string;
  readonly isReadOnly: boolean;
}) {
  const { foreignKey, field, label, isReadOnly } = props;
  const session = useSession();
  return (
    <>
      <span className="text-xs text-ink-mute">{label}</span>
      <Select
        aria-label={`When the referenced row ${label}`}
        className="w-full"
        value={foreignKey.body[field] ?? 'no action'}
        options={actions}
        disabled={isReadOnly}
        onValue={(chosen) => {
          const action = referentialActionSchema.parse(chosen);
          session.run({
            label: `Change ${foreignKey.body.name}`,
            operations: [update(foreignKey, { [field]: action === 'no action' ? null : action })],
          });
        }}
      />
    </>
  );
}
