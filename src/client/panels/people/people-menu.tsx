'use client';
import { clsx } from 'clsx';
import type { Here } from '../../presence/here';
import { TextField } from '../fields/text-field';
import type { CommitProblem } from '../fields/use-committed-text';
import type { Me } from '../project/use-me';
import { useValue } from '../session/hooks';
import { useSession } from '../session/project-session';
import { useIsPresencePartial } from '../session/use-others';
import { Avatar } from '../ui/avatar';
import { Button } from '../ui/button';
import { hideCursor, useIsCursorHidden } from './own-cursor';

/** Who I am to the others, what they see of me, and who they are. */
export function PeopleMenu(props: {
  readonly me: Me;
  readonly rename: (name: string) => CommitProblem;
  readonly others: readonly Here[];
}) {
  const { me, rename, others } = props;
  const isPartial = useIsPresencePartial();
  return (
    <div className="flex flex-col gap-3">
      <TextField label="The others see you as" value={me.name} commit={rename} testId="guest-name" />
      <CursorSwitch />
      <div>
        <p className="mb-1 text-xs text-ink-mute">
          {others.length > 0
            ? 'Also here'
            : isPartial
              ? 'Others may be here'
              : 'Nobody else is here. Share the project to work together.'}
        </p>
        {isPartial && (
          <p className="mb-1 text-xs text-ink-mute" data-testid="presence-partial">
            Not everybody can be shown at the moment. Edits are not affected.
          </p>
        )}
        <ul className="-mx-1 flex flex-col">
          {others.map((person) => (
            <OtherRow key={person.id} person={person} myId={me.id} />
          ))}
        </ul>
      </div>
    </div>
  );
}

function CursorSwitch() {
  const session = useSession();
  const isHidden = useIsCursorHidden();
  return (
    <label className="flex cursor-pointer items-center gap-2 text-sm">
      <span className="flex-1">
        Hide my cursor
        <span className="block text-xs text-ink-mute">The others still see what you select and edit.</span>
      </span>
      <input
        type="checkbox"
        checked={isHidden}
        data-testid="hide-cursor"
        onChange={() => hideCursor(session, !isHidden)}
        className="size-4 accent-accent"
      />
    </label>
  );
}

function OtherRow({ person, myId }: { readonly person: Here; readonly myId: string }) {
  const { following } = useSession();
  const isFollowed = useValue(following) === person.id;
  const words = [person.isAway && 'away', person.following === myId && 'follows you'].filter(Boolean);
  return (
    <li className="flex h-8 items-center gap-2 px-1">
      <Avatar
        name={person.name}
        color={person.color}
        className={clsx('!size-5', person.isAway && 'opacity-40')}
      />
      <span className="min-w-0 flex-1 truncate">
        {person.name}
        {words.length > 0 && <span className="text-xs text-ink-mute"> {words.join(', ')}</span>}
      </span>
      <Button
        look="quiet"
        size="small"
        aria-label={`${isFollowed ? 'Stop following' : 'Follow'} ${person.name}`}
        onClick={() => following.set(isFollowed ? null : person.id)}
      >
        {isFollowed ? 'Stop' : 'Follow'}
      </Button>
    </li>
  );
}
