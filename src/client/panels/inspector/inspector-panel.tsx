'use client';
import { MousePointerClick } from 'lucide-react';
import { HistorySection } from '../activity/history-section';
import { inspectedOf } from '../session/derive';
import { useDerived, useValue } from '../session/hooks';
import { useSession } from '../session/project-session';
import { AreaInspector } from './boxes/area-inspector';
import { NoteInspector } from './boxes/note-inspector';
import { EnumInspector } from './enums/enum-inspector';
import { ForeignKeyInspector } from './foreign-key-inspector';
import { NamespaceInspector } from './namespaces/namespace-inspector';
import { SequenceInspector } from './sequence-inspector';
import { SeveralInspector } from './several-inspector';
import { StatementInspector } from './statements/statement-inspector';
import { TableInspector } from './table-inspector';
import { CompositeInspector } from './types/composite-inspector';
import { DomainInspector } from './types/domain-inspector';
import { RangeInspector } from './types/range-inspector';

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
    case 'domain':
      return <DomainInspector key={inspected.id} id={inspected.id} />;
    case 'composite':
      return <CompositeInspector key={inspected.id} id={inspected.id} />;
    case 'range':
      return <RangeInspector key={inspected.id} id={inspected.id} />;
    case 'sequence':
      return <SequenceInspector key={inspected.id} id={inspected.id} />;
    case 'verbatim':
      return <StatementInspector key={inspected.id} id={inspected.id} />;
    case 'several':
      return <SeveralInspector ids={inspected.ids} />;
  }
}
