'use client';
import { useEffect, useRef, useState } from 'react';
import { inputLook } from '../fields/text-field';

/**
 * The name of a project as a field, in its row. Enter and leaving it take the text, Escape does not: `onDone`
 * gets null then, and whether the keyboard ended it and wants to go on from the row.
 */
export function RenameProject(props: {
  readonly name: string;
  readonly onDone: (name: string | null, byKeyboard: boolean) => void;
}) {
  const { name, onDone } = props;
  const field = useRef<HTMLInputElement>(null);
  // Enter takes the field away, which blurs it: only the first counts.
  const isDone = useRef(false);
  const [isEmpty, setEmpty] = useState(false);
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, []);
  const finish = (text: string | null, byKeyboard: boolean) => {
    if (isDone.current) return;
    isDone.current = true;
    onDone(text, byKeyboard);
  };
  return (
    <span className="block min-w-0 flex-1 px-2.5 py-3.5 max-sm:px-1 max-sm:pr-3">
      <input
        ref={field}
        defaultValue={name}
        maxLength={200}
        aria-label={`New name of ${name}`}
        aria-invalid={isEmpty}
        aria-describedby={isEmpty ? 'rename-project-hint' : undefined}
        autoComplete="off"
        spellCheck={false}
        data-testid="rename-project"
        className={`h-8 text-base font-medium ${inputLook}`}
        onChange={() => setEmpty(false)}
        onBlur={(event) => finish(event.target.value, false)}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === 'Escape') finish(null, true);
          if (event.key !== 'Enter') return;
          event.preventDefault();
          const text = event.currentTarget.value;
          if (text.trim() === '') setEmpty(true);
          else finish(text, true);
        }}
      />
      {isEmpty && (
        <span id="rename-project-hint" role="alert" className="mt-1 block text-xs text-bad">
          A project needs a name.
        </span>
      )}
    </span>
  );
}
