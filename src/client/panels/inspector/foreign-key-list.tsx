'use client';
import { ArrowRight } from 'lucide-react';
import { foreignKeyIdsOf, referencingKeyIdsOf, sidesOf } from '../session/derive';
import { useDerived, useRecord, useValue } from '../session/hooks';
import { useSession } from '../session/project-session';
import { AddForeignKey } from './add-foreign-key';
import { Section } from './section';

/** The foreign keys that a table has, and those of others that point to it. */
export function ForeignKeyList({ tableId }: { readonly tableId: string }) {
  const { isReadOnly: readOnly } = useSession();
  const isReadOnly = useValue(readOnly);
  const own = useDerived(foreignKeyIdsOf, tableId);
  const incoming = useDerived(referencingKeyIdsOf, tableId);
  return (
    <>
      <Section title="Foreign keys">
        {own.length === 0 ? (
          <p className="text-xs text-pretty text-ink-mute">
            None. Drag from a column’s edge on the canvas to a column of another table, or choose here.
          </p>
        ) : (
          <KeyLines ids={own} side="to" />
        )}
        {!isReadOnly && <AddForeignKey tableId={tableId} />}
      </Section>
      {incoming.length > 0 && (
        <Section title="Referenced by">
          <KeyLines ids={incoming} side="from" />
        </Section>
      )}
    </>
  );
}

function KeyLines({ ids, side }: { readonly ids: readonly string[]; readonly side: 'from' | 'to' }) {
  return (
    <ul className="-mx-1.5 flex flex-col">
      {ids.map((id) => (
        <KeyLine key={id} id={id} side={side} />
      ))}
    </ul>
  );
}

function KeyLine({ id, side }: { readonly id: string; readonly side: 'from' | 'to' }) {
  const session = useSession();
  const key = useRecord(id, 'foreign-key');
  const sides = useDerived(sidesOf, id);
  if (!key) return null;
  const columns = sides.from.slice(sides.from.indexOf('(') + 1, -1);
  return (
    <li>
      <button
        type="button"
        title={key.body.name}
        onClick={() => session.selection.set(new Set([id]))}
        className="flex h-7 w-full items-center gap-1.5 rounded-control px-1.5 text-left hover:bg-hover"
      >
        {side === 'to' ? (
          <>
            <span className="max-w-[45%] truncate font-medium">{columns}</span>
            <ArrowRight aria-hidden className="size-3 shrink-0 text-ink-mute" />
            <span className="min-w-0 flex-1 truncate text-ink-soft">{sides.to}</span>
          </>
        ) : (
          <span className="min-w-0 flex-1 truncate text-ink-soft">{sides.from}</span>
        )}
        {key.body.onDelete && key.body.onDelete !== 'no action' && (
          <span className="shrink-0 text-2xs text-ink-mute">{key.body.onDelete}</span>
        )}
      </button>
    </li>
  );
}
