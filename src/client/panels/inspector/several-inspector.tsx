'use client';
import { Crosshair, Network, Trash2 } from 'lucide-react';
import type { MemoryState } from '../../../core/schema/memory-state';
import { kindWord } from '../activity/describe';
import { counted } from '../activity/phrase';
import { arrangeTables } from '../arrange/arrange';
import { newId } from '../edits/new-id';
import { colorSeveral, colourable, commonColor, countByKind } from '../edits/several-edits';
import { useDelete } from '../project/use-delete';
import { useDerived, useValue } from '../session/hooks';
import { useSession } from '../session/project-session';
import { Button } from '../ui/button';
import { InspectorHead } from './inspector-head';
import { Swatches } from './swatches';

/** `key`: the selected ids, joined by commas. */
function aboutSeveral(state: MemoryState, key: string) {
  const ids = key.split(',');
  const coloured = colourable(state, ids);
  const counts = countByKind(state, ids).map(({ kind, count }) => {
    const word = kindWord(kind, undefined);
    return [count, word, pluralOf(word)] as const;
  });
  return {
    words: counted(counts),
    coloured,
    color: commonColor(state, coloured),
    tables: coloured.filter((id) => state.live(id, 'table') !== undefined),
  };
}

function pluralOf(word: string): string {
  if (word.endsWith('x')) return `${word}es`;
  return word.endsWith('y') ? word.replace(/y$/, 'ies') : `${word}s`;
}

/** Several things at once: what they are, and what can be done with all of them. */
export function SeveralInspector({ ids }: { readonly ids: readonly string[] }) {
  const session = useSession();
  const isReadOnly = useValue(session.isReadOnly);
  const remove = useDelete();
  const { words, coloured, color, tables } = useDerived(aboutSeveral, ids.join(','));
  const paint = (chosen: string | null) => {
    const placeOf = (id: string) => {
      const table = session.scene.table(id);
      return table && { x: table.x, y: table.y };
    };
    session.run(colorSeveral(session.store.state(), coloured, chosen, placeOf, newId));
  };
  return (
    <>
      <InspectorHead kind={`${ids.length} selected`} />
      <div className="flex flex-col gap-3 px-3 pb-3">
        <p className="text-sm text-pretty" data-testid="several-words">
          {words}
        </p>
        {!isReadOnly && coloured.length > 0 && <Swatches group="several" current={color} choose={paint} />}
        <div className="flex flex-wrap gap-2">
          <Button size="small" onClick={() => session.surface.get()?.fit('selection')}>
            <Crosshair aria-hidden className="size-3.5" strokeWidth={1.75} />
            Show all of them
          </Button>
          {!isReadOnly && tables.length > 1 && (
            <Button size="small" onClick={() => void arrangeTables(session, tables)}>
              <Network aria-hidden className="size-3.5" strokeWidth={1.75} />
              Arrange
            </Button>
          )}
          {!isReadOnly && (
            <Button size="small" look="danger" onClick={() => remove(ids)}>
              <Trash2 aria-hidden className="size-3.5" strokeWidth={1.75} />
              Delete
            </Button>
          )}
        </div>
      </div>
    </>
  );
}
