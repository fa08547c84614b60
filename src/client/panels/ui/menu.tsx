'use client';
import { clsx } from 'clsx';
import type { LucideIcon } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';
import { Kbd } from './kbd';

export type MenuItem =
  | { readonly kind: 'separator'; readonly key: string }
  | {
      readonly kind: 'item';
      readonly label: string;
      readonly icon?: LucideIcon;
      readonly shortcut?: string;
      readonly isDanger?: boolean;
      readonly isDisabled?: boolean;
      readonly onSelect: () => void;
    };

/** The window of a menu: for `DropdownMenu.Root`, whatever opened it. */
export function MenuContent({
  items,
  label,
  align = 'end',
}: {
  readonly items: readonly MenuItem[];
  readonly label: string;
  readonly align?: 'start' | 'end';
}) {
  return (
    <DropdownMenu.Portal>
      <DropdownMenu.Content
        aria-label={label}
        align={align}
        sideOffset={6}
        collisionPadding={8}
        loop
        onCloseAutoFocus={leaveFocusInField}
        className="z-50 min-w-48 animate-rise rounded-box bg-raised p-1 shadow-pop outline-none"
      >
        {items.map((item) =>
          item.kind === 'separator' ? (
            <DropdownMenu.Separator key={item.key} className="mx-1 my-1 h-px bg-line" />
          ) : (
            <MenuLine key={item.label} item={item} />
          ),
        )}
      </DropdownMenu.Content>
    </DropdownMenu.Portal>
  );
}

/** A choice that has put the cursor into a field keeps it there; else the focus goes back to the button. */
function leaveFocusInField(event: Event): void {
  if (document.activeElement?.matches('input, textarea')) event.preventDefault();
}

function MenuLine({ item }: { readonly item: Extract<MenuItem, { kind: 'item' }> }) {
  const { label, icon: Icon, shortcut, isDanger, isDisabled, onSelect } = item;
  return (
    <DropdownMenu.Item
      disabled={isDisabled === true}
      onSelect={onSelect}
      className={clsx(
        'flex h-7 items-center gap-2 rounded-[5px] px-2 text-sm outline-none select-none',
        'data-[disabled]:opacity-40 data-[highlighted]:bg-hover',
        isDanger ? 'text-bad data-[highlighted]:bg-bad-wash' : 'text-ink',
      )}
    >
      {Icon && <Icon aria-hidden className="size-3.5 opacity-70" strokeWidth={1.75} />}
      <span className="flex-1">{label}</span>
      {shortcut && <Kbd keys={shortcut} />}
    </DropdownMenu.Item>
  );
}

/** A button with a menu. */
export function Menu({
  trigger,
  ...content
}: {
  readonly trigger: ReactNode;
  readonly items: readonly MenuItem[];
  readonly label: string;
  readonly align?: 'start' | 'end';
}) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <MenuContent {...content} />
    </DropdownMenu.Root>
  );
}
