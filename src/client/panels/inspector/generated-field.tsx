'use client';
import { useState } from 'react';
import type { MemoryState } from '../../../core/schema/memory-state';
import type { SchemaRecord } from '../../../core/schema/record';
import { expressionProblem, presentText } from '../edits/check-edits';
import { setGenerated } from '../edits/column-value-edits';
import { TextField } from '../fields/text-field';
import { useDerived, useValue } from '../session/hooks';
import { useSession } from '../session/project-session';
import { Select } from '../ui/select';
import { DetailLine } from './detail-line';

const kinds = [
  { value: 'none', label: 'No' },
  { value: 'stored', label: 'Stored' },
  { value: 'virtual', label: 'Virtual (PostgreSQL 18)' },
] as const;

type Kind = (typeof kinds)[number]['value'];

function expressionOf(state: MemoryState, columnId: string): string {
  const body = state.live(columnId, 'column')?.body;
  return body?.generated ? presentText(state, body.generated.expression, body.columnRefs) : '';
}

/** Whether a column is computed from others, and how. It becomes one when its expression is there. */
export function GeneratedField({ column }: { readonly column: SchemaRecord<'column'> }) {
  const session = useSession();
  const isReadOnly = useValue(session.isReadOnly);
  const text = useDerived(expressionOf, column.id);
  const { name, generated } = column.body;
  /** Chosen, and waiting for its expression. */
  const [wanted, setWanted] = useState<Kind>('none');
  const stored: Kind = generated ? (generated.stored ? 'stored' : 'virtual') : 'none';
  const kind = generated ? stored : wanted;
  const choose = (chosen: string) => {
    const next = kinds.find(({ value }) => value === chosen)?.value ?? 'none';
    setWanted(next);
    if (!generated) return;
    session.run(
      setGenerated(
        column,
        next === 'none' ? null : { expression: generated.expression, stored: next === 'stored' },
      ),
    );
  };
  return (
    <DetailLine label="Generated">
      <div className="flex min-w-0 flex-col gap-1.5">
        <Select
          aria-label={`Is ${name} generated?`}
          className="w-full"
          value={kind}
          options={kinds}
          disabled={isReadOnly || column.body.identity !== undefined}
          onValue={choose}
        />
        {kind !== 'none' && (
          <TextField
            label={`Expression that generates ${name}`}
            isLabelHidden
            isMono
            isReadOnly={isReadOnly}
            value={text}
            placeholder="price * quantity"
            testId="generated-expression"
            place={{ recordId: column.id, field: 'generated' }}
            commit={(typed) =>
              expressionProblem(typed) ??
              session.run(setGenerated(column, { expression: typed.trim(), stored: kind === 'stored' }))
            }
          />
        )}
      </div>
    </DetailLine>
  );
}
