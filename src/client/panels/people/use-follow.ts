'use client';
import { useEffect } from 'react';
import { toast } from 'sonner';
import type { Person } from '../../../core/protocol/presence';
import { sameJson } from '../../../core/std/canonical-json';
import type { Surface } from '../../canvas/surface/types';
import { areaToFollow, mustStop, tabInUse } from '../../presence/here';
import { isCovered, isTyping } from '../project/keyboard-owner';
import { useValue } from '../session/hooks';
import type { ProjectSession } from '../session/project-session';
import { useSession } from '../session/project-session';
import { ownPerson } from '../session/use-others';
import { ownView, toldView } from './own-view';

/** Somebody who reloads the page is gone for a moment only. */
const graceMs = 5_000;
const followToast = 'follow';

/** Leads the camera along with whom this person follows, until they leave, or Escape is pressed. */
export function useFollow(): void {
  const session = useSession();
  const surface = useValue(session.surface);
  const leaderId = useValue(session.following);
  useEffect(() => {
    if (leaderId === null || !surface) return;
    return follow(session, surface, leaderId);
  }, [session, surface, leaderId]);
  useEffect(() => {
    if (leaderId === null) return;
    const stop = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || isTyping(event) || isCovered()) return;
      event.preventDefault();
      event.stopPropagation();
      session.following.set(null);
    };
    // Before the canvas, which would give up the selection.
    addEventListener('keydown', stop, { capture: true });
    return () => removeEventListener('keydown', stop, { capture: true });
  }, [session, leaderId]);
}

function follow(session: ProjectSession, surface: Surface, leaderId: string): () => void {
  const { store, following, tell } = session;
  let name = '';
  let shown: Person['viewport'] = null;
  let width = 0;
  let leaving: ReturnType<typeof setTimeout> | undefined;
  const end = (why: string) => {
    toast(why, { id: followToast });
    following.set(null);
  };
  const missed = () => {
    // Without a connection nobody is known to have left.
    if (store.status().connection.kind !== 'live') return;
    leaving ??= setTimeout(() => end(name === '' ? 'They have left' : `${name} has left`), graceMs);
  };
  const go = () => {
    const leader = tabInUse(store.people(), leaderId);
    if (!leader) return missed();
    clearTimeout(leaving);
    leaving = undefined;
    name = leader.name;
    const me = ownPerson(store.people());
    if (me && mustStop(leader, me.id)) return end(`${name} follows you`);
    const area = areaToFollow(leader, ownView.get().area);
    if (!area || sameJson(area, shown)) return;
    shown = area;
    tell({ viewport: area });
    surface.lead(area);
  };
  // The canvas has another size, so that the same area needs another camera.
  const resized = () => {
    if (ownView.get().width === width) return;
    width = ownView.get().width;
    shown = null;
    go();
  };
  tell({ following: leaderId });
  resized();
  const stops = [store.subscribePeople(go), ownView.subscribe(resized)];
  return () => {
    for (const stop of stops) stop();
    clearTimeout(leaving);
    tell({ following: null, viewport: toldView() });
  };
}
