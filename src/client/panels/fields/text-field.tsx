'use client';
import { clsx } from 'clsx';
import type { Ref } from 'react';
import { useId } from 'react';
import type { FieldPlace } from '../session/use-editing';
import { EditorMark } from './editor-mark';
import { FieldHint } from './field-hint';
import type { CommitProblem } from './use-committed-text';
import { useCommittedText } from './use-committed-text';

export const inputLook =
  'w-full min-w-0 rounded-control bg-sunken px-2 text-sm text-ink ring-1 ring-line ring-inset transition-shadow duration-100 ' +
  'hover:ring-line-strong read-only:opacity-70 aria-invalid:ring-bad focus-visible:outline-offset-0';

type TextFieldProps = {
  readonly label: string;
  readonly value: string;
  readonly commit: (text: string) => CommitProblem;
  readonly isLabelHidden?: boolean;
  readonly isReadOnly?: boolean;
  readonly isMono?: boolean;
  readonly rows?: number;
  readonly placeholder?: string;
  readonly testId?: string;
  readonly className?: string;
  readonly place?: FieldPlace;
  readonly onEntered?: () => void;
  readonly ref?: Ref<HTMLInputElement>;
};

/** A labelled text field over a shared value: see `useCommittedText`. */
export function TextField(props: TextFieldProps) {
  const { label, value, commit, isLabelHidden, isReadOnly, isMono, rows, placeholder, testId } = props;
  const id = useId();
  const field = useCommittedText({
    value,
    commit,
    isMultiline: rows !== undefined,
    place: props.place,
    onEntered: props.onEntered,
  });
  const shared = {
    id,
    placeholder,
    readOnly: isReadOnly,
    spellCheck: rows !== undefined,
    'data-testid': testId,
    'aria-describedby': `${id}-hint ${id}-editors`,
    ...field.inputProps,
  };
  const look = clsx(inputLook, isMono && 'font-mono text-xs', props.className);
  return (
    <div className="min-w-0">
      <label htmlFor={id} className={isLabelHidden ? 'sr-only' : 'mb-1 block text-xs text-ink-mute'}>
        {label}
      </label>
      <div className="relative">
        {props.place && <EditorMark place={props.place} id={`${id}-editors`} />}
        {rows === undefined ? (
          <input {...shared} ref={props.ref} autoComplete="off" className={clsx('h-7', look)} />
        ) : (
          <textarea
            {...shared}
            rows={rows}
            className={clsx('field-sizing-content block max-h-40 min-h-7 resize-none py-1 leading-5', look)}
          />
        )}
      </div>
      <FieldHint id={`${id}-hint`} field={field} />
    </div>
  );
}
