'use client';
import { ChevronDown, Layers, List, Table2 } from 'lucide-react';
import { useCreateTable } from '../diagram/use-create-table';
import { createEnum } from '../edits/enum-edits';
import { createNamespace } from '../edits/namespace-edits';
import { useSession } from '../session/project-session';
import { IconButton } from '../ui/icon-button';
import { Menu } from '../ui/menu';
import { createInInspector } from './create-in-inspector';

/** What else can be made: each opens in the inspector with the cursor in its name. */
export function CreateMenu() {
  const session = useSession();
  const createTable = useCreateTable();
  return (
    <Menu
      label="New"
      items={[
        { kind: 'item', label: 'New table', icon: Table2, shortcut: 'T', onSelect: () => createTable() },
        {
          kind: 'item',
          label: 'New enum',
          icon: List,
          onSelect: () => createInInspector(session, createEnum),
        },
        {
          kind: 'item',
          label: 'New schema',
          icon: Layers,
          onSelect: () => createInInspector(session, createNamespace),
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
