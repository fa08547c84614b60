'use client';
import { useState } from 'react';
import type { IndexElement } from '../../../../core/schema/body-parts';
import { createIndex } from '../../edits/index-edits';
import { newId } from '../../edits/new-id';
import { useSession } from '../../session/project-session';
import { DraftBox } from '../draft-box';
import { ElementList } from './element-list';

/** An index to be: its columns and expressions in order. Once it is there it opens, with all the rest. */
export function IndexDraft({ tableId, onEnd }: { readonly tableId: string; readonly onEnd: () => void }) {
  const session = useSession();
  const [elements, setElements] = useState<readonly IndexElement[]>([]);
  const [problem, setProblem] = useState<string | null>(null);
  const run = () => {
    if (elements.length === 0) return setProblem('Choose a column, or type an expression.');
    const id = newId();
    const refusal = session.run(createIndex(session.store.state(), id, tableId, elements));
    setProblem(refusal);
    if (refusal !== null) return;
    onEnd();
    session.selection.set(new Set([id]));
  };
  return (
    <DraftBox title="New index" action={{ label: 'Add index', problem, run }} onCancel={onEnd}>
      <ElementList
        tableId={tableId}
        label="Elements of the new index"
        elements={elements}
        columnRefs={undefined}
        method={undefined}
        isReadOnly={false}
        complete={(element) => element}
        onChange={(next) => {
          setProblem(null);
          setElements(next);
          return null;
        }}
      />
    </DraftBox>
  );
}
