'use client';
import { Trash2 } from 'lucide-react';
import { useRef, useState } from 'react';
import type { MemoryState } from '../../../../core/schema/memory-state';
import { orNothing } from '../../edits/change';
import { changeEnum, columnsOfEnum } from '../../edits/enum-edits';
import { nameProblem } from '../../edits/validate';
import { TextField } from '../../fields/text-field';
import { useDelete } from '../../project/use-delete';
import type { NamedId } from '../../session/derive';
import { namespacesOf } from '../../session/derive';
import { useDerived, useRecord, useValue } from '../../session/hooks';
import { useSession } from '../../session/project-session';
import { useFocusRequest } from '../../session/use-focus-request';
import { IconButton } from '../../ui/icon-button';
import { Select } from '../../ui/select';
import { InspectorHead } from '../inspector-head';
import { Section } from '../section';
import { LabelList } from './label-list';

/** An enum: its name, its labels in order, and the columns that have it as their type. */
export function EnumInspector({ id }: { readonly id: string }) {
  const session = useSession();
  const record = useRecord(id, 'enum');
  const namespaces = useDerived(namespacesOf, null);
  const isReadOnly = useValue(session.isReadOnly);
  const remove = useDelete();
  const isUsed = useDerived(usersOf, id).length > 0;
  const [isRefused, setRefused] = useState(false);
  const name = useRef<HTMLInputElement>(null);
  useFocusRequest(name, id, 'name');
  if (!record) return null;
  const { body } = record;
  return (
    <>
      <InspectorHead kind="Enum">
        {!isReadOnly && (
          <IconButton
            size="small"
            icon={Trash2}
            label="Delete enum"
            onClick={() => (isUsed ? setRefused(true) : remove([id]))}
          />
        )}
      </InspectorHead>
      <div className="flex flex-col gap-2.5 px-3 pb-3">
        <div className="grid grid-cols-[minmax(0,1fr)_112px] items-start gap-2">
          <TextField
            ref={name}
            label="Name"
            isReadOnly={isReadOnly}
            value={body.name}
            testId="enum-name"
            place={{ recordId: id, field: 'name' }}
            className="font-medium"
            commit={(text) => nameProblem(text) ?? session.run(changeEnum(record, { name: text }))}
          />
          <div>
            <span className="mb-1 block text-xs text-ink-mute">Schema</span>
            <Select
              aria-label="Schema"
              className="w-full"
              value={body.namespaceId}
              options={namespaces.map((namespace) => ({ value: namespace.id, label: namespace.name }))}
              disabled={isReadOnly || namespaces.length < 2}
              onValue={(namespaceId) => session.run(changeEnum(record, { namespaceId }))}
            />
          </div>
        </div>
        <TextField
          label="Comment"
          rows={1}
          isReadOnly={isReadOnly}
          value={body.comment ?? ''}
          placeholder="What it tells apart"
          place={{ recordId: id, field: 'comment' }}
          commit={(text) => session.run(changeEnum(record, { comment: orNothing(text) }))}
        />
      </div>
      <Section title="Labels">
        <LabelList record={record} isReadOnly={isReadOnly} />
      </Section>
      <UsedBy enumId={id} isInTheWay={isRefused && isUsed} />
    </>
  );
}

function usersOf(state: MemoryState, enumId: string): readonly NamedId[] {
  return columnsOfEnum(state, enumId)
    .map(({ id, body }) => ({
      id,
      name: `${state.live(body.tableId, 'table')?.body.name ?? '?'}.${body.name}`,
    }))
    .sort((a, b) => a.name.localeCompare(b.name));
}

function UsedBy(props: { readonly enumId: string; readonly isInTheWay: boolean }) {
  const { enumId, isInTheWay } = props;
  const session = useSession();
  const columns = useDerived(usersOf, enumId);
  return (
    <Section title="Used by">
      {isInTheWay && (
        <p role="alert" className="mb-1 text-xs text-pretty text-bad">
          Not deleted: it is the type of {columns.length === 1 ? 'this column' : 'these columns'}. Give{' '}
          {columns.length === 1 ? 'it' : 'them'} another type first.
        </p>
      )}
      {columns.length === 0 ? (
        <p className="text-xs text-pretty text-ink-mute">No column yet. Type its name as a column’s type.</p>
      ) : (
        <ul className="-mx-1.5 flex flex-col">
          {columns.map(({ id, name }) => (
            <li key={id}>
              <button
                type="button"
                onClick={() => session.selection.set(new Set([id]))}
                className="flex h-7 w-full items-center rounded-control px-1.5 text-left hover:bg-hover"
              >
                <span className="truncate text-ink-soft">{name}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
