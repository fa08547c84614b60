'use client';
import { changeText, textProblem } from '../../edits/box-edits';
import { TextField } from '../../fields/text-field';
import { useRecord, useValue } from '../../session/hooks';
import { useSession } from '../../session/project-session';
import { BoxColor, BoxHead } from './box-head';
import { BoxSize } from './box-size';

/** A note on the canvas: what it says, its colour and size. */
export function NoteInspector({ id }: { readonly id: string }) {
  const session = useSession();
  const record = useRecord(id, 'note');
  const isReadOnly = useValue(session.isReadOnly);
  if (!record) return null;
  return (
    <>
      <BoxHead box={record} />
      <div className="flex flex-col gap-2.5 px-3 pb-3">
        <TextField
          label="Text"
          rows={4}
          value={record.body.text}
          placeholder="What the others should know"
          isReadOnly={isReadOnly}
          testId="note-text"
          place={{ recordId: id, field: 'text' }}
          commit={(text) => textProblem('note', text) ?? session.run(changeText(record, text))}
        />
        <BoxColor box={record} />
        <BoxSize box={record} />
      </div>
    </>
  );
}
