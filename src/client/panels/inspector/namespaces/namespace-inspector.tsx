'use client';
import { Trash2 } from 'lucide-react';
import { useRef } from 'react';
import { toast } from 'sonner';
import type { MemoryState } from '../../../../core/schema/memory-state';
import { defaultNamespace } from '../../../view/scene-records';
import { orNothing } from '../../edits/change';
import { changeNamespace, deleteNamespace } from '../../edits/namespace-edits';
import { typeKinds } from '../../edits/type-edits';
import { nameProblem } from '../../edits/validate';
import { TextField } from '../../fields/text-field';
import { useDerived, useRecord, useValue } from '../../session/hooks';
import { useSession } from '../../session/project-session';
import { undoToast } from '../../session/undo-toast';
import { useFocusRequest } from '../../session/use-focus-request';
import { Button } from '../../ui/button';
import { InspectorHead } from '../inspector-head';
import { MoreOptions } from '../more-options';
import { OwnerField } from '../storage-fields';

function contentOf(state: MemoryState, id: string): string {
  const words = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`;
  const kinds = state.children(id);
  const tables = kinds.filter(({ kind }) => kind === 'table').length;
  const types = kinds.filter(({ kind }) => typeKinds.has(kind)).length;
  if (tables + types === 0) return 'Nothing is in it yet.';
  const both = [tables > 0 && words(tables, 'table'), types > 0 && words(types, 'type')];
  return `${both.filter((part) => part !== false).join(' and ')}.`;
}

/** A namespace, which PostgreSQL calls a schema. `public` keeps its name: what names no schema is put there. */
export function NamespaceInspector({ id }: { readonly id: string }) {
  const session = useSession();
  const record = useRecord(id, 'namespace');
  const content = useDerived(contentOf, id);
  const isReadOnly = useValue(session.isReadOnly);
  const name = useRef<HTMLInputElement>(null);
  useFocusRequest(name, id, 'name');
  if (!record) return null;
  const isDefault = record.body.name === defaultNamespace;
  const remove = () => {
    const edit = deleteNamespace(session.store.state(), record);
    if (session.run(edit) !== null) return;
    session.selection.set(new Set());
    const summary = edit.label.replace('Delete', 'Deleted');
    undoToast.show(() => toast(summary, { action: { label: 'Undo', onClick: () => session.undo() } }));
  };
  return (
    <>
      <InspectorHead kind="Schema" />
      <div className="flex flex-col gap-2.5 px-3 pb-3">
        <TextField
          ref={name}
          label="Name"
          isReadOnly={isReadOnly || isDefault}
          value={record.body.name}
          testId="namespace-name"
          place={{ recordId: id, field: 'name' }}
          className="font-medium"
          commit={(text) => nameProblem(text) ?? session.run(changeNamespace(record, { name: text }))}
        />
        <TextField
          label="Comment"
          rows={1}
          isReadOnly={isReadOnly}
          value={record.body.comment ?? ''}
          placeholder="What belongs in it"
          place={{ recordId: id, field: 'comment' }}
          commit={(text) => session.run(changeNamespace(record, { comment: orNothing(text) }))}
        />
        <MoreOptions set={record.body.owner === undefined ? 0 : 1}>
          <OwnerField
            record={record}
            isReadOnly={isReadOnly}
            write={(owner) => session.run(changeNamespace(record, { owner }))}
          />
        </MoreOptions>
        <p className="text-xs text-pretty text-ink-mute">
          {content}
          {isDefault && ' PostgreSQL puts here what names no schema, so it keeps its name.'}
        </p>
        {!isReadOnly && !isDefault && (
          <div className="flex justify-end">
            <Button look="danger" size="small" onClick={remove}>
              <Trash2 aria-hidden className="size-3.5" strokeWidth={1.75} />
              Delete schema
            </Button>
          </div>
        )}
      </div>
    </>
  );
}
