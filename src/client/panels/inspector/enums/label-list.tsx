'use client';
import { useState } from 'react';
import type { SchemaRecord } from '../../../../core/schema/record';
import type { Edit } from '../../edits/edit';
import { addLabel, deleteLabel, labelProblem, moveLabel, renameLabel } from '../../edits/enum-edits';
import { TextField } from '../../fields/text-field';
import type { CommitProblem } from '../../fields/use-committed-text';
import { useSession } from '../../session/project-session';
import { OrderedList } from '../ordered-list';

type LabelListProps = { readonly record: SchemaRecord<'enum'>; readonly isReadOnly: boolean };

const quietLook = 'h-6.5! bg-transparent! ring-0! focus:bg-raised! aria-invalid:ring-1!';

/** The labels of an enum in their order, which is the order of its values. */
export function LabelList({ record, isReadOnly }: LabelListProps) {
  const session = useSession();
  const [problem, setProblem] = useState<CommitProblem>(null);
  const { name, labels } = record.body;
  const run = (edit: Edit): CommitProblem => {
    const refusal = session.run(edit);
    setProblem(null);
    return refusal;
  };
  return (
    <>
      <OrderedList
        label={`Labels of ${name}`}
        items={labels.map((label) => ({ key: label, name: label }))}
        isReadOnly={isReadOnly}
        testId="enum-labels"
        onMove={(from, to) => setProblem(run(moveLabel(record, from, to)))}
        onRemove={(at) => setProblem(run(deleteLabel(record, at)))}
        row={(item, at) => (
          <TextField
            label={`Label ${at + 1}`}
            isLabelHidden
            isReadOnly={isReadOnly}
            value={item.name}
            testId="enum-label"
            place={{ recordId: record.id, field: `label ${at}` }}
            className={quietLook}
            commit={(text) =>
              labelProblem(record, text, item.name) ??
              run(renameLabel(session.store.state(), record, at, text))
            }
          />
        )}
      >
        {!isReadOnly && (
          <TextField
            label="Add a label"
            isLabelHidden
            value=""
            placeholder="Add a label"
            testId="enum-add-label"
            className={quietLook}
            commit={(text) => labelProblem(record, text) ?? run(addLabel(record, text))}
          />
        )}
      </OrderedList>
      {problem !== null && (
        <p role="alert" className="mt-1 text-xs text-bad">
          {problem}
        </p>
      )}
      {labels.length > 1 && !isReadOnly && (
        <p className="mt-1.5 text-2xs text-ink-mute">
          Values sort in this order. Alt+↑ and Alt+↓ move a label.
        </p>
      )}
    </>
  );
}
