import { FileDown, FileUp, House, Keyboard, Monitor, Moon, Search, Share2, Sun } from 'lucide-react';
import { chooseTheme } from '../theme/theme-store';
import type { Command } from './command';

/** What concerns the whole project, or leads out of it. */
export const projectCommands: readonly Command[] = [
  {
    id: 'project.import',
    title: 'Import SQL',
    group: 'Project',
    icon: FileUp,
    keywords: ['open', 'upload', 'dump', 'paste sql', 'file', 'load'],
    isEdit: true,
    run: ({ session }) => session.dialog.set('import'),
  },
  {
    id: 'project.export',
    title: 'Export SQL',
    group: 'Project',
    icon: FileDown,
    keywords: ['download', 'ddl', 'save as', 'copy sql', 'generate'],
    run: ({ session }) => session.dialog.set('export'),
  },
  {
    id: 'project.share',
    title: 'Share',
    group: 'Project',
    icon: Share2,
    keywords: ['invite', 'link', 'people', 'collaborate'],
    isEdit: true,
    run: ({ session }) => session.dialog.set('share'),
  },
  {
    id: 'project.leave',
    title: 'Back to my projects',
    group: 'Project',
    icon: House,
    keywords: ['home', 'start page', 'close', 'all projects', 'list'],
    run: ({ home }) => home(),
  },
];

export const appearanceCommands: readonly Command[] = [
  {
    id: 'theme.light',
    title: 'Theme: light',
    group: 'Appearance',
    icon: Sun,
    keywords: ['appearance', 'colours', 'bright', 'day'],
    run: () => chooseTheme('light'),
  },
  {
    id: 'theme.dark',
    title: 'Theme: dark',
    group: 'Appearance',
    icon: Moon,
    keywords: ['appearance', 'colours', 'night'],
    run: () => chooseTheme('dark'),
  },
  {
    id: 'theme.system',
    title: 'Theme: like the system',
    group: 'Appearance',
    icon: Monitor,
    keywords: ['appearance', 'colours', 'automatic'],
    run: () => chooseTheme('system'),
  },
];

export const helpCommands: readonly Command[] = [
  {
    id: 'help.palette',
    title: 'Find anything, do anything',
    group: 'Help',
    icon: Search,
    keywords: [],
    shortcuts: ['Mod+K'],
    worksWhileTyping: true,
    isKeyOnly: true,
    run: ({ session }) => session.dialog.set('palette'),
  },
  {
    id: 'help.shortcuts',
    title: 'Keyboard shortcuts',
    group: 'Help',
    icon: Keyboard,
    keywords: ['help', 'keys', 'hotkeys', 'cheat sheet'],
    shortcuts: ['?'],
    run: ({ session }) => session.dialog.set('shortcuts'),
  },
];
