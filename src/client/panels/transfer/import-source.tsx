'use client';
import { FileUp } from 'lucide-react';
import type { ClipboardEvent, Ref } from 'react';
import { useEffect, useId, useRef, useState } from 'react';
import { inputLook } from '../fields/text-field';
import { Button } from '../ui/button';
import { CopyButton } from '../ui/copy-button';
import type { HandedOver } from './hand-over';
import { PastedSql } from './pasted-sql';
import { readDump, textProblem } from './read-dump';

const dumpCommand = 'pg_dump -s --no-owner mydb > schema.sql';

type ImportSourceProps = {
  readonly onDump: (dump: HandedOver) => void;
  readonly isBusy: boolean;
  /** SQL to begin with, as if it had been pasted. */
  readonly offered?: string | null;
};

/** Ways to hand in a dump: choose a file, or paste the text. */
export function ImportSource({ onDump, isBusy, offered = null }: ImportSourceProps) {
  const id = useId();
  const picker = useRef<HTMLInputElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const runButton = useRef<HTMLButtonElement>(null);
  const isLarge = offered !== null && offered.length >= largePaste;
  const [pasted, setPasted] = useState<string | null>(isLarge ? offered : null);
  const [isTyped, setTyped] = useState(offered !== null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    if (offered !== null) requestAnimationFrame(() => runButton.current?.focus());
  }, [offered]);
  const choose = async (file: File | undefined) => {
    if (!file) return;
    const dump = await readDump(file);
    setProblem(dump.ok ? null : dump.problem);
    if (dump.ok) onDump(dump);
  };
  const take = (text: string | null) => {
    setPasted(text);
    setTyped(false);
    setProblem(null);
    // What had the focus goes away: on to the next step, or back.
    requestAnimationFrame(() => (text === null ? field : runButton).current?.focus());
  };
  const run = () => {
    const text = pasted ?? field.current?.value ?? '';
    const wrong = textProblem(text, 'This text');
    setProblem(wrong);
    if (wrong === null) onDump({ text, name: null });
  };
  return (
    <div className="flex flex-col gap-4">
      <div>
        <p className="mb-1.5 text-xs text-ink-mute">Make a dump of the schema, without data:</p>
        <div className="flex items-center gap-2 rounded-control bg-sunken py-1 pr-1 pl-3 ring-1 ring-line ring-inset">
          <code className="min-w-0 flex-1 overflow-x-auto font-mono text-xs whitespace-nowrap">
            {dumpCommand}
          </code>
          <CopyButton text={dumpCommand} size="small" look="quiet" />
        </div>
      </div>
      <button
        type="button"
        disabled={isBusy}
        onClick={() => picker.current?.click()}
        className="flex flex-col items-center gap-1 rounded-box border border-dashed border-line-strong px-4 py-6 text-center transition-colors duration-100 hover:border-accent hover:bg-accent-wash"
      >
        <FileUp aria-hidden className="size-5 text-ink-mute" strokeWidth={1.5} />
        <span className="font-medium">Choose a .sql file</span>
        <span className="text-xs text-ink-mute">or drop it anywhere on the page</span>
      </button>
      <input
        ref={picker}
        type="file"
        accept=".sql,.txt,.dump,application/sql,text/plain"
        className="sr-only"
        tabIndex={-1}
        aria-label="SQL file"
        data-testid="import-file"
        onChange={(event) => {
          void choose(event.target.files?.[0]);
          event.target.value = '';
        }}
      />
      <PasteField
        id={id}
        initial={offered ?? ''}
        pasted={pasted}
        field={field}
        onPasted={take}
        onTyped={setTyped}
      />
      {problem && (
        <p role="alert" className="rounded-control bg-bad-wash px-3 py-2 text-sm text-bad">
          {problem}
        </p>
      )}
      <div className="flex justify-end">
        <Button
          ref={runButton}
          look="primary"
          disabled={isBusy || (pasted === null && !isTyped)}
          data-testid="import-run"
          onClick={run}
        >
          {isBusy ? 'Working …' : 'Import'}
        </Button>
      </div>
    </div>
  );
}

/** From here on a pasted text does not go into the field: Chromium takes seconds to lay out so many lines. */
const largePaste = 20_000;

type PasteFieldProps = {
  readonly id: string;
  readonly initial: string;
  readonly pasted: string | null;
  readonly field: Ref<HTMLTextAreaElement>;
  readonly onPasted: (text: string | null) => void;
  readonly onTyped: (isTyped: boolean) => void;
};

function PasteField({ id, initial, pasted, field, onPasted, onTyped }: PasteFieldProps) {
  const onPaste = (event: ClipboardEvent<HTMLTextAreaElement>) => {
    const text = event.clipboardData.getData('text/plain');
    if (text.length < largePaste) return;
    event.preventDefault();
    const { value, selectionStart, selectionEnd } = event.currentTarget;
    onPasted(value.slice(0, selectionStart) + text + value.slice(selectionEnd));
  };
  if (pasted !== null) {
    return <PastedSql text={pasted} onClear={() => onPasted(null)} />;
  }
  return (
    <div>
      <label htmlFor={id} className="mb-1.5 block text-xs text-ink-mute">
        Or paste SQL
      </label>
      <textarea
        id={id}
        ref={field}
        defaultValue={initial.length < largePaste ? initial : ''}
        rows={6}
        wrap="off"
        spellCheck={false}
        data-testid="import-text"
        onPaste={onPaste}
        onChange={(event) => onTyped(event.target.value.trim() !== '')}
        placeholder={'CREATE TABLE books (\n  isbn text PRIMARY KEY,\n  title text NOT NULL\n);'}
        className={`${inputLook} block resize-y px-3 py-2 font-mono text-xs`}
      />
    </div>
  );
}
