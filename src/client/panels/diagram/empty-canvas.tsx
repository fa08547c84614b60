'use client';
import { FileUp, Plus } from 'lucide-react';
import { isEmptyProject } from '../session/derive';
import { useDerived, useValue } from '../session/hooks';
import { useSession } from '../session/project-session';
import { useStatusPart } from '../session/use-status';
import { Button } from '../ui/button';
import { Kbd } from '../ui/kbd';
import { useCreateTable } from './use-create-table';

const hints: readonly (readonly [keys: string, text: string])[] = [
  ['T', 'new table'],
  ['Enter', 'rename, next column'],
  ['Del', 'delete'],
  ['F', 'show everything'],
  ['F6', 'next panel'],
  ['Mod+K', 'find anything'],
  ['?', 'all keys'],
];

/** What an empty canvas says: how to begin. Goes away with the first table. */
export function EmptyCanvas() {
  const session = useSession();
  const isEmpty = useDerived(isEmptyProject, null);
  const isLoaded = useStatusPart((status) => status.project !== null);
  const isReadOnly = useValue(session.isReadOnly);
  const createTable = useCreateTable();
  if (!isEmpty || !isLoaded) return null;
  return (
    <div className="pointer-events-none absolute inset-0 flex items-center justify-center p-6">
      <div className="pointer-events-auto max-w-[360px] animate-fade text-center">
        <h2 className="text-lg font-semibold tracking-[-0.01em]">
          {isReadOnly ? 'Nothing here yet' : 'Begin with a table'}
        </h2>
        <p className="mt-1 text-sm text-pretty text-ink-mute">
          {isReadOnly
            ? 'As soon as somebody adds a table you see it here.'
            : 'Double-click anywhere, or drop a .sql file to begin with a database that you have. To connect two tables, drag from the edge of one column to another.'}
        </p>
        {!isReadOnly && (
          <>
            <div className="mt-4 flex justify-center gap-2">
              <Button onClick={() => session.dialog.set('import')}>
                <FileUp aria-hidden className="size-4" strokeWidth={1.75} />
                Import
              </Button>
              <Button look="primary" onClick={() => createTable()}>
                <Plus aria-hidden className="size-4" strokeWidth={2} />
                New table
              </Button>
            </div>
            <dl className="mt-6 hidden flex-wrap justify-center gap-x-4 gap-y-1.5 text-xs text-ink-mute sm:flex">
              {hints.map(([keys, text]) => (
                <div key={keys} className="flex items-center gap-1.5">
                  <dt>
                    <Kbd keys={keys} />
                  </dt>
                  <dd>{text}</dd>
                </div>
              ))}
            </dl>
          </>
        )}
      </div>
    </div>
  );
}
