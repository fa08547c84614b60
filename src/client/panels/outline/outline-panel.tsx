'use client';
import { Plus, Search } from 'lucide-react';
import { useRef } from 'react';
import { useCreateTable } from '../diagram/use-create-table';
import { useValue } from '../session/hooks';
import { useSession } from '../session/project-session';
import { IconButton } from '../ui/icon-button';
import { CreateMenu } from './create-menu';
import { OutlineTree } from './outline-tree';
import { useOutline } from './use-outline';

/** The left panel: search, and the tree of what there is. */
export function OutlinePanel() {
  const session = useSession();
  const isReadOnly = useValue(session.isReadOnly);
  const outline = useOutline();
  const tree = useRef<HTMLDivElement>(null);
  const createTable = useCreateTable();
  return (
    <>
      <div className="flex items-center gap-1 py-2 pr-1.5 pl-2.5">
        <div className="relative flex-1">
          <Search aria-hidden className="absolute top-1.5 left-2 size-4 text-ink-mute" strokeWidth={1.75} />
          <input
            type="search"
            aria-label="Search tables and columns"
            placeholder="Search"
            value={outline.search}
            data-testid="outline-search"
            onChange={(event) => outline.setSearch(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'ArrowDown') {
                event.preventDefault();
                tree.current?.focus();
              }
              if (event.key === 'Escape') outline.setSearch('');
            }}
            className="h-7 w-full rounded-control bg-sunken pr-2 pl-7.5 text-sm ring-1 ring-line ring-inset hover:ring-line-strong [&::-webkit-search-cancel-button]:hidden"
          />
        </div>
        {!isReadOnly && (
          <IconButton
            icon={Plus}
            label="New table"
            shortcut="T"
            data-testid="create-table"
            onClick={() => createTable()}
          />
        )}
        {!isReadOnly && <CreateMenu />}
      </div>
      {outline.rows.length === 0 && outline.search !== '' ? (
        <p role="status" className="px-4 py-6 text-center text-sm text-ink-mute">
          Nothing is called “{outline.search}”.
        </p>
      ) : (
        <OutlineTree outline={outline} treeRef={tree} />
      )}
    </>
  );
}
