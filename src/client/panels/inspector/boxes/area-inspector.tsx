'use client';
import { useRef } from 'react';
import { changeText, textProblem } from '../../edits/box-edits';
import { TextField } from '../../fields/text-field';
import { useRecord, useValue } from '../../session/hooks';
import { useSession } from '../../session/project-session';
import { useFocusRequest } from '../../session/use-focus-request';
import { BoxColor, BoxHead } from './box-head';
import { BoxSize } from './box-size';

/** An area of the canvas: its name, colour and size. */
export function AreaInspector({ id }: { readonly id: string }) {
  const session = useSession();
  const record = useRecord(id, 'area');
  const isReadOnly = useValue(session.isReadOnly);
  const name = useRef<HTMLInputElement>(null);
  useFocusRequest(name, id, 'name');
  if (!record) return null;
  return (
    <>
      <BoxHead box={record} />
      <div className="flex flex-col gap-2.5 px-3 pb-3">
        <TextField
          ref={name}
          label="Name"
          value={record.body.name}
          isReadOnly={isReadOnly}
          testId="area-name"
          place={{ recordId: id, field: 'name' }}
          className="font-medium"
          commit={(text) => textProblem('area', text) ?? session.run(changeText(record, text))}
        />
        <BoxColor box={record} />
        <BoxSize box={record} />
        <p className="text-xs text-pretty text-ink-mute">
          Dragging the area by its title moves the tables and notes in it.
        </p>
      </div>
    </>
  );
}
