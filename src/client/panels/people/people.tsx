'use client';
import { clsx } from 'clsx';
import type { Here } from '../../presence/here';
import { useMe } from '../project/use-me';
import { useValue } from '../session/hooks';
import { useSession } from '../session/project-session';
import { useOthers } from '../session/use-others';
import { Avatar } from '../ui/avatar';
import { Popover } from '../ui/popover';
import { PeopleMenu } from './people-menu';

/** So many stand side by side; the rest is a number. */
const mostShown = 4;

/** Who is here: the others, to be followed, then me, to be renamed. */
export function People() {
  const [me, rename] = useMe();
  const others = useOthers();
  const more = others.slice(mostShown);
  return (
    <div className="flex items-center" data-testid="people" data-people={others.length + 1}>
      <ul className="flex -space-x-0.5">
        {others.slice(0, mostShown).map((person) => (
          <li key={person.id} className="hidden sm:block">
            <FollowAvatar person={person} />
          </li>
        ))}
        {more.length > 0 && (
          <li
            title={more.map(({ name }) => name).join(', ')}
            className="hidden size-6 items-center justify-center rounded-full bg-press text-[10px] font-semibold ring-2 ring-panel sm:inline-flex"
          >
            +{more.length}
          </li>
        )}
      </ul>
      {me && (
        <Popover
          label="You"
          className="w-72"
          trigger={
            <button
              type="button"
              aria-label={`You are ${me.name}`}
              title={`You are ${me.name}`}
              data-testid="me"
              className="ml-1.5 rounded-full ring-2 ring-panel"
            >
              <Avatar name={me.name} color={me.color} />
            </button>
          }
        >
          <PeopleMenu me={me} rename={rename} others={others} />
        </Popover>
      )}
    </div>
  );
}

/** Somebody's disc: pressed while they are followed, dimmed while they are away. */
function FollowAvatar({ person }: { readonly person: Here }) {
  const { following } = useSession();
  const isFollowed = useValue(following) === person.id;
  const away = person.isAway ? ', away' : '';
  return (
    <button
      type="button"
      title={isFollowed ? `Stop following ${person.name}` : `Follow ${person.name}${away}`}
      aria-label={`Follow ${person.name}${away}`}
      aria-pressed={isFollowed}
      data-testid="person"
      data-away={person.isAway}
      onClick={() => following.set(isFollowed ? null : person.id)}
      className={clsx(
        'relative block rounded-full bg-panel ring-2 ring-panel hover:z-10',
        isFollowed && 'z-10 outline-2 outline-offset-2',
      )}
      style={isFollowed ? { outlineColor: person.color } : {}}
    >
      <Avatar
        name={person.name}
        color={person.color}
        className={clsx('transition-opacity duration-150', person.isAway && 'opacity-40')}
      />
    </button>
  );
}
