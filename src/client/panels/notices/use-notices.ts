'use client';
import { useEffect } from 'react';
import { toast } from 'sonner';
import type { ProjectSession } from '../session/project-session';
import type { NoticeToast } from './notice-toast';
import { toastOf } from './notice-toast';

/** More than this many different ones within `groupMs` are told as one. */
const groupFrom = 4;
const groupMs = 1_500;
/** Refusals that come within so long of one another are one story: one comes back to many waiting edits. */
const refusedMs = 10_000;

/** How long a toast stays, in milliseconds, while the pointer is not on it. A conflict is to be decided on. */
const shortMs = 4_000;
const toReadMs = 6_000;
const conflictMs = 12_000;

const show = { neutral: toast, success: toast.success, warning: toast.warning, error: toast.error } as const;

type Told = { readonly at: number; readonly key: string };

/** Shows what the store has to say, as toasts: grouped when it is a lot, and never in the way. */
export function useNotices(session: ProjectSession): void {
  useEffect(() => {
    let recent: readonly Told[] = [];
    let refused: readonly Told[] = [];
    return session.store.subscribeNotices((notice) => {
      const next = toastOf(notice, session.store.state());
      if (!next) return;
      const now = performance.now();
      if (notice.kind === 'refused') {
        refused = [...refused.filter(({ at }) => now - at < refusedMs), { at: now, key: next.key }];
        const { takenBack } = session;
        const edit = {
          id: notice.mutationId,
          title: notice.label || 'An edit',
          reason: next.description ?? '',
        };
        takenBack.set([...takenBack.get(), edit]);
        if (refused.length === 1) showOne(session, next);
        else showTakenBack(session, refused);
        return;
      }
      recent = [
        ...recent.filter(({ at, key }) => now - at < groupMs && key !== next.key),
        { at: now, key: next.key },
      ];
      if (recent.length >= groupFrom) showGroup(recent);
      else showOne(session, next);
    });
  }, [session]);
}

function showGroup(recent: readonly Told[]): void {
  for (const { key } of recent) toast.dismiss(key);
  toast.warning(`${recent.length} edits met edits of others`, {
    id: 'group',
    duration: conflictMs,
    description: 'Each was merged or replaced. What you see is what is stored.',
  });
}

/** Work that did not make it is not to be missed: this one stays until somebody has looked. */
function showTakenBack(session: ProjectSession, refused: readonly Told[]): void {
  for (const { key } of refused) toast.dismiss(key);
  toast.error(`${refused.length} of your edits were taken back`, {
    id: 'taken-back',
    duration: Number.POSITIVE_INFINITY,
    description: 'Others had changed what they were about. Your other edits are saved.',
    action: { label: 'Show them', onClick: () => session.dialog.set('taken-back') },
  });
}

function showOne(session: ProjectSession, next: NoticeToast): void {
  const { restore } = next;
  show[next.tone](next.title, {
    id: next.key,
    ...(next.description === undefined ? {} : { description: next.description }),
    duration: restore ? conflictMs : next.description === undefined ? shortMs : toReadMs,
    ...(restore
      ? {
          action: {
            label: 'Restore',
            onClick: () => void session.store.restore(restore.recordId, restore.field, restore.value),
          },
        }
      : {}),
  });
}
