'use client';
import { useEffect } from 'react';
import { toast } from 'sonner';
import type { ProjectSession } from '../session/project-session';
import type { NoticeToast } from './notice-toast';
import { toastOf } from './notice-toast';

/** More than this many different ones within `groupMs` are told as one. */
const groupFrom = 4;
const groupMs = 1_500;

/** How long a toast stays, in milliseconds, while the pointer is not on it. A conflict is to be decided on. */
const shortMs = 4_000;
const toReadMs = 6_000;
const conflictMs = 12_000;

const show = { neutral: toast, success: toast.success, warning: toast.warning, error: toast.error } as const;

/** Shows what the store has to say, as toasts: grouped when it is a lot, and never in the way. */
export function useNotices(session: ProjectSession): void {
  useEffect(() => {
    let recent: readonly { readonly at: number; readonly key: string }[] = [];
    return session.store.subscribeNotices((notice) => {
      const next = toastOf(notice, session.store.state());
      if (!next) return;
      const now = performance.now();
      recent = [
        ...recent.filter(({ at, key }) => now - at < groupMs && key !== next.key),
        { at: now, key: next.key },
      ];
      if (recent.length >= groupFrom) showGroup(recent);
      else showOne(session, next);
    });
  }, [session]);
}

function showGroup(recent: readonly { readonly key: string }[]): void {
  for (const { key } of recent) toast.dismiss(key);
  toast.warning(`${recent.length} edits met edits of others`, {
    id: 'group',
    duration: conflictMs,
    description: 'Each was merged, replaced or refused. What you see is what is stored.',
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
