'use client';
import { FileDown, FileUp, History, MoreHorizontal, PanelLeft, PanelRight, Share2 } from 'lucide-react';
import { PaletteButton } from '../palette/palette-button';
import { People } from '../people/people';
import { useValue } from '../session/hooks';
import type { OpenDialog } from '../session/project-session';
import { useSession } from '../session/project-session';
import { Button } from '../ui/button';
import { IconButton } from '../ui/icon-button';
import { Logo } from '../ui/logo';
import { Menu } from '../ui/menu';
import { ThemeMenu } from '../ui/theme-menu';
import { HistoryButtons } from './history-buttons';
import { ProjectName } from './project-name';
import type { Panels } from './use-panels';

/** The bar above everything: where I am, who is here, and what can be done with the whole project. */
export function TopBar({ panels, home }: { readonly panels: Panels; readonly home: () => void }) {
  const session = useSession();
  const isReadOnly = useValue(session.isReadOnly);
  const open = (dialog: OpenDialog) => () => session.dialog.set(dialog);
  return (
    <header className="flex h-11 shrink-0 items-center gap-1 border-b border-line bg-panel px-2">
      <a
        href="/"
        aria-label="All projects"
        title="All projects"
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey || event.button !== 0) return;
          event.preventDefault();
          home();
        }}
        className="flex size-8 shrink-0 items-center justify-center rounded-control hover:bg-hover"
      >
        <Logo className="size-5" />
      </a>
      <span aria-hidden className="text-line-strong">
        /
      </span>
      <ProjectName />
      {isReadOnly && (
        <span className="shrink-0 rounded bg-press px-1.5 text-2xs font-medium text-ink-soft">View only</span>
      )}
      <span className="flex-1" />
      <PaletteButton />
      <People />
      <span aria-hidden className="mx-1.5 hidden h-4 w-px bg-line sm:block" />
      <span className="hidden items-center gap-0.5 sm:flex">
        <HistoryButtons />
        <span aria-hidden className="mx-1.5 h-4 w-px bg-line" />
        <Button
          look="quiet"
          size="small"
          disabled={isReadOnly}
          data-testid="open-import"
          onClick={open('import')}
        >
          <FileUp aria-hidden className="size-4" strokeWidth={1.75} />
          Import
        </Button>
        <Button look="quiet" size="small" data-testid="open-export" onClick={open('export')}>
          <FileDown aria-hidden className="size-4" strokeWidth={1.75} />
          Export
        </Button>
      </span>
      {!isReadOnly && (
        <Button look="primary" size="small" className="mx-1" data-testid="open-share" onClick={open('share')}>
          <Share2 aria-hidden className="size-3.5" strokeWidth={2} />
          Share
        </Button>
      )}
      <span className="hidden items-center md:flex">
        <ThemeMenu />
        <IconButton
          icon={PanelLeft}
          label="Outline"
          isOn={panels.isOutlineOpen}
          onClick={panels.toggleOutline}
        />
        <IconButton
          icon={History}
          label="Activity"
          shortcut="A"
          isOn={panels.isActivityOpen}
          data-testid="open-activity"
          onClick={panels.toggleActivity}
        />
        <IconButton
          icon={PanelRight}
          label="Inspector"
          isOn={panels.isInspectorOpen}
          onClick={panels.toggleInspector}
        />
      </span>
      <span className="sm:hidden">
        <Menu
          label="More"
          trigger={<IconButton icon={MoreHorizontal} label="More" />}
          items={[
            { kind: 'item', label: 'Undo', onSelect: session.undo },
            { kind: 'item', label: 'Redo', onSelect: session.redo },
            { kind: 'separator', key: 'transfer' },
            { kind: 'item', label: 'Import', icon: FileUp, isDisabled: isReadOnly, onSelect: open('import') },
            { kind: 'item', label: 'Export', icon: FileDown, onSelect: open('export') },
          ]}
        />
      </span>
    </header>
  );
}
