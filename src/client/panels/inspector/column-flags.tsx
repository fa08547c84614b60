'use client';
import { clsx } from 'clsx';
import { KeyRound } from 'lucide-react';
import type { ReactNode } from 'react';
import type { SchemaRecord } from '../../../core/schema/record';
import { setPrimaryKey, setUnique } from '../edits/column-edits';
import { newId } from '../edits/new-id';
import { update } from '../edits/operations';
import { columnKeysOf } from '../session/derive';
import { useDerived, useValue } from '../session/hooks';
import { useSession } from '../session/project-session';

/** Primary key, unique, nullable: three small switches in a row. */
export function ColumnFlags({ column }: { readonly column: SchemaRecord<'column'> }) {
  const session = useSession();
  const keys = useDerived(columnKeysOf, column.id);
  const isReadOnly = useValue(session.isReadOnly);
  const { name, nullable } = column.body;
  const state = () => session.store.state();
  const label = nullable ? `Require ${name}` : `Allow NULL in ${name}`;
  return (
    <div className="flex gap-px">
      <Flag
        label={`${name} is in the primary key`}
        isOn={keys.isPrimaryKey}
        isDisabled={isReadOnly}
        tone="bg-warn-wash text-key"
        onToggle={() => session.run(setPrimaryKey(state(), column, !keys.isPrimaryKey, newId))}
      >
        <KeyRound aria-hidden className="size-3" strokeWidth={2} />
      </Flag>
      <Flag
        label={`${name} is unique`}
        isOn={keys.isUnique}
        isDisabled={isReadOnly}
        tone="bg-accent-wash font-semibold text-accent"
        onToggle={() => session.run(setUnique(state(), column, !keys.isUnique, newId))}
      >
        U
      </Flag>
      <Flag
        label={`${name} may be NULL`}
        isOn={nullable}
        isDisabled={isReadOnly || keys.isPrimaryKey || column.body.identity !== undefined}
        tone="bg-accent-wash font-semibold text-accent"
        onToggle={() => session.run({ label, operations: [update(column, { nullable: !nullable })] })}
      >
        N
      </Flag>
    </div>
  );
}

function Flag(props: {
  readonly label: string;
  readonly isOn: boolean;
  readonly isDisabled: boolean;
  readonly tone: string;
  readonly onToggle: () => void;
  readonly children: ReactNode;
}) {
  const { label, isOn, isDisabled, tone, onToggle, children } = props;
  return (
    <button
      type="button"
      role="switch"
      aria-checked={isOn}
      aria-label={label}
      title={`${label}: ${isOn ? 'yes' : 'no'}`}
      disabled={isDisabled}
      onClick={onToggle}
      className={clsx(
        'inline-flex size-6 items-center justify-center rounded-[5px] text-2xs transition-colors duration-100',
        'hover:bg-press disabled:hover:bg-transparent',
        isOn ? tone : 'font-normal text-ink-mute',
      )}
    >
      {children}
    </button>
  );
}
