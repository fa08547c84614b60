'use client';
import type { Person } from '../../../core/protocol/presence';
import { useSession } from '../session/project-session';
import { usePeople } from '../session/use-status';
import { Avatar } from '../ui/avatar';
import { Popover } from '../ui/popover';
import { GuestName } from './guest-name';
import type { Me } from './use-me';
import { useMe } from './use-me';

/** So many stand side by side; the rest is a number. */
const mostShown = 4;

/** One entry per person, whatever number of tabs they have open. */
function others(people: readonly Person[], me: Me | null): readonly Person[] {
  const byAccount = new Map(people.filter(({ id }) => id !== me?.id).map((person) => [person.id, person]));
  return [...byAccount.values()].sort((a, b) => a.name.localeCompare(b.name));
}

/** Who is here: me first, to be renamed, then the others, to be visited. */
export function People() {
  const session = useSession();
  const [me, rename] = useMe();
  const list = others(usePeople(), me);
  const visit = ({ cursor }: Person) => {
    const surface = session.surface.get();
    const canvas = document.querySelector('[data-testid="canvas"]');
    if (!cursor || !surface || !canvas) return;
    const { zoom } = surface.camera();
    const { width, height } = canvas.getBoundingClientRect();
    surface.setCamera({ zoom, x: cursor.x - width / zoom / 2, y: cursor.y - height / zoom / 2 });
  };
  return (
    <div className="flex items-center" data-testid="people" data-people={list.length + 1}>
      <ul className="flex -space-x-1.5">
        {list.slice(0, mostShown).map((person) => (
          <li key={person.id} className="hidden sm:block">
            <button
              type="button"
              title={`${person.name}: go to their cursor`}
              aria-label={`Go to the cursor of ${person.name}`}
              data-testid="person"
              onClick={() => visit(person)}
              className="block rounded-full ring-2 ring-panel"
            >
              <Avatar name={person.name} color={person.color} />
            </button>
          </li>
        ))}
        {list.length > mostShown && (
          <li className="hidden size-6 items-center justify-center rounded-full bg-press text-[10px] font-semibold ring-2 ring-panel sm:inline-flex">
            +{list.length - mostShown}
          </li>
        )}
      </ul>
      {me && (
        <Popover
          label="You"
          className="w-64"
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
          <GuestName me={me} rename={rename} others={list} />
        </Popover>
      )}
    </div>
  );
}
