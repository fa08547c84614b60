import type { LucideIcon } from 'lucide-react';
import type { Panels } from '../project/use-panels';
import type { ProjectSession } from '../session/project-session';

/** What a command can reach: the open project and its page. Made anew with every render of the page. */
export type CommandContext = {
  readonly session: ProjectSession;
  readonly panels: Panels;
  /** Leaves the project for the list of projects. */
  readonly home: () => void;
};

/** How commands are put together in lists, in this order. */
export const commandGroups = ['Create', 'Edit', 'View', 'Project', 'Appearance', 'Help'] as const;
type CommandGroup = (typeof commandGroups)[number];

/**
 * Something a person can do with the open project. Standing in the list of `all-commands` is enough for it to
 * be in the command palette, in the window of shortcuts, and to answer to its keys.
 */
export type Command = {
  /** Never changes and is never shown: `table.create`. */
  readonly id: string;
  /** What it does, as on a button: `New table`. */
  readonly title: string;
  readonly group: CommandGroup;
  readonly icon: LucideIcon;
  /** Other words that people look for. */
  readonly keywords: readonly string[];
  /** Its keys as in `Kbd`: `Mod+Shift+Z`. The first is shown, all are heard. See `matchesShortcut`. */
  readonly shortcuts?: readonly string[];
  /** The canvas or the browser hears the keys itself; here they are only shown. */
  readonly isHeardElsewhere?: true;
  /** The keys work in text fields too. Only for keys that nobody types: with `Mod`, or function keys. */
  readonly worksWhileTyping?: true;
  /** It changes the project: people who only view are not offered it. */
  readonly isEdit?: true;
  /** Left out of the palette: it makes sense as a key only. */
  readonly isKeyOnly?: true;
  /** Why it cannot be done right now, in a few words; null when it can. */
  readonly whyNot?: (context: CommandContext) => string | null;
  /** What it would do right now: the edit that would be undone. */
  readonly detail?: (context: CommandContext) => string | null;
  readonly run: (context: CommandContext) => void;
};

/** Whether somebody is offered the command at all: viewers are not offered edits. */
export function isOffered(command: Command, { session }: CommandContext): boolean {
  return !(command.isEdit && session.isReadOnly.get());
}

/** Does it, if it can be done. Says whether it was. */
export function runCommand(command: Command, context: CommandContext): boolean {
  if (!isOffered(command, context) || (command.whyNot?.(context) ?? null) !== null) return false;
  command.run(context);
  return true;
}
