'use client';
import { Plus } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { useEffect, useId, useRef, useState } from 'react';
import type { Connection } from '../edits/foreign-key-edits';
import { connectColumns } from '../edits/foreign-key-edits';
import type { ForeignKeyChoice } from '../edits/foreign-key-guess';
import { guessForeignKey, keyColumnOf } from '../edits/foreign-key-guess';
import { newId } from '../edits/new-id';
import { namedColumnsOf, namedTablesOf } from '../session/derive';
import { useDerived } from '../session/hooks';
import type { ProjectSession } from '../session/project-session';
import { useSession } from '../session/project-session';
import { Button } from '../ui/button';
import { Select } from '../ui/select';

/** The way to a foreign key without dragging: a column, a table, a column of that table. */
export function AddForeignKey({ tableId }: { readonly tableId: string }) {
  const session = useSession();
  const [choice, setChoice] = useState<ForeignKeyChoice | null>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const close = () => {
    setChoice(null);
    requestAnimationFrame(() => opener.current?.focus());
  };
  if (choice) return <Form tableId={tableId} choice={choice} onChoice={setChoice} onClose={close} />;
  return (
    <Button
      ref={opener}
      look="quiet"
      size="small"
      className="mt-1 -ml-1"
      data-testid="add-foreign-key"
      onClick={() => setChoice(guessForeignKey(session.store.state(), tableId))}
    >
      <Plus aria-hidden className="size-3.5" strokeWidth={1.75} />
      Add foreign key
    </Button>
  );
}

type FormProps = {
  readonly tableId: string;
  readonly choice: ForeignKeyChoice;
  readonly onChoice: (choice: ForeignKeyChoice) => void;
  readonly onClose: () => void;
};

function Form({ tableId, choice, onChoice, onClose }: FormProps) {
  const session = useSession();
  const columns = useDerived(namedColumnsOf, tableId);
  const tables = useDerived(namedTablesOf, null);
  const referenced = useDerived(namedColumnsOf, choice.referencedTableId);
  const [answer, setAnswer] = useState<Exclude<Connection, { kind: 'edit' }> | null>(null);
  const form = useRef<HTMLFieldSetElement>(null);
  useEffect(() => form.current?.querySelector('select')?.focus(), []);
  const choose = (part: Partial<ForeignKeyChoice>) => {
    setAnswer(null);
    onChoice({ ...choice, ...part });
  };
  const connect = () => {
    const answered = tryConnecting(session, tableId, choice);
    setAnswer(answered);
    if (answered === null) onClose();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    onClose();
  };
  return (
    <fieldset
      ref={form}
      onKeyDown={onKeyDown}
      className="mt-2 flex flex-col gap-2 rounded-control bg-sunken p-2 ring-1 ring-line ring-inset"
    >
      <legend className="sr-only">New foreign key</legend>
      <Choice
        label="Column"
        value={choice.columnId}
        options={columns}
        onValue={(columnId) => choose({ columnId })}
      />
      <Choice
        label="References"
        value={choice.referencedTableId}
        options={tables}
        onValue={(id) =>
          choose({ referencedTableId: id, referencedColumnId: keyColumnOf(session.store.state(), id) })
        }
      />
      <Choice
        label="Its column"
        value={choice.referencedColumnId}
        options={referenced}
        onValue={(referencedColumnId) => choose({ referencedColumnId })}
      />
      {answer && (
        <p role="alert" className="text-xs text-pretty text-warn">
          {answer.problem}
        </p>
      )}
      <div className="flex flex-wrap justify-end gap-2">
        <Button size="small" look="quiet" onClick={onClose}>
          Cancel
        </Button>
        {answer?.kind === 'offer' ? (
          <Button
            size="small"
            look="primary"
            className="!h-auto min-h-7 !shrink !whitespace-normal"
            data-testid="connect-repaired"
            onClick={() => session.run(answer.repaired) === null && onClose()}
          >
            {answer.offer}
          </Button>
        ) : (
          <Button size="small" look="primary" data-testid="connect" onClick={connect}>
            Connect
          </Button>
        )}
      </div>
    </fieldset>
  );
}

/** Null when it is done; else what is in the way. */
function tryConnecting(
  session: ProjectSession,
  tableId: string,
  { columnId, referencedTableId, referencedColumnId }: ForeignKeyChoice,
): Exclude<Connection, { kind: 'edit' }> | null {
  const connection = connectColumns(session.store.state(), columnId, referencedColumnId, newId, {
    from: tableId,
    to: referencedTableId,
  });
  if (connection.kind !== 'edit') return connection;
  const problem = session.run(connection.edit);
  return problem === null ? null : { kind: 'refused', problem };
}

function Choice(props: {
  readonly label: string;
  readonly value: string;
  readonly options: readonly { readonly id: string; readonly name: string }[];
  readonly onValue: (value: string) => void;
}) {
  const { label, value, options, onValue } = props;
  const id = useId();
  return (
    <div className="grid grid-cols-[72px_minmax(0,1fr)] items-center gap-2">
      <label htmlFor={id} className="text-xs text-ink-mute">
        {label}
      </label>
      <Select
        id={id}
        className="w-full"
        value={value}
        options={options.map((option) => ({ value: option.id, label: option.name }))}
        onValue={onValue}
      />
    </div>
  );
}
