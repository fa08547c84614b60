'use client';
import { clsx } from 'clsx';
import { ChevronDown } from 'lucide-react';
import type { ComponentProps } from 'react';

type SelectProps = Omit<ComponentProps<'select'>, 'onChange'> & {
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly onValue: (value: string) => void;
};

/** The browser's own list of choices: known to every hand, thumb and screen reader. */
export function Select({ options, onValue, className, ...rest }: SelectProps) {
  return (
    <span className={clsx('relative inline-flex', className)}>
      <select
        {...rest}
        onChange={(event) => onValue(event.target.value)}
        className="h-7 w-full appearance-none truncate rounded-control bg-sunken pr-6 pl-2 text-sm text-ink ring-1 ring-line ring-inset hover:ring-line-strong disabled:opacity-60"
      >
        {options.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
      <ChevronDown
        aria-hidden
        className="pointer-events-none absolute top-1/2 right-1.5 size-3.5 -translate-y-1/2 text-ink-mute"
      />
    </span>
  );
}
