'use client';
import type { SchemaRecord } from '../../../core/schema/record';
import { change, orNothing } from '../edits/change';
import { storageProblem } from '../edits/index-edits';
import type { Patch } from '../edits/operations';
import { TextField } from '../fields/text-field';
import type { CommitProblem } from '../fields/use-committed-text';
import { useSession } from '../session/project-session';
import { CheckBox } from '../ui/check-box';
import { Select } from '../ui/select';
import { DetailLine } from './detail-line';
import { MoreOptions } from './more-options';
import { OptionalName } from './storage-fields';

const storages = [
  { value: 'usual', label: 'As usual for the type' },
  { value: 'plain', label: 'Plain: in the row, as it is' },
  { value: 'main', label: 'Main: in the row, compressed' },
  { value: 'extended', label: 'Extended: compressed, outside' },
  { value: 'external', label: 'External: outside, as it is' },
] as const;

const compressions = [
  { value: 'usual', label: 'As the server says' },
  { value: 'pglz', label: 'pglz' },
  { value: 'lz4', label: 'lz4' },
] as const;

type ColumnOptionsProps = { readonly column: SchemaRecord<'column'>; readonly isReadOnly: boolean };

/** What few columns have: how they are stored, how finely they are analysed, what their NOT NULL is called. */
export function ColumnOptions({ column, isReadOnly }: ColumnOptionsProps) {
  const session = useSession();
  const { name, storage, compression, statistics, options, notNullName, notNullNoInherit } = column.body;
  const run = (patch: Patch<'column'>) => session.run(change(column, name, patch));
  const texts = [storage, compression, statistics, options, notNullName].filter((one) => one !== undefined);
  return (
    <MoreOptions set={texts.length + (notNullNoInherit ? 1 : 0)}>
      <DetailLine label="Storage">
        <Select
          aria-label={`Storage of ${name}`}
          className="w-full"
          value={storage ?? 'usual'}
          options={storages}
          disabled={isReadOnly}
          onValue={(chosen) => {
            const next = storages.find(({ value }) => value === chosen)?.value;
            run({ storage: next === undefined || next === 'usual' ? null : next });
          }}
        />
      </DetailLine>
      <DetailLine label="Compress">
        <Select
          aria-label={`Compression of ${name}`}
          className="w-full"
          value={compression ?? 'usual'}
          options={compressions}
          disabled={isReadOnly}
          onValue={(chosen) => run({ compression: chosen === 'pglz' || chosen === 'lz4' ? chosen : null })}
        />
      </DetailLine>
      <DetailLine label="Statistics">
        <TextField
          label={`Statistics target of ${name}`}
          isLabelHidden
          isMono
          isReadOnly={isReadOnly}
          value={statistics === undefined ? '' : String(statistics)}
          placeholder="100"
          testId="column-statistics"
          place={{ recordId: column.id, field: 'statistics' }}
          commit={(text) => writeStatistics(text.trim(), run)}
        />
      </DetailLine>
      <DetailLine label="Options">
        <TextField
          label={`Attribute options of ${name}`}
          isLabelHidden
          isMono
          isReadOnly={isReadOnly}
          value={options ?? ''}
          placeholder="n_distinct=-0.5"
          testId="column-options"
          place={{ recordId: column.id, field: 'options' }}
          commit={(text) => storageProblem(text) ?? run({ options: orNothing(text) })}
        />
      </DetailLine>
      <NotNullFields column={column} isReadOnly={isReadOnly} run={run} />
    </MoreOptions>
  );
}

type Run = (patch: Patch<'column'>) => CommitProblem;

/** A number from 0 to 10,000 (ALTER TABLE, SET STATISTICS); nothing is the server's own. */
function writeStatistics(text: string, run: Run): CommitProblem {
  if (text === '') return run({ statistics: null });
  const target = Number(text);
  if (!/^\d+$/.test(text) || target > 10_000) return 'This has to be a whole number from 0 to 10,000.';
  return run({ statistics: target });
}

function NotNullFields({ column, isReadOnly, run }: ColumnOptionsProps & { readonly run: Run }) {
  const { name, nullable, notNullName, notNullNoInherit } = column.body;
  if (nullable && notNullName === undefined && !notNullNoInherit) return null;
  return (
    <>
      <OptionalName
        label="Not null"
        of={`Name of the not-null constraint of ${name}`}
        value={notNullName}
        placeholder="name of the constraint"
        isReadOnly={isReadOnly}
        place={{ recordId: column.id, field: 'notNullName' }}
        write={(text) => run({ notNullName: text })}
      />
      <CheckBox
        label="NOT NULL for this table alone"
        hint="NO INHERIT (PostgreSQL 18): tables that inherit from it may have NULL."
        isOn={notNullNoInherit ?? false}
        isReadOnly={isReadOnly}
        onChange={(isOn) => run({ notNullNoInherit: isOn || null })}
      />
    </>
  );
}
