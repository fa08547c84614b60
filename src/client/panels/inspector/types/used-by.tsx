'use client';
import { Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { MemoryState } from '../../../../core/schema/memory-state';
import type { SchemaRecord } from '../../../../core/schema/record';
import { titleOf } from '../../edits/table-edits';
import { usersOfType } from '../../edits/type-edits';
import { useDelete } from '../../project/use-delete';
import type { NamedId } from '../../session/derive';
import { useDerived, useValue } from '../../session/hooks';
import { useSession } from '../../session/project-session';
import { IconButton } from '../../ui/icon-button';
import { InspectorHead } from '../inspector-head';
import { Section } from '../section';

const words = { enum: 'enum', domain: 'domain', composite: 'composite type', range: 'range type' } as const;

/** What has a type, by name. */
export function typeUsersOf(state: MemoryState, typeId: string): readonly NamedId[] {
  return usersOfType(state, typeId)
    .map((record) => ({ id: record.id, name: titleOf(record, state) }))
    .sort((a, b) => a.name.localeCompare(b.name));
}

type TypeRecord = SchemaRecord<keyof typeof words>;

/**
 * The top of a type's inspector, and the list of what has it, with what is between them. A type in use is not
 * deleted: the list says what is in the way.
 */
export function TypeFrame({
  record,
  children,
}: {
  readonly record: TypeRecord;
  readonly children: ReactNode;
}) {
  const session = useSession();
  const isReadOnly = useValue(session.isReadOnly);
  const remove = useDelete();
  const users = useDerived(typeUsersOf, record.id);
  const [isRefused, setRefused] = useState(false);
  const word = words[record.kind];
  return (
    <>
      <InspectorHead kind={`${word.charAt(0).toUpperCase()}${word.slice(1)}`}>
        {!isReadOnly && (
          <IconButton
            size="small"
            icon={Trash2}
            label={`Delete ${word}`}
            onClick={() => (users.length > 0 ? setRefused(true) : remove([record.id]))}
          />
        )}
      </InspectorHead>
      {children}
      <UsedBy users={users} isInTheWay={isRefused && users.length > 0} />
    </>
  );
}

function UsedBy({ users, isInTheWay }: { readonly users: readonly NamedId[]; readonly isInTheWay: boolean }) {
  const session = useSession();
  return (
    <Section title="Used by">
      {isInTheWay && (
        <p role="alert" className="mb-1 text-xs text-pretty text-bad">
          Not deleted: {users.length === 1 ? 'this is' : 'these are'} of this type. Give{' '}
          {users.length === 1 ? 'it' : 'them'} another one first.
        </p>
      )}
      {users.length === 0 ? (
        <p className="text-xs text-pretty text-ink-mute">Nothing yet. Type its name as a column’s type.</p>
      ) : (
        <ul className="-mx-1.5 flex flex-col">
          {users.map(({ id, name }) => (
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
