'use client';
import { useState } from 'react';
import type { KeyKind } from '../../edits/key-edits';
import { createKey } from '../../edits/key-edits';
import { newId } from '../../edits/new-id';
import { useSession } from '../../session/project-session';
import { DraftBox } from '../draft-box';
import { ColumnSequence } from './column-sequence';

type KeyDraftProps = {
  readonly tableId: string;
  readonly kind: KeyKind;
  readonly onEnd: () => void;
};

/** A primary key or unique constraint to be: its columns in order. Once it is there it opens. */
export function KeyDraft({ tableId, kind, onEnd }: KeyDraftProps) {
  const session = useSession();
  const [columnIds, setColumnIds] = useState<readonly string[]>([]);
  const [problem, setProblem] = useState<string | null>(null);
  const words = kind === 'unique' ? 'unique' : 'primary key';
  const run = () => {
    if (columnIds.length === 0) return setProblem('Choose at least one column.');
    const id = newId();
    const refusal = session.run(createKey(session.store.state(), kind, id, tableId, columnIds));
    setProblem(refusal);
    if (refusal !== null) return;
    onEnd();
    session.selection.set(new Set([id]));
  };
  return (
    <DraftBox title={`New ${words}`} action={{ label: `Add ${words}`, problem, run }} onCancel={onEnd}>
      <ColumnSequence
        tableId={tableId}
        label={`Columns of the new ${words}`}
        columnIds={columnIds}
        isReadOnly={false}
        testId="key-column"
        onChange={(ids) => {
          setProblem(null);
          setColumnIds(ids);
          return null;
        }}
      />
    </DraftBox>
  );
}
