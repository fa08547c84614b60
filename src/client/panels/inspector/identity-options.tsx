'use client';
import type { SchemaRecord } from '../../../core/schema/record';
import type { IdentityNumber } from '../edits/column-value-edits';
import { changeIdentityOptions, sequenceNumberProblem } from '../edits/column-value-edits';
import { TextField } from '../fields/text-field';
import { useValue } from '../session/hooks';
import { useSession } from '../session/project-session';
import { DetailLine } from './detail-line';

type SequenceNumber = { readonly field: IdentityNumber; readonly label: string; readonly usual: string };

/** The numbers of a sequence, and what they are when nobody says. */
export const sequenceNumbers: readonly SequenceNumber[] = [
  { field: 'start', label: 'Starts with', usual: '1' },
  { field: 'increment', label: 'Goes on by', usual: '1' },
  { field: 'minimum', label: 'From', usual: '1' },
  { field: 'maximum', label: 'To', usual: 'of the type' },
  { field: 'cache', label: 'Cached', usual: '1' },
];

/** The options of the sequence behind an identity column. Empty fields are PostgreSQL's own. */
export function IdentityOptionFields({ column }: { readonly column: SchemaRecord<'column'> }) {
  const session = useSession();
  const isReadOnly = useValue(session.isReadOnly);
  const { name, identityOptions = {} } = column.body;
  return (
    <DetailLine label="Sequence">
      <fieldset className="grid grid-cols-2 gap-x-2 gap-y-1.5">
        <legend className="sr-only">{`Sequence of ${name}`}</legend>
        {sequenceNumbers.map(({ field, label, usual }) => (
          <TextField
            key={field}
            label={label}
            isMono
            isReadOnly={isReadOnly}
            value={identityOptions[field] ?? ''}
            placeholder={usual}
            testId={`identity-${field}`}
            place={{ recordId: column.id, field }}
            commit={(text) =>
              sequenceNumberProblem(field, text.trim()) ??
              session.run(changeIdentityOptions(column, { [field]: text.trim() || undefined }))
            }
          />
        ))}
        <label className="flex items-center gap-1.5 self-end py-1 text-xs text-ink-soft">
          <input
            type="checkbox"
            className="accent-accent"
            checked={identityOptions.cycle ?? false}
            disabled={isReadOnly}
            onChange={(event) =>
              session.run(changeIdentityOptions(column, { cycle: event.target.checked || undefined }))
            }
          />
          Begins again at its end
        </label>
      </fieldset>
    </DetailLine>
  );
}
