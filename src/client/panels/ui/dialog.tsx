'use client';
import { clsx } from 'clsx';
import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { useRef } from 'react';

export type DialogProps = {
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
  readonly title: string;
  /** One sentence under the title that says what this is for. */
  readonly description: ReactNode;
  readonly size?: 'small' | 'medium' | 'large';
  readonly children: ReactNode;
};

const widths = { small: 'sm:max-w-[440px]', medium: 'sm:max-w-[600px]', large: 'sm:max-w-[840px]' } as const;

/**
 * A window over the page, a sheet from below on narrow screens. Escape and a click outside close it, and the
 * keyboard goes back to where it was: these windows have no button of their own that Radix would know of.
 */
export function Dialog({ isOpen, onOpenChange, title, description, size = 'medium', children }: DialogProps) {
  const cameFrom = useRef<Element | null>(null);
  return (
    <Radix.Root open={isOpen} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-fade bg-scrim" />
        <Radix.Content
          onOpenAutoFocus={() => {
            cameFrom.current = document.activeElement;
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            if (cameFrom.current instanceof HTMLElement) cameFrom.current.focus({ preventScroll: true });
          }}
          className={clsx(
            'fixed z-40 flex animate-rise flex-col overflow-hidden bg-raised shadow-pop outline-none',
            'inset-x-0 bottom-0 max-h-[92dvh] rounded-t-box',
            'sm:inset-x-4 sm:top-[8dvh] sm:bottom-auto sm:mx-auto sm:max-h-[84dvh] sm:rounded-box',
            widths[size],
          )}
        >
          <header className="flex items-start gap-4 px-5 pt-4 pb-3">
            <div className="min-w-0 flex-1">
              <Radix.Title className="text-lg font-semibold tracking-[-0.01em]">{title}</Radix.Title>
              <Radix.Description asChild>
                <div className="mt-0.5 text-sm text-ink-mute">{description}</div>
              </Radix.Description>
            </div>
            <Radix.Close
              aria-label="Close"
              className="-mt-0.5 -mr-1.5 inline-flex size-7 items-center justify-center rounded-control text-ink-mute hover:bg-hover hover:text-ink"
            >
              <X aria-hidden className="size-4" strokeWidth={1.75} />
            </Radix.Close>
          </header>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

type DialogBodyProps = {
  readonly children: ReactNode;
  readonly className?: string;
  /** What it is called when there is nothing in it that takes the keyboard: it takes it, to be scrolled. */
  readonly label?: string;
};

/** The part of a dialog that scrolls. */
export function DialogBody({ children, className, label }: DialogBodyProps) {
  const isText = label !== undefined;
  return (
    <div
      {...(isText && { role: 'region', 'aria-label': label })}
      tabIndex={isText ? 0 : undefined}
      className={clsx('min-h-0 flex-1 overflow-y-auto px-5 pb-5 focus-visible:-outline-offset-2', className)}
    >
      {children}
    </div>
  );
}

/** The row of buttons at the foot of a dialog. */
export function DialogFoot({ children }: { readonly children: ReactNode }) {
  return (
    <footer className="flex flex-wrap items-center justify-end gap-2 border-t border-line bg-panel px-5 py-3">
      {children}
    </footer>
  );
}
