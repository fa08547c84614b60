'use client';
import { FileUp } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import { inputLook } from '../fields/text-field';
import { Button } from '../ui/button';
import { CopyButton } from '../ui/copy-button';
import type { HandedOver } from './hand-over';
import { readDump } from './read-dump';

const dumpCommand = 'pg_dump -s --no-owner mydb > schema.sql';

type ImportSourceProps = { readonly onDump: (dump: HandedOver) => void; readonly isBusy: boolean };

/** Ways to hand in a dump: choose a file, or paste the text. */
export function ImportSource({ onDump, isBusy }: ImportSourceProps) {
  const id = useId();
  const picker = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const choose = async (file: File | undefined) => {
    if (!file) return;
    const dump = await readDump(file);
    setProblem(dump.ok ? null : dump.problem);
    if (dump.ok) onDump(dump);
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
      <div>
        <label htmlFor={id} className="mb-1.5 block text-xs text-ink-mute">
          Or paste SQL
        </label>
        <textarea
          id={id}
          rows={6}
          value={text}
          spellCheck={false}
          data-testid="import-text"
          onChange={(event) => setText(event.target.value)}
          placeholder={'CREATE TABLE books (\n  isbn text PRIMARY KEY,\n  title text NOT NULL\n);'}
          className={`${inputLook} block resize-y px-3 py-2 font-mono text-xs`}
        />
      </div>
      {problem && (
        <p role="alert" className="rounded-control bg-bad-wash px-3 py-2 text-sm text-bad">
          {problem}
        </p>
      )}
      <div className="flex justify-end">
        <Button
          look="primary"
          disabled={isBusy || text.trim() === ''}
          data-testid="import-run"
          onClick={() => onDump({ text, name: null })}
        >
          {isBusy ? 'Working …' : 'Import'}
        </Button>
      </div>
    </div>
  );
}
