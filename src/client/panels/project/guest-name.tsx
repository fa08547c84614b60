'use client';
import type { Person } from '../../../core/protocol/presence';
import { TextField } from '../fields/text-field';
import type { CommitProblem } from '../fields/use-committed-text';
import { Avatar } from '../ui/avatar';
import type { Me } from './use-me';

/** Who I am to the others, and who they are. */
export function GuestName(props: {
  readonly me: Me;
  readonly rename: (name: string) => CommitProblem;
  readonly others: readonly Person[];
}) {
  const { me, rename, others } = props;
  return (
    <div className="flex flex-col gap-3">
      <TextField label="The others see you as" value={me.name} commit={rename} testId="guest-name" />
      <div>
        <p className="mb-1 text-xs text-ink-mute">
          {others.length === 0 ? 'Nobody else is here. Share the project to work together.' : 'Also here'}
        </p>
        <ul className="flex flex-col gap-1">
          {others.map((person) => (
            <li key={person.id} className="flex items-center gap-2">
              <Avatar name={person.name} color={person.color} className="!size-5" />
              <span className="truncate">{person.name}</span>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
