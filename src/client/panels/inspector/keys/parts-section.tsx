'use client';
import { Plus } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useDerived, useValue } from '../../session/hooks';
import { useSession } from '../../session/project-session';
import { IconButton } from '../../ui/icon-button';
import { Menu } from '../../ui/menu';
import { CheckDraft } from '../checks/check-draft';
import { ExclusionDraft } from '../exclusions/exclusion-draft';
import { IndexDraft } from '../indexes/index-draft';
import { Section } from '../section';
import { KeyDraft } from './key-draft';
import { PartRow } from './part-row';
import type { PartKind } from './parts';
import { partsOf } from './parts';

type PartsSectionProps = { readonly tableId: string; readonly openId: string | null };

/** The keys, checks and indexes of a table: a line each, the selected one open, and a menu that adds. */
export function PartsSection({ tableId, openId }: PartsSectionProps) {
  const session = useSession();
  const isReadOnly = useValue(session.isReadOnly);
  const parts = useDerived(partsOf, tableId);
  const [drafted, setDrafted] = useState<PartKind | null>(null);
  const { focus } = session;
  const request = useValue(focus);
  useEffect(() => {
    if (request?.recordId !== tableId || request.field !== 'exclusion') return;
    focus.set(null);
    setDrafted('exclusion');
  }, [request, tableId, focus]);
  const hasPrimaryKey = parts.some(({ kind }) => kind === 'primary-key');
  const begin = (label: string, kind: PartKind) => ({
    kind: 'item' as const,
    label,
    onSelect: () => setDrafted(kind),
  });
  const end = () => setDrafted(null);
  const items = [
    ...(hasPrimaryKey ? [] : [begin('Add primary key', 'primary-key')]),
    begin('Add unique', 'unique'),
    begin('Add check', 'check'),
    begin('Add exclusion', 'exclusion'),
    begin('Add index', 'index'),
  ];
  const add = (
    <Menu
      label="Add a key, check or index"
      items={items}
      trigger={
        <IconButton size="small" icon={Plus} label="Add a key, check or index" data-testid="add-part" />
      }
    />
  );
  return (
    <Section title="Keys, checks and indexes" action={!isReadOnly && add}>
      {parts.length > 0 && (
        <ul className="-mx-1.5 flex flex-col gap-px">
          {parts.map((part) => (
            <PartRow key={part.id} part={part} tableId={tableId} isOpen={part.id === openId} />
          ))}
        </ul>
      )}
      {!isReadOnly && (drafted === 'unique' || drafted === 'primary-key') && (
        <KeyDraft key={drafted} tableId={tableId} kind={drafted} onEnd={end} />
      )}
      {!isReadOnly && drafted === 'check' && <CheckDraft tableId={tableId} onEnd={end} />}
      {!isReadOnly && drafted === 'exclusion' && <ExclusionDraft tableId={tableId} onEnd={end} />}
      {!isReadOnly && drafted === 'index' && <IndexDraft tableId={tableId} onEnd={end} />}
    </Section>
  );
}
