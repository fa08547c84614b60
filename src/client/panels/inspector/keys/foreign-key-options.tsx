'use client';
import type { MemoryState } from '../../../../core/schema/memory-state';
import type { SchemaRecord } from '../../../../core/schema/record';
import { change } from '../../edits/change';
import { deletedColumnsPatch } from '../../edits/foreign-key-options';
import type { Patch } from '../../edits/operations';
import { useDerived, useValue } from '../../session/hooks';
import { useSession } from '../../session/project-session';
import { CheckBox } from '../../ui/check-box';
import { Select } from '../../ui/select';
import { MoreOptions } from '../more-options';

const matches = [
  { value: 'simple', label: 'Simple: one NULL is enough' },
  { value: 'full', label: 'Full: all are NULL or none' },
] as const;

/** What few foreign keys have: MATCH, the columns of SET NULL, NOT VALID, NOT ENFORCED, PERIOD (PostgreSQL, CREATE TABLE). */
export function ForeignKeyOptions({ foreignKey }: { readonly foreignKey: SchemaRecord<'foreign-key'> }) {
  const session = useSession();
  const isReadOnly = useValue(session.isReadOnly);
  const { name, match, notValid, notEnforced, period, onDeleteColumnIds, columnIds } = foreignKey.body;
  const run = (patch: Patch<'foreign-key'>) => session.run(change(foreignKey, name, patch));
  const set = [
    match === 'full',
    notValid === true,
    notEnforced === true,
    period === true,
    onDeleteColumnIds !== undefined,
  ];
  return (
    <MoreOptions set={set.filter((one) => one).length}>
      {columnIds.length > 1 && (
        <div className="grid grid-cols-[84px_minmax(0,1fr)] items-center gap-2">
          <span className="text-xs text-ink-mute">NULLs match</span>
          <Select
            aria-label={`How NULLs match in ${name}`}
            className="w-full"
            value={match ?? 'simple'}
            options={matches}
            disabled={isReadOnly}
            onValue={(chosen) => run({ match: chosen === 'full' ? 'full' : null })}
          />
        </div>
      )}
      <DeletedColumns foreignKey={foreignKey} isReadOnly={isReadOnly} run={run} />
      <CheckBox
        label="Not valid yet"
        hint="NOT VALID: rows that are there already are not checked until you validate it."
        isOn={notValid ?? false}
        isReadOnly={isReadOnly}
        testId="not-valid"
        onChange={(isOn) => run({ notValid: isOn || null })}
      />
      <CheckBox
        label="Not enforced"
        hint="NOT ENFORCED (PostgreSQL 18): it is written down, and holds nobody back."
        isOn={notEnforced ?? false}
        isReadOnly={isReadOnly}
        testId="not-enforced"
        onChange={(isOn) => run({ notEnforced: isOn || null })}
      />
      <CheckBox
        label="At every time"
        hint="PERIOD (PostgreSQL 18): the last columns are ranges, and the referenced rows cover all of them."
        isOn={period ?? false}
        isReadOnly={isReadOnly}
        testId="period"
        onChange={(isOn) => run({ period: isOn || null })}
      />
    </MoreOptions>
  );
}

type Column = { readonly id: string; readonly name: string };

function columnsOf(state: MemoryState, id: string): readonly Column[] {
  const ids = state.live(id, 'foreign-key')?.body.columnIds ?? [];
  return ids.map((columnId) => ({ id: columnId, name: state.live(columnId, 'column')?.body.name ?? '?' }));
}

/** Which of its columns SET NULL and SET DEFAULT set; nothing to choose for one column or another action. */
function DeletedColumns(props: {
  readonly foreignKey: SchemaRecord<'foreign-key'>;
  readonly isReadOnly: boolean;
  readonly run: (patch: Patch<'foreign-key'>) => unknown;
}) {
  const { foreignKey, isReadOnly, run } = props;
  const columns = useDerived(columnsOf, foreignKey.id);
  const { onDelete, columnIds, onDeleteColumnIds = columnIds } = foreignKey.body;
  if (columnIds.length < 2 || (onDelete !== 'set null' && onDelete !== 'set default')) return null;
  const word = onDelete === 'set null' ? 'NULL' : 'their default';
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="mb-1 text-xs text-ink-mute">When it is deleted, set to {word}</legend>
      {columns.map(({ id, name }) => (
        <CheckBox
          key={id}
          label={name}
          isOn={onDeleteColumnIds.includes(id)}
          isReadOnly={isReadOnly || (onDeleteColumnIds.length === 1 && onDeleteColumnIds.includes(id))}
          testId={`deleted-column-${name}`}
          onChange={() => run(deletedColumnsPatch(foreignKey, id))}
        />
      ))}
    </fieldset>
  );
}
