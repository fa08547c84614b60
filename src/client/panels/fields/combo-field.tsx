'use client';
import { clsx } from 'clsx';
import { Popover } from 'radix-ui';
import type { KeyboardEvent } from 'react';
import { useId, useRef, useState } from 'react';
import type { FieldPlace } from '../session/use-editing';
import { useFocusRequest } from '../session/use-focus-request';
import { EditorMark } from './editor-mark';
import { FieldHint } from './field-hint';
import type { CommitProblem } from './use-committed-text';
import { useCommittedText } from './use-committed-text';

export type Suggestion = { readonly label: string; readonly detail: string };

type ComboFieldProps = {
  readonly label: string;
  readonly value: string;
  readonly commit: (text: string) => CommitProblem;
  /** The suggestions for what was typed; the whole list for the value itself. */
  readonly suggest: (typed: string) => readonly Suggestion[];
  readonly isReadOnly?: boolean;
  readonly placeholder?: string;
  readonly className?: string;
  readonly hintClassName?: string;
  readonly testId?: string;
  readonly place?: FieldPlace;
  readonly onEntered?: () => void;
};

/** A text field with suggestions (ARIA's combobox with a list): arrows choose, Enter and Tab take, Escape closes. */
export function ComboField(props: ComboFieldProps) {
  const { label, value, commit, suggest, isReadOnly, className, testId, place, onEntered } = props;
  const id = useId();
  const ref = useRef<HTMLInputElement>(null);
  useFocusRequest(ref, place?.recordId ?? '', place?.field ?? '');
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const field = useCommittedText({ value, commit, selectOnFocus: true, place, onEntered });
  const options = isOpen ? suggest(field.text === value ? '' : field.text) : [];
  const close = () => {
    setOpen(false);
    setActive(-1);
  };
  const take = (suggestion: Suggestion) => {
    close();
    field.choose(suggestion.label);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const chosen = options[active];
    if (event.altKey) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      setOpen(true);
      const count = Math.max(1, options.length);
      setActive((at) => (event.key === 'ArrowDown' ? (at + 1) % count : (at <= 0 ? count : at) - 1));
    } else if (chosen && (event.key === 'Enter' || event.key === 'Tab')) {
      if (event.key === 'Enter') event.preventDefault();
      take(chosen);
    } else if (event.key === 'Escape' && isOpen) {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else {
      if (event.key === 'Enter') close();
      field.inputProps.onKeyDown(event);
    }
  };
  return (
    <div className="min-w-0">
      <div className="relative">
        {place && <EditorMark place={place} id={`${id}-editors`} />}
        <Popover.Root open={options.length > 0} onOpenChange={(open) => !open && close()}>
          <Popover.Anchor asChild>
            <input
              {...field.inputProps}
              ref={ref}
              role="combobox"
              aria-label={label}
              aria-expanded={options.length > 0}
              aria-controls={`${id}-list`}
              aria-autocomplete="list"
              aria-activedescendant={active >= 0 ? `${id}-${active}` : undefined}
              aria-describedby={`${id}-hint ${id}-editors`}
              autoComplete="off"
              spellCheck={false}
              readOnly={isReadOnly}
              data-testid={testId}
              placeholder={props.placeholder}
              className={className}
              onClick={() => setOpen(!isReadOnly)}
              onChange={(event) => {
                field.inputProps.onChange(event);
                setOpen(true);
                setActive(-1);
              }}
              onBlur={() => {
                close();
                field.inputProps.onBlur();
              }}
              onKeyDown={onKeyDown}
            />
          </Popover.Anchor>
          <Popover.Portal>
            <Popover.Content
              align="start"
              sideOffset={4}
              collisionPadding={8}
              onOpenAutoFocus={(event) => event.preventDefault()}
              onCloseAutoFocus={(event) => event.preventDefault()}
              onInteractOutside={(event) => event.preventDefault()}
              className="z-50 w-72 rounded-box bg-raised p-1 shadow-pop"
            >
              <OptionList id={id} label={label} options={options} active={active} onTake={take} />
            </Popover.Content>
          </Popover.Portal>
        </Popover.Root>
      </div>
      <FieldHint id={`${id}-hint`} field={field} className={props.hintClassName} />
    </div>
  );
}

function OptionList(props: {
  readonly id: string;
  readonly label: string;
  readonly options: readonly Suggestion[];
  readonly active: number;
  readonly onTake: (suggestion: Suggestion) => void;
}) {
  const { id, label, options, active, onTake } = props;
  return (
    <div role="listbox" id={`${id}-list`} aria-label={label} className="max-h-64 overflow-y-auto">
      {options.map((option, index) => (
        <div
          key={option.label}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          ref={index === active ? (element) => element?.scrollIntoView({ block: 'nearest' }) : undefined}
          // The field keeps the focus: a click must not blur it before it is taken.
          onPointerDown={(event) => {
            event.preventDefault();
            onTake(option);
          }}
          className={clsx(
            'flex items-baseline gap-3 rounded-[5px] px-2 py-1',
            index === active ? 'bg-hover' : 'hover:bg-hover',
          )}
        >
          <span className="font-mono text-xs whitespace-nowrap">{option.label}</span>
          <span className="min-w-0 flex-1 truncate text-right text-2xs text-ink-mute">{option.detail}</span>
        </div>
      ))}
    </div>
  );
}
