'use client';
import type { DefaultValue } from '../../../core/schema/body-parts';
import type { SchemaRecord } from '../../../core/schema/record';
import { expressionProblem, firstDefault, literalProblem } from '../edits/default-edits';
import { update } from '../edits/operations';
import { TextField } from '../fields/text-field';
import type { CommitProblem } from '../fields/use-committed-text';
import { useValue } from '../session/hooks';
import { useSession } from '../session/project-session';
import { Select } from '../ui/select';

const kinds = [
  { value: 'none', label: 'None' },
  { value: 'literal', label: 'Value' },
  { value: 'expression', label: 'Expression' },
] as const;

const sequenceKind = { value: 'sequence', label: 'Sequence' } as const;

/** A column's default. */
export function DefaultField({ column }: { readonly column: SchemaRecord<'column'> }) {
  const session = useSession();
  const isReadOnly = useValue(session.isReadOnly);
  const { name, type, default: value, identity, generated } = column.body;
  return (
    <ValueDefault
      recordId={column.id}
      type={type}
      value={value}
      isReadOnly={isReadOnly}
      isFixed={identity !== undefined || generated !== undefined}
      onChange={(next) =>
        session.run({
          label: `Change the default of ${name}`,
          operations: [update(column, { default: next })],
        })
      }
    />
  );
}

/** A default: a value as it is, or an expression that PostgreSQL computes. Nobody guesses quotes. */
export function ValueDefault(props: {
  readonly recordId: string;
  readonly type: string;
  readonly value: DefaultValue | undefined;
  readonly isReadOnly: boolean;
  /** There can be none now, or no other. */
  readonly isFixed?: boolean;
  readonly onChange: (value: DefaultValue | null) => CommitProblem;
}) {
  const { recordId, type, value, isReadOnly, isFixed = false, onChange } = props;
  const kind = value?.kind ?? 'none';
  const problemOf = (as: 'literal' | 'expression', text: string) =>
    as === 'literal' ? literalProblem(type, text) : expressionProblem(text);
  const choose = (chosen: string) => {
    if (chosen === 'none') onChange(null);
    if (chosen === 'literal' || chosen === 'expression') onChange(firstDefault(chosen, type, value));
  };
  return (
    <div className="grid grid-cols-[104px_minmax(0,1fr)] items-start gap-2">
      <Select
        aria-label="Kind of default"
        value={kind}
        options={kind === 'sequence' ? [...kinds, sequenceKind] : kinds}
        disabled={isReadOnly || isFixed}
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
          commit={(text) => problemOf(value.kind, text) ?? onChange({ kind: value.kind, text })}
          testId="column-default"
          place={{ recordId, field: 'default' }}
        />
      )}
      {value?.kind === 'sequence' && <span className="py-1.5 text-xs text-ink-mute">from a sequence</span>}
    </div>
  );
}
