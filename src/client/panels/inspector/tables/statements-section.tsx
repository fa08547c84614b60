'use client';
import type { MemoryState } from '../../../../core/schema/memory-state';
import { useDerived } from '../../session/hooks';
import { useSession } from '../../session/project-session';
import { Section } from '../section';

/** The statements that are kept as text and belong to a table: triggers, policies and their like. */
function statementsOf(state: MemoryState, tableId: string) {
  return state
    .childrenOf(tableId, 'verbatim')
    .map(({ id, body }) => ({ id, name: body.name || body.tag, tag: body.tag }))
    .sort((a, b) => a.tag.localeCompare(b.tag) || a.name.localeCompare(b.name));
}

/** What of a table is kept as text, a line each; nothing where there is none. */
export function StatementsSection({ tableId }: { readonly tableId: string }) {
  const session = useSession();
  const statements = useDerived(statementsOf, tableId);
  if (statements.length === 0) return null;
  return (
    <Section title="Kept as text">
      <ul className="-mx-1.5 flex flex-col" data-testid="table-statements">
        {statements.map(({ id, name, tag }) => (
          <li key={id}>
            <button
              type="button"
              onClick={() => session.selection.set(new Set([id]))}
              className="flex h-7 w-full items-center gap-1.5 rounded-control px-1.5 text-left hover:bg-hover"
            >
              <span className="min-w-0 flex-1 truncate text-ink-soft">{name}</span>
              <span className="shrink-0 text-2xs text-ink-mute">{tag}</span>
            </button>
          </li>
        ))}
      </ul>
    </Section>
  );
}
