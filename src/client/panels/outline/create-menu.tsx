'use client';
import {
  Braces,
  ChevronDown,
  Eye,
  Layers,
  List,
  MoveHorizontal,
  ShieldCheck,
  SquareFunction,
  Table2,
} from 'lucide-react';
import { useCreateTable } from '../diagram/use-create-table';
import { createEnum } from '../edits/enum-edits';
import { createNamespace } from '../edits/namespace-edits';
import { createComposite, createDomain, createRange } from '../edits/type-edits';
import { createFunction, createView } from '../edits/verbatim-edits';
import { useSession } from '../session/project-session';
import { IconButton } from '../ui/icon-button';
import { Menu } from '../ui/menu';
import { createInInspector } from './create-in-inspector';

/** What else can be made: each opens in the inspector with the cursor in its name. */
export function CreateMenu() {
  const session = useSession();
  const createTable = useCreateTable();
  const make = (create: Parameters<typeof createInInspector>[1], field?: 'name' | 'text') => () =>
    createInInspector(session, create, field);
  return (
    <Menu
      label="New"
      items={[
        { kind: 'item', label: 'New table', icon: Table2, shortcut: 'T', onSelect: () => createTable() },
        { kind: 'separator', key: 'types' },
        { kind: 'item', label: 'New enum', icon: List, onSelect: make(createEnum) },
        { kind: 'item', label: 'New domain', icon: ShieldCheck, onSelect: make(createDomain) },
        { kind: 'item', label: 'New composite type', icon: Braces, onSelect: make(createComposite) },
        { kind: 'item', label: 'New range type', icon: MoveHorizontal, onSelect: make(createRange) },
        { kind: 'separator', key: 'text' },
        { kind: 'item', label: 'New view', icon: Eye, onSelect: make(createView, 'text') },
        {
          kind: 'item',
          label: 'New function',
          icon: SquareFunction,
          onSelect: make(createFunction, 'text'),
        },
        { kind: 'separator', key: 'schema' },
        { kind: 'item', label: 'New schema', icon: Layers, onSelect: make(createNamespace) },
      ]}
      trigger={
        <IconButton
          icon={ChevronDown}
          label="New type, view, schema …"
          className="-ml-1 w-6"
          data-testid="create-menu"
        />
      }
    />
  );
}
