'use client';
import { clsx } from 'clsx';
import type { LucideIcon } from 'lucide-react';
import { Tooltip } from 'radix-ui';
import type { ComponentProps } from 'react';
import { Kbd } from './kbd';

export type IconButtonProps = Omit<ComponentProps<'button'>, 'children'> & {
  readonly icon: LucideIcon;
  /** Its accessible name and its tooltip. */
  readonly label: string;
  readonly shortcut?: string | undefined;
  readonly isOn?: boolean | undefined;
  readonly size?: 'small' | 'medium';
  readonly side?: 'top' | 'bottom' | 'left' | 'right';
};

/** A button that is an icon. The label is spoken, and shown on hover and focus. */
export function IconButton(props: IconButtonProps) {
  const { icon: Icon, label, shortcut, isOn, size = 'medium', side = 'bottom', className, ...rest } = props;
  return (
    <Tooltip.Root>
      <Tooltip.Trigger asChild>
        <button
          type="button"
          aria-label={label}
          aria-pressed={isOn}
          className={clsx(
            'inline-flex shrink-0 items-center justify-center rounded-control text-ink-soft transition-colors duration-100',
            'hover:bg-hover hover:text-ink data-[state=open]:bg-press disabled:pointer-events-none disabled:opacity-40',
            'aria-pressed:text-accent',
            size === 'small' ? 'size-6' : 'size-8',
            className,
          )}
          {...rest}
        >
          <Icon aria-hidden className={size === 'small' ? 'size-3.5' : 'size-4'} strokeWidth={1.75} />
        </button>
      </Tooltip.Trigger>
      <Tooltip.Portal>
        {/* It repeats the name, which is spoken already. */}
        <Tooltip.Content
          aria-hidden
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 flex animate-fade items-center gap-2 rounded-control bg-raised px-2 py-1 text-xs text-ink shadow-pop"
        >
          {label}
          {shortcut && <Kbd keys={shortcut} />}
        </Tooltip.Content>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}
