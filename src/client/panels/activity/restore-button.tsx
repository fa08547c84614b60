'use client';
import { clsx } from 'clsx';
import { Undo2 } from 'lucide-react';
import { IconButton } from '../ui/icon-button';

/**
 * Beside the first line of an edit: back to how the project was behind it. Shown with the pointer or the
 * keyboard on the line; Tab goes on from the line to it.
 */
export function RestoreButton({
  isInTabOrder,
  open,
}: {
  readonly isInTabOrder: boolean;
  readonly open: () => void;
}) {
  return (
    <IconButton
      size="small"
      side="left"
      icon={Undo2}
      label="Restore to here"
      tabIndex={isInTabOrder ? 0 : -1}
      onClick={open}
      className={clsx(
        'absolute top-0 right-2 bg-raised opacity-0 ring-1 ring-line-strong ring-inset',
        'group-focus-within:opacity-100 group-hover:opacity-100 focus-visible:opacity-100 pointer-coarse:opacity-100',
      )}
    />
  );
}
