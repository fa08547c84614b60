'use client';
import { MousePointerClick, Trash2 } from 'lucide-react';
import { HistorySection } from '../activity/history-section';
import { useDelete } from '../project/use-delete';
import { inspectedOf } from '../session/derive';
import { useDerived, useValue } from '../session/hooks';
import { useSession } from '../session/project-session';
import { Button } from '../ui/button';
import { AreaInspector } from './boxes/area-inspector';
import { NoteInspector } from './boxes/note-inspector';
import { EnumInspector } from './enums/enum-inspector';
import { ForeignKeyInspector } from './foreign-key-inspector';
import { InspectorHead } from './inspector-head';
import { NamespaceInspector } from './namespaces/namespace-inspector';
import { TableInspector } from './table-inspector';

/** What is selected, with everything about it that can be edited, and what happened to it. */
export function InspectorPanel() {
  const { selection } = useSession();
  const [only, ...others] = useValue(selection);
  return (
    <>
      <Inspected />
      {only !== undefined && others.length === 0 && <HistorySection recordId={only} />}
    </>
  );
}

function Inspected() {
  const { selection } = useSession();
  const selected = useValue(selection);
  const inspected = useDerived(inspectedOf, [...selected].join(','));
  switch (inspected.kind) {
    case 'nothing':
      return (
        <div className="flex flex-col items-center px-6 pt-16 text-center text-ink-mute">
          <MousePointerClick aria-hidden className="mb-3 size-5" strokeWidth={1.5} />
          <p className="text-sm text-pretty">Select a table, a column or a line to see and edit it here.</p>
        </div>
      );
    case 'table':
      return <TableInspector key={inspected.tableId} tableId={inspected.tableId} openId={inspected.openId} />;
    case 'foreign-key':
      return <ForeignKeyInspector key={inspected.id} id={inspected.id} />;
    case 'enum':
      return <EnumInspector key={inspected.id} id={inspected.id} />;
    case 'note':
      return <NoteInspector key={inspected.id} id={inspected.id} />;
    case 'area':
      return <AreaInspector key={inspected.id} id={inspected.id} />;
    case 'namespace':
      return <NamespaceInspector key={inspected.id} id={inspected.id} />;
    case 'several':
      return <SeveralInspector ids={inspected.ids} />;
  }
}

function SeveralInspector({ ids }: { readonly ids: readonly string[] }) {
  const session = useSession();
  const isReadOnly = useValue(session.isReadOnly);
  const remove = useDelete();
  return (
    <>
      <InspectorHead kind={`${ids.length} selected`} />
      <div className="flex gap-2 px-3">
        <Button size="small" onClick={() => session.surface.get()?.fit('selection')}>
          Show all of them
        </Button>
        {!isReadOnly && (
          <Button size="small" look="danger" onClick={() => remove(ids)}>
            <Trash2 aria-hidden className="size-3.5" strokeWidth={1.75} />
            Delete
          </Button>
        )}
      </div>
    </>
  );
}
