'use client';
import type { SchemaRecord } from '../../../core/schema/record';
import { expressionProblem, firstDefault, literalProblem } from '../edits/default-edits';
import { update } from '../edits/operations';
import { TextField } from '../fields/text-field';
import { useValue } from '../session/hooks';
import { useSession } from '../session/project-session';
import { Select } from '../ui/select';

const kinds = [
  { value: 'none', label: 'None' },
  { value: 'literal', label: 'Value' },
  { value: 'expression', label: 'Expression' },
] as const;

const sequenceKind = { value: 'sequence', label: 'Sequence' } as const;

/** A column's default: a value as it is, or an expression that PostgreSQL computes. Nobody guesses quotes. */
export function DefaultField({ column }: { readonly column: SchemaRecord<'column'> }) {
  const session = useSession();
  const isReadOnly = useValue(session.isReadOnly);
  const value = column.body.default;
  const kind = value?.kind ?? 'none';
  const run = (next: SchemaRecord<'column'>['body']['default'] | null) =>
    session.run({
      label: `Change the default of ${column.body.name}`,
      operations: [update(column, { default: next ?? null })],
    });
  const problemOf = (as: 'literal' | 'expression', text: string) =>
    as === 'literal' ? literalProblem(column.body.type, text) : expressionProblem(text);
  const choose = (chosen: string) => {
    if (chosen === 'none') run(null);
    if (chosen === 'literal' || chosen === 'expression') run(firstDefault(chosen, column.body.type, value));
  };
  return (
    <div className="grid grid-cols-[104px_minmax(0,1fr)] items-start gap-2">
      <Select
        aria-label="Kind of default"
        value={kind}
        options={kind === 'sequence' ? [...kinds, sequenceKind] : kinds}
        disabled={isReadOnly || column.body.identity !== undefined || column.body.generated !== undefined}
        onValue={choose}
      />
      {value && value.kind !== 'sequence' && (
        <TextField
          label={value.kind === 'literal' ? 'Default value' : 'Default expression'}
          isLabelHidden
          isMono
          isReadOnly={isReadOnly}
          value={value.text}
          placeholder={value.kind === 'literal' ? 'empty text' : 'now()'}
          commit={(text) => problemOf(value.kind, text) ?? run({ kind: value.kind, text })}
          testId="column-default"
          place={{ recordId: column.id, field: 'default' }}
        />
      )}
      {value?.kind === 'sequence' && <span className="py-1 text-xs text-ink-mute">from a sequence</span>}
    </div>
  );
}
