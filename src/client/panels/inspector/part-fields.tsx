'use client';
import { Trash2 } from 'lucide-react';
import { orNothing } from '../edits/change';
import { nameProblem } from '../edits/validate';
import { TextField } from '../fields/text-field';
import type { CommitProblem } from '../fields/use-committed-text';
import { useDelete } from '../project/use-delete';
import { useSession } from '../session/project-session';
import { Button } from '../ui/button';
import { DetailLine } from './detail-line';

/** The name of a constraint or index. */
export function PartName(props: {
  readonly recordId: string;
  readonly name: string;
  readonly isReadOnly: boolean;
  readonly rename: (name: string) => CommitProblem;
}) {
  const { recordId, name, isReadOnly, rename } = props;
  return (
    <DetailLine label="Name">
      <TextField
        label={`Name of ${name}`}
        isLabelHidden
        isMono
        isReadOnly={isReadOnly}
        value={name}
        testId="part-name"
        place={{ recordId, field: 'name' }}
        commit={(text) => nameProblem(text) ?? rename(text)}
      />
    </DetailLine>
  );
}

/** The comment of a constraint or index. */
export function PartComment(props: {
  readonly recordId: string;
  readonly name: string;
  readonly comment: string | undefined;
  readonly isReadOnly: boolean;
  readonly write: (comment: string | null) => CommitProblem;
}) {
  const { recordId, name, comment, isReadOnly, write } = props;
  return (
    <DetailLine label="Comment">
      <TextField
        label={`Comment on ${name}`}
        isLabelHidden
        isReadOnly={isReadOnly}
        value={comment ?? ''}
        placeholder="What it is for"
        testId="part-comment"
        place={{ recordId, field: 'comment' }}
        commit={(text) => write(orNothing(text))}
      />
    </DetailLine>
  );
}

/** Deletes a part of a table; the table stays in the inspector. */
export function DeletePart(props: { readonly id: string; readonly tableId: string; readonly label: string }) {
  const { id, tableId, label } = props;
  const session = useSession();
  const remove = useDelete();
  return (
    <div className="flex justify-end">
      <Button
        look="danger"
        size="small"
        onClick={() => {
          session.selection.set(new Set([tableId]));
          remove([id]);
        }}
      >
        <Trash2 aria-hidden className="size-3.5" strokeWidth={1.75} />
        {label}
      </Button>
    </div>
  );
}
