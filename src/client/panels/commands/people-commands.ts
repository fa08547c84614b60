import { MousePointer2Off, UserRoundSearch, UserRoundX } from 'lucide-react';
import type { Here } from '../../presence/here';
import { othersHere } from '../../presence/here';
import { hideCursor, isCursorHidden } from '../people/own-cursor';
import { ownPerson } from '../session/use-others';
import type { Command, CommandContext } from './command';

function others({ session }: CommandContext): readonly Here[] {
  const people = session.store.people();
  return othersHere(people, ownPerson(people)?.id);
}

/** Who comes after whom one follows; again and again it leads through everybody. */
function nextToFollow(context: CommandContext): Here | undefined {
  const here = others(context);
  const at = here.findIndex(({ id }) => id === context.session.following.get());
  return here[at + 1] ?? here[0];
}

/** What concerns the others who are here. */
export const peopleCommands: readonly Command[] = [
  {
    id: 'people.follow',
    title: 'Follow the next person',
    group: 'View',
    icon: UserRoundSearch,
    keywords: ['watch', 'spectate', 'go to cursor', 'people', 'presence'],
    whyNot: (context) => (nextToFollow(context) ? null : 'Nobody else is here'),
    detail: (context) => nextToFollow(context)?.name ?? null,
    run: (context) => context.session.following.set(nextToFollow(context)?.id ?? null),
  },
  {
    id: 'people.stop-following',
    title: 'Stop following',
    group: 'View',
    icon: UserRoundX,
    keywords: ['unfollow', 'people', 'presence'],
    whyNot: ({ session }) => (session.following.get() === null ? 'You follow nobody' : null),
    run: ({ session }) => session.following.set(null),
  },
  {
    id: 'people.hide-cursor',
    title: 'Hide or show my cursor',
    group: 'View',
    icon: MousePointer2Off,
    keywords: ['pointer', 'presence', 'privacy'],
    detail: () => (isCursorHidden() ? 'Hidden from the others' : 'Seen by the others'),
    run: ({ session }) => hideCursor(session, !isCursorHidden()),
  },
];
