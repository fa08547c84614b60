'use client';
import { X } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Here } from '../../presence/here';
import { useValue } from '../session/hooks';
import { useSession } from '../session/project-session';
import { useOthers } from '../session/use-others';
import { inkOn } from '../ui/avatar';
import { useFollow } from './use-follow';

/** A frame around the canvas in the colour of whom one follows, and how to stop. Leads the camera as well. */
export function FollowFrame() {
  useFollow();
  const session = useSession();
  const leaderId = useValue(session.following);
  const found = useOthers().find(({ id }) => id === leaderId);
  // Gone for a moment, or without a connection: the frame stays as it was.
  const [leader, setLeader] = useState<Here | undefined>();
  useEffect(() => {
    if (leaderId === null) setLeader(undefined);
    else if (found) setLeader(found);
  }, [leaderId, found]);
  return (
    <>
      <span role="status" className="sr-only">
        {leader ? `Following ${leader.name}. Escape stops it.` : ''}
      </span>
      {leader && (
        <div
          data-testid="follow-frame"
          className="pointer-events-none absolute inset-0 z-10 animate-fade border-3"
          style={{ borderColor: leader.color }}
        >
          <span
            className="absolute top-0 left-1/2 flex h-7 max-w-[calc(100%-16px)] -translate-x-1/2 items-center gap-1 rounded-b-box pr-1 pl-3 text-xs font-medium whitespace-nowrap shadow-pop"
            style={{ background: leader.color, color: inkOn(leader.color) }}
          >
            <span aria-hidden className="truncate">
              Following {leader.name}
              {leader.isAway && ' (away)'}
            </span>
            <span aria-hidden className="pointer-coarse:hidden">
              · Esc to stop
            </span>
            <button
              type="button"
              aria-label={`Stop following ${leader.name}`}
              data-testid="stop-following"
              onClick={() => session.following.set(null)}
              className="pointer-events-auto inline-flex size-5 items-center justify-center rounded-[5px] hover:bg-black/15"
            >
              <X aria-hidden className="size-3.5" strokeWidth={2} />
            </button>
          </span>
        </div>
      )}
    </>
  );
}
