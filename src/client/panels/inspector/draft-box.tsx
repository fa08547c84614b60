'use client';
import type { KeyboardEvent, ReactNode } from 'react';
import { useEffect, useRef } from 'react';
import { Button } from '../ui/button';

type DraftBoxProps = {
  readonly title: string;
  /** What adds it: the words on the button, and what a refusal says. Left out where a field does it. */
  readonly action?: { readonly label: string; readonly problem: string | null; readonly run: () => void };
  readonly onCancel: () => void;
  readonly children: ReactNode;
};

/**
 * Something that is about to be added and is nowhere yet but here. Its first field takes the focus; Enter in an
 * empty field adds, Escape lets go of it.
 */
export function DraftBox({ title, action, onCancel, children }: DraftBoxProps) {
  const box = useRef<HTMLFieldSetElement>(null);
  useEffect(() => {
    box.current?.querySelector<HTMLElement>('input, textarea')?.focus();
    box.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    const field = event.target instanceof HTMLInputElement ? event.target : null;
    if (event.key === 'Escape') {
      event.stopPropagation();
      onCancel();
    } else if (event.key === 'Enter' && field?.value === '' && !field.getAttribute('aria-activedescendant')) {
      event.preventDefault();
      action?.run();
    }
  };
  return (
    <fieldset
      ref={box}
      onKeyDown={onKeyDown}
      data-testid="part-draft"
      className="-mx-1.5 mt-1 flex flex-col gap-2 rounded-control bg-sunken p-2 ring-1 ring-line ring-inset"
    >
      <legend className="float-left text-xs font-medium text-ink-soft">{title}</legend>
      {children}
      {action?.problem && (
        <p role="alert" className="text-xs text-bad">
          {action.problem}
        </p>
      )}
      <div className="flex justify-end gap-1">
        <Button look="quiet" size="small" onClick={onCancel}>
          Cancel
        </Button>
        {action && (
          <Button size="small" data-testid="part-add" onClick={action.run}>
            {action.label}
          </Button>
        )}
      </div>
    </fieldset>
  );
}
