import { arrangeCommands } from './arrange-commands';
import { boxCommands } from './box-commands';
import { clipboardCommands } from './clipboard-commands';
import type { Command } from './command';
import { createCommands } from './create-commands';
import { editCommands } from './edit-commands';
import { outcomeCommands } from './outcome-commands';
import { peopleCommands } from './people-commands';
import { appearanceCommands, helpCommands, projectCommands } from './project-commands';
import { reviewCommands } from './review-commands';
import { viewCommands } from './view-commands';

/**
 * Everything that can be done by a command. The palette, the window of shortcuts and the keys of the page read
 * this list and nothing else: a feature adds a list of its own here.
 */
export const allCommands: readonly Command[] = [
  ...createCommands,
  ...boxCommands,
  ...editCommands,
  ...clipboardCommands,
  ...arrangeCommands,
  ...viewCommands,
  ...reviewCommands,
  ...outcomeCommands,
  ...peopleCommands,
  ...projectCommands,
  ...appearanceCommands,
  ...helpCommands,
];
