'use client';
import { ChevronDown, Layers, List, Table2 } from 'lucide-react';
import { useCreateTable } from '../diagram/use-create-table';
import type { Edit } from '../edits/edit';
import { createEnum } from '../edits/enum-edits';
import { createNamespace } from '../edits/namespace-edits';
import { newId } from '../edits/new-id';
import { useSession } from '../session/project-session';
import { IconButton } from '../ui/icon-button';
import { Menu } from '../ui/menu';

/** What else can be made: each opens in the inspector with the cursor in its name. */
export function CreateMenu() {
  const session = useSession();
  const createTable = useCreateTable();
  const make = (edit: (id: string) => Edit) => {
    const id = newId();
    if (session.run(edit(id)) !== null) return;
    session.selection.set(new Set([id]));
    session.focus.set({ recordId: id, field: 'name' });
  };
  const state = () => session.store.state();
  return (
    <Menu
      label="New"
      items={[
        { kind: 'item', label: 'New table', icon: Table2, shortcut: 'T', onSelect: () => createTable() },
        {
          kind: 'item',
          label: 'New enum',
          icon: List,
          onSelect: () => make((id) => createEnum(state(), id)),
        },
        {
          kind: 'item',
          label: 'New schema',
          icon: Layers,
          onSelect: () => make((id) => createNamespace(state(), id)),
        },
      ]}
      trigger={
        <IconButton
          icon={ChevronDown}
          label="New enum, schema …"
          className="-ml-1 w-6"
          data-testid="create-menu"
        />
      }
    />
  );
}
