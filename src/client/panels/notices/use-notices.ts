'use client';
import { useEffect, useEffectEvent } from 'react';
import { toast } from 'sonner';
import type { Notice } from '../../sync/notices';
import { noticesOfOutcome } from '../../sync/notices';
import type { CommandContext } from '../commands/command';
import { withAdvice } from '../outcomes/advice';
import type { ListedKind } from '../outcomes/outcome-words';
import { revealBeside } from '../palette/show-record';
import type { ProjectSession } from '../session/project-session';
import type { Meeting } from './meetings';
import { gathered, isMeeting, meetingsToast } from './meetings';
import type { NoticeToast } from './notice-toast';
import { toastOf } from './notice-toast';

/** How long a toast stays, in milliseconds, while the pointer is not on it. A conflict is to be decided on. */
const shortMs = 4_000;
const toReadMs = 6_000;
const conflictMs = 12_000;

/** Writers that meet again and again are told of once in so many milliseconds; the activity tells of each. */
const retriedPauseMs = 60_000;

/** From so many edits on that come back from a time offline they are told in numbers. */
const numbersFrom = 3;

const show = { neutral: toast, success: toast.success, warning: toast.warning, error: toast.error } as const;

/** Two buttons beside a sentence would leave it no room. */
const buttonsBelow = { toast: 'flex-wrap', content: 'basis-[80%]!', cancelButton: 'ml-auto' };

/** What a button of a toast asks for. */
type Asked = { readonly kind: 'review' } | { readonly kind: 'show'; readonly recordId: string };

/** Shows what the store has to say, as toasts: grouped when it is a lot, and never in the way. */
export function useNotices(context: CommandContext): void {
  const { session } = context;
  const answer = useEffectEvent((asked: Asked) => {
    if (asked.kind === 'review') context.panels.showOutcomes();
    else revealBeside(context, asked.recordId);
  });
  useEffect(() => {
    const teller = new Teller(session, (asked) => answer(asked));
    return session.store.subscribeNotices((notice) => teller.hear(notice));
  }, [session]);
}

class Teller {
  readonly #session: ProjectSession;
  readonly #answer: (asked: Asked) => void;
  #meetings: readonly Meeting[] = [];
  #retriedAt = Number.NEGATIVE_INFINITY;

  constructor(session: ProjectSession, answer: (asked: Asked) => void) {
    this.#session = session;
    this.#answer = answer;
  }

  hear(notice: Notice): void {
    if (notice.kind === 'returned') this.#returned(notice);
    else if (notice.kind === 'retried') this.#retried(notice);
    else if (!this.#isToldLater(notice)) this.#tell(notice);
  }

  #retried(notice: Notice): void {
    const now = performance.now();
    if (now - this.#retriedAt < retriedPauseMs) return;
    this.#retriedAt = now;
    this.#tell(notice);
  }

  /** What became of an edit that waited is told together with all others. */
  #isToldLater(notice: Notice): boolean {
    if (!('mutationId' in notice)) return false;
    const { outcomes } = this.#session.store;
    return outcomes.all().some(({ id, waited }) => waited && id === notice.mutationId);
  }

  #returned(notice: Extract<Notice, { kind: 'returned' }>): void {
    const { outcomes } = notice;
    const single = outcomes.length < numbersFrom ? outcomes.flatMap(noticesOfOutcome) : [];
    for (const told of single.length > 0 ? single : [notice]) this.#tell(told);
    // It said that they are on their way.
    toast.dismiss('connection');
  }

  #tell(notice: Notice): void {
    const next = toastOf(notice, this.#session.store.state());
    if (!next) return;
    if (isMeeting(notice)) this.#met(notice, next);
    else this.#show(next);
  }

  #met({ kind }: Extract<Notice, { readonly kind: ListedKind }>, next: NoticeToast): void {
    this.#meetings = gathered(this.#meetings, { at: performance.now(), key: next.key, kind });
    const together = meetingsToast(this.#meetings);
    if (together) for (const { key } of this.#meetings) toast.dismiss(key);
    this.#show(together ?? next);
  }

  #show(next: NoticeToast): void {
    const { description, restore, shows, isReviewed = false } = next;
    const review = { label: 'Review', onClick: () => this.#answer({ kind: 'review' }) };
    const bringBack = restore && { label: 'Restore', onClick: () => this.#restore(restore) };
    const action = bringBack ?? (isReviewed ? review : undefined);
    const cancel = shows !== undefined && {
      label: 'Show',
      onClick: () => this.#answer({ kind: 'show', recordId: shows }),
    };
    show[next.tone](next.title, {
      id: next.key,
      duration: durationOf(next),
      ...(description !== undefined && { description }),
      ...(action && { action }),
      ...(cancel && { cancel, classNames: buttonsBelow }),
    });
  }

  #restore({ recordId, field, value, outcomeId }: NonNullable<NoticeToast['restore']>): void {
    const { store } = this.#session;
    const done = store.restore(recordId, field, value);
    if (!done.ok) {
      toast.error('Not restored', { description: withAdvice(done.problem) });
      return;
    }
    const outcome = store.outcomes.all().find(({ id }) => id === outcomeId);
    const isWhole = outcome && 'overwritten' in outcome && outcome.overwritten.length === 1;
    if (isWhole) store.outcomes.dismiss([outcomeId]);
  }
}

function durationOf({ description, restore, isReviewed = false, stays = false }: NoticeToast): number {
  if (stays) return Number.POSITIVE_INFINITY;
  if (restore || isReviewed) return conflictMs;
  return description === undefined ? shortMs : toReadMs;
}
