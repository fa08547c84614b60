'use client';
import { createCheck, expressionProblem } from '../../edits/check-edits';
import { newId } from '../../edits/new-id';
import { TextField } from '../../fields/text-field';
import { useSession } from '../../session/project-session';
import { DraftBox } from '../draft-box';

/** A check to be: as soon as its expression is there, it is too, and opens. */
export function CheckDraft({ tableId, onEnd }: { readonly tableId: string; readonly onEnd: () => void }) {
  const session = useSession();
  const commit = (text: string) => {
    const id = newId();
    const problem =
      expressionProblem(text) ?? session.run(createCheck(session.store.state(), id, tableId, text));
    if (problem !== null) return problem;
    onEnd();
    session.selection.set(new Set([id]));
    return null;
  };
  return (
    <DraftBox title="New check" onCancel={onEnd}>
      <TextField
        label="Expression that has to hold"
        isLabelHidden
        isMono
        value=""
        placeholder="total >= 0"
        testId="check-expression"
        commit={commit}
      />
    </DraftBox>
  );
}
