'use client';
import { clsx } from 'clsx';
import { History, ListChecks, Network, SlidersHorizontal, TableProperties } from 'lucide-react';
import type { ReactNode } from 'react';
import { useEffect, useEffectEvent } from 'react';
import { ActivityPanel } from '../activity/activity-panel';
import { RestoreDialog } from '../activity/restore-dialog';
import { SinceLastVisitLine } from '../activity/since-last-visit';
import { useClipboard } from '../clipboard/use-clipboard';
import { Diagram } from '../diagram/diagram';
import { InspectorPanel } from '../inspector/inspector-panel';
import { useNotices } from '../notices/use-notices';
import { OutcomesPanel } from '../outcomes/outcomes-panel';
import { OutlinePanel } from '../outline/outline-panel';
import { CommandPalette } from '../palette/palette';
import { ShortcutsDialog } from '../palette/shortcuts-dialog';
import { revealBeside } from '../palette/show-record';
import { useOwnPresence } from '../people/use-own-presence';
import { ReviewPanel } from '../review/review-panel';
import { useValue } from '../session/hooks';
import type { ProjectSession } from '../session/project-session';
import { useSession } from '../session/project-session';
import { ShareDialog } from '../share/share-dialog';
import { DropOverlay } from '../transfer/drop-overlay';
import { ExportDialog } from '../transfer/export-dialog';
import { ImportDialog } from '../transfer/import-dialog';
import { useFileDrop } from '../transfer/use-file-drop';
import { useImport } from '../transfer/use-import';
import { StatusBar } from './status-bar';
import { TopBar } from './top-bar';
import type { Panels } from './use-panels';
import { usePanels } from './use-panels';
import { useShortcuts } from './use-shortcuts';

/** The page of a project: bar, outline, canvas, inspector, status. */
export function Workspace({ home }: { readonly home: () => void }) {
  const session = useSession();
  const isReadOnly = useValue(session.isReadOnly);
  const panels = usePanels();
  const importing = useImport();
  const isOver = useFileDrop(importing.begin, isReadOnly);
  useClipboard(session);
  const context = { session, panels, home };
  useNotices(context);
  useShortcuts(context);
  useEditedField(session, panels.showInspector);
  useOwnPresence(session);
  return (
    <div className="flex h-dvh flex-col overflow-hidden">
      <TopBar panels={panels} home={home} />
      <div className="relative flex min-h-0 flex-1">
        <Panel label="Outline" side="left" isOpen={panels.isOutlineOpen} isSheet={panels.sheet === 'outline'}>
          <OutlinePanel />
        </Panel>
        <main
          className={clsx(
            'relative flex min-w-0 flex-1',
            // A sheet takes the rest: what is selected stays in view above it.
            panels.sheet !== null && 'max-md:h-[38%]',
          )}
        >
          <Diagram />
          <SinceLastVisitLine show={panels.showActivity} />
        </main>
        <Panel
          label="Inspector"
          side="right"
          isOpen={panels.isInspectorOpen}
          isSheet={panels.sheet === 'inspector'}
        >
          <InspectorPanel />
        </Panel>
        {panels.isActivityOpen && (
          <Panel label="Activity" side="right" isOpen isSheet={panels.sheet === 'activity'}>
            <ActivityPanel close={panels.showInspector} onShown={panels.uncover} />
          </Panel>
        )}
        {panels.isOutcomesOpen && (
          <Panel label="Your edits" side="right" isOpen isSheet={panels.sheet === 'outcomes'}>
            <OutcomesPanel
              close={panels.showInspector}
              show={(id) => revealBeside(context, id)}
              showActivity={panels.showActivity}
            />
          </Panel>
        )}
        {panels.isProblemsOpen && (
          <Panel label="Problems" side="right" isOpen isSheet={panels.sheet === 'problems'}>
            <ReviewPanel close={panels.showInspector} show={(id) => revealBeside(context, id)} />
          </Panel>
        )}
      </div>
      <SheetTabs panels={panels} />
      <StatusBar panels={panels} />
      <ImportDialog importing={importing} />
      <ExportDialog />
      <ShareDialog />
      <RestoreDialog />
      <CommandPalette context={context} />
      <ShortcutsDialog />
      <DropOverlay isShown={isOver} />
    </div>
  );
}

/** A field of the inspector that shall take the focus has to be there. */
function useEditedField({ focus }: ProjectSession, showInspector: () => void): void {
  const show = useEffectEvent(showInspector);
  useEffect(() => focus.subscribe(() => focus.get() && show()), [focus]);
}

type PanelProps = {
  readonly label: string;
  readonly side: 'left' | 'right';
  /** Beside the canvas, where there is room. */
  readonly isOpen: boolean;
  /** Over the lower part of the canvas, where there is not. */
  readonly isSheet: boolean;
  readonly children: ReactNode;
};

function Panel({ label, side, isOpen, isSheet, children }: PanelProps) {
  return (
    <aside
      aria-label={label}
      className={clsx(
        'flex-col overflow-y-auto bg-panel',
        isSheet ? 'flex max-md:animate-rise' : 'max-md:hidden',
        'max-md:absolute max-md:inset-x-0 max-md:bottom-0 max-md:z-20 max-md:h-[62%] max-md:rounded-t-box max-md:shadow-pop',
        isOpen ? 'md:flex' : 'md:hidden',
        side === 'left' ? 'border-line md:w-62 md:border-r' : 'border-line md:w-84 md:border-l',
      )}
    >
      {children}
    </aside>
  );
}

/** On narrow screens: which of them is in front. */
function SheetTabs({ panels }: { readonly panels: Panels }) {
  const tabs = [
    { sheet: 'outline', label: 'Outline', icon: TableProperties },
    { sheet: null, label: 'Diagram', icon: Network },
    { sheet: 'inspector', label: 'Inspector', icon: SlidersHorizontal },
    { sheet: 'problems', label: 'Problems', icon: ListChecks },
    { sheet: 'activity', label: 'Activity', icon: History },
  ] as const;
  return (
    <nav aria-label="Panels" className="flex h-11 shrink-0 border-t border-line bg-panel md:hidden">
      {tabs.map(({ sheet, label, icon: Icon }) => (
        <button
          key={label}
          type="button"
          aria-pressed={panels.sheet === sheet}
          onClick={() => panels.setSheet(sheet)}
          className="flex min-w-0 flex-1 flex-col items-center justify-center gap-0.5 text-2xs font-medium text-ink-mute aria-pressed:text-accent"
        >
          <Icon aria-hidden className="size-4" strokeWidth={1.75} />
          {label}
        </button>
      ))}
    </nav>
  );
}
