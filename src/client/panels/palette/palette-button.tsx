'use client';
import { Search } from 'lucide-react';
import { useSession } from '../session/project-session';
import { IconButton } from '../ui/icon-button';
import { Kbd } from '../ui/kbd';

/** Opens the palette. Where there is room it says what for, and its keys. */
export function PaletteButton() {
  const { dialog } = useSession();
  const open = () => dialog.set('palette');
  return (
    <>
      <button
        type="button"
        aria-keyshortcuts="Control+K Meta+K"
        data-testid="open-palette"
        onClick={open}
        className="mx-1 hidden h-7 w-44 items-center gap-2 rounded-control bg-sunken px-2 text-sm text-ink-mute ring-1 ring-line ring-inset hover:text-ink-soft hover:ring-line-strong lg:flex"
      >
        <Search aria-hidden className="size-3.5" strokeWidth={1.75} />
        {/* What is read is what is seen: whoever speaks to the page says these words. */}
        <span className="flex-1 text-left">Find anything</span>
        <span aria-hidden className="flex">
          <Kbd keys="Mod+K" />
        </span>
      </button>
      <IconButton
        icon={Search}
        label="Find anything, do anything"
        shortcut="Mod+K"
        className="lg:hidden"
        data-testid="open-palette-small"
        onClick={open}
      />
    </>
  );
}
