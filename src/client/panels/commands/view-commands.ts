import {
  ArrowLeftToLine,
  ArrowRightToLine,
  History,
  Map as MapIcon,
  Maximize,
  PanelLeft,
  PanelRight,
  Scan,
  ZoomIn,
  ZoomOut,
} from 'lucide-react';
import { toggleMinimap } from '../diagram/minimap-store';
import { focusNextRegion } from '../project/regions';
import type { Panels, Sheet } from '../project/use-panels';
import { isNarrow } from '../project/use-panels';
import { isEmptyProject } from '../session/derive';
import type { Command, CommandContext } from './command';

/** Beside the canvas where there is room, else a sheet over it. */
function toggle(panels: Panels, sheet: Sheet, onWide: () => void): void {
  if (isNarrow()) panels.setSheet(panels.sheet === sheet ? null : sheet);
  else onWide();
}

function whenEmpty({ session }: CommandContext): string | null {
  return isEmptyProject(session.store.state(), null) ? 'There is nothing to show yet' : null;
}

const zoomFactor = 1.25;

/** What is in view, and how large. The keys of zooming are the canvas' own. */
const cameraCommands: readonly Command[] = [
  {
    id: 'view.fit-all',
    title: 'Show everything',
    group: 'View',
    icon: Maximize,
    keywords: ['fit all', 'zoom to fit', 'overview'],
    shortcuts: ['F', 'Shift+1'],
    isHeardElsewhere: true,
    whyNot: whenEmpty,
    run: ({ session }) => session.surface.get()?.fit('all'),
  },
  {
    id: 'view.fit-selection',
    title: 'Show the selection',
    group: 'View',
    icon: Scan,
    keywords: ['fit selection', 'zoom to selection', 'focus'],
    shortcuts: ['Shift+2'],
    isHeardElsewhere: true,
    whyNot: ({ session }) => (session.selection.get().size > 0 ? null : 'Select something first'),
    run: ({ session }) => session.surface.get()?.fit('selection'),
  },
  {
    id: 'view.zoom-in',
    title: 'Zoom in',
    group: 'View',
    icon: ZoomIn,
    keywords: ['larger', 'magnify'],
    shortcuts: ['Plus'],
    isHeardElsewhere: true,
    run: ({ session }) => session.surface.get()?.zoomBy(zoomFactor),
  },
  {
    id: 'view.zoom-out',
    title: 'Zoom out',
    group: 'View',
    icon: ZoomOut,
    keywords: ['smaller'],
    shortcuts: ['-'],
    isHeardElsewhere: true,
    run: ({ session }) => session.surface.get()?.zoomBy(1 / zoomFactor),
  },
];

const panelCommands: readonly Command[] = [
  {
    id: 'panel.outline',
    title: 'Show or hide the outline',
    group: 'View',
    icon: PanelLeft,
    keywords: ['toggle outline', 'tree', 'left panel', 'sidebar'],
    run: ({ panels }) => toggle(panels, 'outline', panels.toggleOutline),
  },
  {
    id: 'panel.inspector',
    title: 'Show or hide the inspector',
    group: 'View',
    icon: PanelRight,
    keywords: ['toggle inspector', 'properties', 'right panel', 'sidebar'],
    run: ({ panels }) => toggle(panels, 'inspector', panels.toggleInspector),
  },
  {
    id: 'panel.activity',
    title: 'Show or hide the activity',
    group: 'View',
    icon: History,
    keywords: ['toggle activity', 'history', 'log', 'changes', 'who changed what'],
    shortcuts: ['A'],
    run: ({ panels }) => toggle(panels, 'activity', panels.toggleActivity),
  },
  {
    id: 'minimap.toggle',
    title: 'Show or hide the minimap',
    group: 'View',
    icon: MapIcon,
    keywords: ['overview', 'map', 'bird', 'navigator'],
    shortcuts: ['M'],
    run: toggleMinimap,
  },
  {
    id: 'panel.next',
    title: 'Go to the next panel',
    group: 'View',
    icon: ArrowRightToLine,
    keywords: [],
    shortcuts: ['F6'],
    worksWhileTyping: true,
    isKeyOnly: true,
    run: () => focusNextRegion(1),
  },
  {
    id: 'panel.previous',
    title: 'Go to the panel before',
    group: 'View',
    icon: ArrowLeftToLine,
    keywords: [],
    shortcuts: ['Shift+F6'],
    worksWhileTyping: true,
    isKeyOnly: true,
    run: () => focusNextRegion(-1),
  },
];

/** What is shown, and where the keyboard is. */
export const viewCommands: readonly Command[] = [...cameraCommands, ...panelCommands];
