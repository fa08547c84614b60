'use client';
import { Crosshair, PencilLine, Plus, Trash2 } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { Hit } from '../../canvas/hit-test';
import { hitBoxId, hitTableId, selectableId } from '../../canvas/hit-test';
import type { ContextMenuRequest } from '../../canvas/surface/types';
import { arrangeItems, arrangeUnplacedItems } from '../arrange/menu-items';
import { copyItems, pasteItem } from '../clipboard/menu-items';
import { deleteWithToast } from '../project/use-delete';
import type { ProjectSession } from '../session/project-session';
import { useSession } from '../session/project-session';
import type { MenuItem } from '../ui/menu';
import { MenuContent } from '../ui/menu';
import { boxItems, editBoxItem } from './box-items';
import { useCreateTable } from './use-create-table';
import { addColumnInPlace } from './use-surface';

/** What can be done with what was clicked. */
function itemsFor(
  session: ProjectSession,
  request: ContextMenuRequest,
  createTable: (at: ContextMenuRequest['world']) => void,
): readonly MenuItem[] {
  const isReadOnly = session.isReadOnly.get();
  const show: MenuItem = {
    kind: 'item',
    label: 'Show everything',
    icon: Crosshair,
    shortcut: 'F',
    onSelect: () => session.surface.get()?.fit('all'),
  };
  const id = selectableId(request.hit);
  const tableId = hitTableId(request.hit);
  if (isReadOnly) return [...copyItems(session, tableId), show];
  if (id === null) {
    return [
      {
        kind: 'item',
        label: 'New table here',
        icon: Plus,
        shortcut: 'T',
        onSelect: () => createTable(request.world),
      },
      ...boxItems(session, request.world),
      pasteItem(session, request.world),
      { kind: 'separator', key: 'view' },
      ...arrangeUnplacedItems(session),
      show,
    ];
  }
  const boxId = hitBoxId(request.hit);
  const added: readonly MenuItem[] =
    tableId === null
      ? boxId === null
        ? []
        : [editBoxItem(session, boxId)]
      : [
          {
            kind: 'item',
            label: 'Add column',
            icon: Plus,
            onSelect: () =>
              later(() => addColumnInPlace(session, tableId, isColumn(request.hit) ? id : undefined)),
          },
          {
            kind: 'item',
            label: 'Rename',
            icon: PencilLine,
            shortcut: 'Enter',
            onSelect: () => later(() => session.renaming.set({ id, isNew: false })),
          },
        ];
  const selected = session.selection.get();
  return [
    ...added,
    ...copyItems(session, tableId),
    ...arrangeItems(session),
    { kind: 'separator', key: 'delete' },
    {
      kind: 'item',
      label: 'Delete',
      icon: Trash2,
      isDanger: true,
      shortcut: 'Del',
      onSelect: () => deleteWithToast(session, selected.has(id) ? [...selected] : [id]),
    },
  ];
}

function isColumn(hit: Hit): boolean {
  return hit.kind === 'column' || hit.kind === 'column-handle';
}

/** After the menu has given the focus back, or it would take it away again. */
function later(action: () => void): void {
  setTimeout(action, 0);
}

type CanvasMenuProps = { readonly request: ContextMenuRequest | null; readonly onClose: () => void };

/** The menu of the right mouse button (or a long press) on the canvas. */
export function CanvasMenu({ request, onClose }: CanvasMenuProps) {
  const session = useSession();
  const createTable = useCreateTable();
  if (!request) return null;
  return (
    <DropdownMenu.Root open modal={false} onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DropdownMenu.Trigger asChild>
        <span
          aria-hidden
          className="absolute size-0"
          style={{ left: request.screen.x, top: request.screen.y }}
        />
      </DropdownMenu.Trigger>
      <MenuContent
        label="On the canvas"
        align="start"
        items={itemsFor(session, request, (at) => later(() => createTable(at)))}
      />
    </DropdownMenu.Root>
  );
}
