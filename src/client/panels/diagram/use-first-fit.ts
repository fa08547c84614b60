'use client';
import { useEffect } from 'react';
import { useValue } from '../session/hooks';
import { useSession } from '../session/project-session';
import { useStatusPart } from '../session/use-status';

/** Shows the whole diagram once, when the project has arrived. */
export function useFirstFit(): void {
  const session = useSession();
  const surface = useValue(session.surface);
  const isLoaded = useStatusPart((status) => status.project !== null);
  useEffect(() => {
    if (surface && isLoaded && session.scene.tables()[Symbol.iterator]().next().done === false)
      surface.fit('all');
  }, [surface, isLoaded, session]);
}
