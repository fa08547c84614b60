'use client';
import { Crosshair, Trash2 } from 'lucide-react';
import { useRef } from 'react';
import { partitionRoot } from '../../../core/schema/inheritance';
import type { SchemaRecord } from '../../../core/schema/record';
import { update } from '../edits/operations';
import { renameTable } from '../edits/rename-edits';
import { nameProblem } from '../edits/validate';
import { TextField } from '../fields/text-field';
import { useDelete } from '../project/use-delete';
import { namespacesOf } from '../session/derive';
import { useDerived, useRecord, useValue } from '../session/hooks';
import { useSession } from '../session/project-session';
import { useFocusRequest } from '../session/use-focus-request';
import { IconButton } from '../ui/icon-button';
import { Select } from '../ui/select';
import { ColorPicker } from './color-picker';
import { ColumnList } from './column-list';
import { ForeignKeyList } from './foreign-key-list';
import { InspectorHead } from './inspector-head';
import { PartsSection } from './keys/parts-section';
import { InheritanceSection } from './tables/inheritance-section';
import { PartitioningSection } from './tables/partitioning-section';
import { StatementsSection } from './tables/statements-section';
import { StorageSection } from './tables/storage-section';

type TableInspectorProps = { readonly tableId: string; readonly openId: string | null };

/** A table with its columns, keys, checks and indexes. `openId`: the one of them whose details are shown. */
export function TableInspector({ tableId, openId }: TableInspectorProps) {
  const session = useSession();
  const table = useRecord(tableId, 'table');
  const isReadOnly = useValue(session.isReadOnly);
  const remove = useDelete();
  if (!table) return null;
  const isPartition = table.body.partitionOf !== undefined;
  return (
    <>
      <InspectorHead kind={isPartition ? 'Partition' : 'Table'}>
        <IconButton
          size="small"
          icon={Crosshair}
          label="Show on the canvas"
          onClick={() => session.surface.get()?.centerOn(partitionRoot(tableId, session.store.state()))}
        />
        {!isReadOnly && (
          <IconButton size="small" icon={Trash2} label="Delete table" onClick={() => remove([tableId])} />
        )}
      </InspectorHead>
      <TableFields table={table} isReadOnly={isReadOnly} />
      <ColumnList tableId={tableId} openId={openId} isPartition={isPartition} />
      <PartsSection tableId={tableId} openId={openId} />
      <ForeignKeyList tableId={tableId} />
      <StatementsSection tableId={tableId} />
      <PartitioningSection table={table} isReadOnly={isReadOnly} />
      <InheritanceSection table={table} isReadOnly={isReadOnly} />
      <StorageSection table={table} isReadOnly={isReadOnly} />
    </>
  );
}

function TableFields(props: { readonly table: SchemaRecord<'table'>; readonly isReadOnly: boolean }) {
  const { table, isReadOnly } = props;
  const session = useSession();
  const namespaces = useDerived(namespacesOf, null);
  const name = useRef<HTMLInputElement>(null);
  useFocusRequest(name, table.id, 'name');
  return (
    <div className="flex flex-col gap-2.5 px-3 pb-3">
      <div className="grid grid-cols-[minmax(0,1fr)_112px] items-start gap-2">
        <TextField
          ref={name}
          label="Name"
          isReadOnly={isReadOnly}
          value={table.body.name}
          testId="table-name"
          place={{ recordId: table.id, field: 'name' }}
          className="font-medium"
          commit={(text) => nameProblem(text) ?? session.run(renameTable(session.store.state(), table, text))}
        />
        <div>
          <span className="mb-1 block text-xs text-ink-mute">Schema</span>
          <Select
            aria-label="Schema"
            className="w-full"
            value={table.body.namespaceId}
            options={namespaces.map((namespace) => ({ value: namespace.id, label: namespace.name }))}
            disabled={isReadOnly || namespaces.length < 2}
            onValue={(namespaceId) =>
              session.run({
                label: `Move ${table.body.name} to another schema`,
                operations: [update(table, { namespaceId })],
              })
            }
          />
        </div>
      </div>
      <TextField
        label="Comment"
        rows={1}
        isReadOnly={isReadOnly}
        value={table.body.comment ?? ''}
        placeholder="What one row stands for"
        place={{ recordId: table.id, field: 'comment' }}
        commit={(text) =>
          session.run({
            label: `Comment on ${table.body.name}`,
            operations: [update(table, { comment: text.trim() === '' ? null : text })],
          })
        }
      />
      {!isReadOnly && !table.body.partitionOf && <ColorPicker tableId={table.id} />}
    </div>
  );
}
