'use client';
import { clsx } from 'clsx';
import type { ComponentProps } from 'react';

const looks = {
  primary: 'bg-accent text-accent-ink hover:bg-accent-strong',
  secondary: 'bg-raised text-ink ring-1 ring-inset ring-line-strong hover:bg-hover',
  quiet: 'text-ink-soft hover:bg-hover hover:text-ink',
  danger: 'text-bad hover:bg-bad-wash',
} as const;

const sizes = {
  small: 'h-7 gap-1.5 px-2 text-xs',
  medium: 'h-8 gap-2 px-3 text-sm',
  large: 'h-9 gap-2 px-3.5 text-sm',
} as const;

export type ButtonProps = ComponentProps<'button'> & {
  readonly look?: keyof typeof looks;
  readonly size?: keyof typeof sizes;
};

/** A button with words. Never submits a form unless told so. */
export function Button({ look = 'secondary', size = 'medium', className, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      className={clsx(
        'inline-flex shrink-0 items-center justify-center rounded-control font-medium whitespace-nowrap',
        'transition-colors duration-100 select-none disabled:pointer-events-none disabled:opacity-45',
        looks[look],
        sizes[size],
        className,
      )}
      {...rest}
    />
  );
}
