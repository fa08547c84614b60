'use client';
import { useEffect, useEffectEvent } from 'react';
import { allCommands } from '../commands/all-commands';
import type { Command, CommandContext } from '../commands/command';
import { isOffered, runCommand } from '../commands/command';
import { matchesShortcut } from '../commands/shortcut';
import { isCovered, isTyping } from './keyboard-owner';

const heardHere = allCommands.filter((command) => !command.isHeardElsewhere);

function heardAs(event: KeyboardEvent): Command | undefined {
  return heardHere.find(({ shortcuts }) => shortcuts?.some((one) => matchesShortcut(one, event)));
}

/**
 * The keys of all commands, wherever the focus is on the page, except under a window. Those that work while
 * somebody types are heard before the field; all others only when nobody else took the key.
 */
export function useShortcuts(context: CommandContext): void {
  const onKey = useEffectEvent((event: KeyboardEvent, isFirst: boolean) => {
    const command = heardAs(event);
    if (!command || (command.worksWhileTyping ?? false) !== isFirst || event.defaultPrevented) return;
    if (isCovered() || (!isFirst && isTyping(event)) || !isOffered(command, context)) return;
    // Also when it cannot be done now: the browser's own meaning of the key would be a surprise.
    event.preventDefault();
    if (isFirst) event.stopPropagation();
    runCommand(command, context);
  });
  useEffect(() => {
    const early = (event: KeyboardEvent) => onKey(event, true);
    const late = (event: KeyboardEvent) => onKey(event, false);
    addEventListener('keydown', early, { capture: true });
    addEventListener('keydown', late);
    return () => {
      removeEventListener('keydown', early, { capture: true });
      removeEventListener('keydown', late);
    };
  }, []);
}
