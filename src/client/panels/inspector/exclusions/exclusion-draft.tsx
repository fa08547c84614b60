'use client';
import { useState } from 'react';
import type { ExclusionElement } from '../../edits/exclusion-edits';
import { createExclusion } from '../../edits/exclusion-edits';
import { newId } from '../../edits/new-id';
import { useSession } from '../../session/project-session';
import { DraftBox } from '../draft-box';
import { ExclusionElements } from './exclusion-elements';

/** An exclusion constraint to be: what it compares, and how. Once it is there it opens, with all the rest. */
export function ExclusionDraft({ tableId, onEnd }: { readonly tableId: string; readonly onEnd: () => void }) {
  const session = useSession();
  const [elements, setElements] = useState<readonly ExclusionElement[]>([]);
  const [problem, setProblem] = useState<string | null>(null);
  const run = () => {
    if (elements.length === 0) return setProblem('Choose a column, or type an expression.');
    const id = newId();
    const refusal = session.run(createExclusion(session.store.state(), id, tableId, elements));
    setProblem(refusal);
    if (refusal !== null) return;
    onEnd();
    session.selection.set(new Set([id]));
  };
  return (
    <DraftBox title="New exclusion" action={{ label: 'Add exclusion', problem, run }} onCancel={onEnd}>
      <p className="text-2xs text-pretty text-ink-mute">
        No two rows may agree in all of these, each compared by its operator.
      </p>
      <ExclusionElements
        tableId={tableId}
        label="Elements of the new exclusion"
        elements={elements}
        columnRefs={undefined}
        method={undefined}
        isReadOnly={false}
        onChange={(next) => {
          setProblem(null);
          setElements(next);
          return null;
        }}
      />
    </DraftBox>
  );
}
