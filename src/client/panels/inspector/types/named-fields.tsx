'use client';
import { useRef } from 'react';
import { orNothing } from '../../edits/change';
import { nameProblem } from '../../edits/validate';
import { TextField } from '../../fields/text-field';
import type { CommitProblem } from '../../fields/use-committed-text';
import { namespacesOf } from '../../session/derive';
import { useDerived } from '../../session/hooks';
import { useFocusRequest } from '../../session/use-focus-request';
import { Select } from '../../ui/select';

type NamedFieldsProps = {
  readonly record: {
    readonly id: string;
    readonly kind: string;
    readonly body: {
      readonly name: string;
      readonly namespaceId: string;
      readonly comment?: string | undefined;
    };
  };
  readonly isReadOnly: boolean;
  readonly placeholder: string;
  readonly run: (patch: {
    readonly name?: string;
    readonly namespaceId?: string;
    readonly comment?: string | null;
  }) => CommitProblem;
};

/** What everything in a namespace has: a name, the namespace and a comment. */
export function NamedFields({ record, isReadOnly, placeholder, run }: NamedFieldsProps) {
  const namespaces = useDerived(namespacesOf, null);
  const name = useRef<HTMLInputElement>(null);
  useFocusRequest(name, record.id, 'name');
  const { id, kind, body } = record;
  return (
    <>
      <div className="grid grid-cols-[minmax(0,1fr)_112px] items-start gap-2">
        <TextField
          ref={name}
          label="Name"
          isReadOnly={isReadOnly}
          value={body.name}
          testId={`${kind}-name`}
          place={{ recordId: id, field: 'name' }}
          className="font-medium"
          commit={(text) => nameProblem(text) ?? run({ name: text })}
        />
        <div>
          <span className="mb-1 block text-xs text-ink-mute">Schema</span>
          <Select
            aria-label="Schema"
            className="w-full"
            value={body.namespaceId}
            options={namespaces.map((namespace) => ({ value: namespace.id, label: namespace.name }))}
            disabled={isReadOnly || namespaces.length < 2}
            onValue={(namespaceId) => run({ namespaceId })}
          />
        </div>
      </div>
      <TextField
        label="Comment"
        rows={1}
        isReadOnly={isReadOnly}
        value={body.comment ?? ''}
        placeholder={placeholder}
        place={{ recordId: id, field: 'comment' }}
        commit={(text) => run({ comment: orNothing(text) })}
      />
    </>
  );
}
