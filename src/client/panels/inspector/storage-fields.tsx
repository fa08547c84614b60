'use client';
import type { SchemaRecord } from '../../../core/schema/record';
import { orNothing } from '../edits/change';
import { storageProblem } from '../edits/index-edits';
import { nameProblem } from '../edits/validate';
import { TextField } from '../fields/text-field';
import type { CommitProblem } from '../fields/use-committed-text';
import { DetailLine } from './detail-line';

/** Kinds that have storage parameters and a tablespace. */
type Stored = SchemaRecord<'table' | 'primary-key' | 'unique' | 'exclusion' | 'index'>;

type StoredFieldProps = {
  readonly record: Stored;
  readonly isReadOnly: boolean;
  /** Null takes it away. */
  readonly write: (text: string | null) => CommitProblem;
};

/** The parameters after WITH, as a line of details. */
export function StorageField({ record, isReadOnly, write }: StoredFieldProps) {
  const { name, storage } = record.body;
  return (
    <DetailLine label="With">
      <TextField
        label={`Storage parameters of ${name}`}
        isLabelHidden
        isMono
        isReadOnly={isReadOnly}
        value={storage ?? ''}
        placeholder="fillfactor=70"
        testId={`${record.kind}-storage`}
        place={{ recordId: record.id, field: 'storage' }}
        commit={(text) => storageProblem(text) ?? write(orNothing(text))}
      />
    </DetailLine>
  );
}

/** The tablespace, as a line of details. */
export function TablespaceField({ record, isReadOnly, write }: StoredFieldProps) {
  const { name, tablespace } = record.body;
  return (
    <OptionalName
      label="Tablespace"
      of={`Tablespace of ${name}`}
      value={tablespace}
      placeholder="of the database"
      isReadOnly={isReadOnly}
      place={{ recordId: record.id, field: 'tablespace' }}
      write={write}
    />
  );
}

/** Kinds that have an owner of their own. */
type Owned = SchemaRecord<'namespace' | 'table' | 'enum' | 'domain' | 'composite' | 'range' | 'sequence'>;

/** The role that owns something, as a line of details. */
export function OwnerField(props: {
  readonly record: Owned;
  readonly isReadOnly: boolean;
  readonly write: (name: string | null) => CommitProblem;
}) {
  const { record, isReadOnly, write } = props;
  return (
    <OptionalName
      label="Owner"
      of={`Owner of ${record.body.name}`}
      value={record.body.owner}
      placeholder="who runs the script"
      isReadOnly={isReadOnly}
      place={{ recordId: record.id, field: 'owner' }}
      write={write}
    />
  );
}

/** A name that may be left out. */
export function OptionalName(props: {
  readonly label: string;
  readonly of: string;
  readonly value: string | undefined;
  readonly placeholder: string;
  readonly isReadOnly: boolean;
  readonly place: { readonly recordId: string; readonly field: string };
  readonly write: (name: string | null) => CommitProblem;
}) {
  const { label, of, value, placeholder, isReadOnly, place, write } = props;
  return (
    <DetailLine label={label}>
      <TextField
        label={of}
        isLabelHidden
        isMono
        isReadOnly={isReadOnly}
        value={value ?? ''}
        placeholder={placeholder}
        testId={`${place.field}-field`}
        place={place}
        commit={(text) => (text.trim() === '' ? write(null) : (nameProblem(text) ?? write(text.trim())))}
      />
    </DetailLine>
  );
}
