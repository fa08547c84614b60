/** What a notice says and offers. Pure: showing it is the caller's. */
import type { MemoryState } from '../../../core/schema/memory-state';
import { isLive } from '../../../core/schema/record';
import type { Notice } from '../../sync/notices';
import type { Outcome } from '../../sync/outcome';
import { silentFields } from '../../sync/outcome';
import { plural } from '../activity/phrase';
import { momentWords } from '../activity/times';
import { titleOf } from '../edits/table-edits';
import { withAdvice } from '../outcomes/advice';
import { countOutcomes, countWords } from '../outcomes/outcome-words';
import { describeField, describeValue } from './describe-value';

export type ToastTone = 'neutral' | 'success' | 'warning' | 'error';

export type NoticeToast = {
  readonly tone: ToastTone;
  readonly title: string;
  readonly description?: string;
  /** Toasts with the same key replace each other. */
  readonly key: string;
  /** Sets the field to the value that was lost. */
  readonly restore?: {
    readonly recordId: string;
    readonly field: string;
    readonly value: unknown;
    /** What became of the edit, to be looked at no more once the value is back. */
    readonly outcomeId: string;
  };
  /** What it is about, to be shown. */
  readonly shows?: string | undefined;
  /** The list of what became of own edits says more. */
  readonly isReviewed?: boolean;
  /** Until somebody has looked. */
  readonly stays?: boolean;
};

type Overwriting = Extract<Notice, { kind: 'overwrote' | 'was-overwritten' }>;

/** The toast for a notice, or null for what nobody needs to hear. */
export function toastOf(notice: Notice, state: MemoryState): NoticeToast | null {
  switch (notice.kind) {
    case 'retried':
      return {
        tone: 'success',
        key: 'retried',
        title: `Resolved a write conflict: ${plural(notice.retries, 'retry', 'retries')}, ${Math.round(notice.elapsedMs)} ms`,
      };
    case 'merged':
      return mergedToast(notice, state);
    case 'overwrote':
    case 'was-overwritten':
      return silentFields.has(notice.field) ? null : overwritingToast(notice, state);
    case 'refused':
      return {
        tone: 'error',
        key: `refused-${notice.mutationId}`,
        title: `Not saved: ${notice.label || 'an edit'}`,
        description: withAdvice(notice.problem),
        isReviewed: true,
      };
    case 'took-along':
      return {
        tone: 'warning',
        key: `took-along-${notice.mutationId}`,
        title: 'You deleted more than you had seen',
        description: `${notice.label}: ${plural(notice.fallen.length, 'object', 'objects')} that others had made or changed went with it.`,
        isReviewed: true,
      };
    case 'restored':
      return {
        tone: 'neutral',
        key: `restored-${notice.changeId}`,
        title: `${notice.by.name} restored the project`,
        description: `It is as it was on ${momentWords(notice.at)}. The activity tells what that changed.`,
      };
    case 'returned':
      return returnedToast(notice.outcomes);
    case 'undo-refused':
      return {
        tone: 'warning',
        key: 'undo-refused',
        title: `Not undone: ${notice.label || 'the last edit'}`,
        description: notice.problem.detail,
      };
    default:
      return connectionToast(notice);
  }
}

type ConnectionNotice = Exclude<
  Notice,
  {
    kind:
      | 'retried'
      | 'merged'
      | 'overwrote'
      | 'was-overwritten'
      | 'refused'
      | 'restored'
      | 'took-along'
      | 'returned'
      | 'undo-refused';
  }
>;

function connectionToast(notice: ConnectionNotice): NoticeToast | null {
  switch (notice.kind) {
    case 'connection-lost':
      return {
        tone: 'warning',
        key: 'connection',
        title: 'Connection lost',
        description: 'Go on working: your edits are kept here and sent when the server is back.',
      };
    case 'connection-restored':
      return {
        tone: 'success',
        key: 'connection',
        title: 'Connected again',
        description:
          notice.waiting === 0
            ? `After ${duration(notice.awayMs)}. Everything is up to date.`
            : `After ${duration(notice.awayMs)}. Sending ${plural(notice.waiting, 'edit', 'edits')} …`,
      };
    case 'reloaded':
      return notice.cause === 'server'
        ? null
        : {
            tone: 'warning',
            key: 'reloaded',
            title: 'Read anew from the server',
            description: 'What was shown here was not what is stored. Your unsent edits are kept.',
          };
    case 'access-lost':
      return {
        tone: 'error',
        key: 'access',
        title: 'You cannot see this project any more',
        description: notice.problem.detail,
      };
    case 'storage-failed':
      return {
        tone: 'warning',
        key: 'storage',
        title: 'This browser does not keep unsent edits',
        description: 'Leave the page open until the status bar says saved.',
      };
  }
}

/** All that waited for the connection, in numbers. */
function returnedToast(outcomes: readonly Outcome[]): NoticeToast {
  const counts = countOutcomes(outcomes);
  const isLost = counts.toLookAt > 0;
  return {
    tone: isLost ? 'warning' : 'success',
    key: `returned-${outcomes[0]?.id ?? ''}`,
    title: 'Back online',
    description: `${countWords(counts)}.`,
    isReviewed: isLost || counts.merged > 0,
    stays: isLost,
  };
}

function mergedToast(notice: Extract<Notice, { kind: 'merged' }>, state: MemoryState): NoticeToast | null {
  const fields = [...new Set(notice.fields.filter((field) => !silentFields.has(field)).map(describeField))];
  if (fields.length === 0) return null;
  return {
    tone: 'neutral',
    key: `merged-${notice.recordId}`,
    title: `Merged with ${nameOf(notice.by)}`,
    description: `${nameOf(notice.by)} changed the ${fields.join(', ')} of ${subject(notice.recordId, state)} at the same time. Both stand.`,
    ...(isLive(state.get(notice.recordId)) && { shows: notice.recordId }),
  };
}

function overwritingToast(notice: Overwriting, state: MemoryState): NoticeToast {
  const { recordId, field, theirs, yours, by } = notice;
  const what = `the ${describeField(field)} of ${subject(recordId, state)}`;
  const mine = describeValue(yours, state);
  const other = describeValue(theirs, state);
  const key = `overwritten-${recordId}-${field}`;
  const shows = isLive(state.get(recordId)) ? { shows: recordId } : {};
  if (notice.kind === 'overwrote') {
    return {
      tone: 'warning',
      key,
      title: `You replaced an edit by ${nameOf(by)}`,
      description: `You set ${what} to ${mine}; ${nameOf(by)} had just set ${other}.`,
      restore: { recordId, field, value: theirs ?? null, outcomeId: notice.mutationId },
      ...shows,
    };
  }
  return {
    tone: 'warning',
    key,
    title: `${nameOf(by)} replaced your edit`,
    description: `${nameOf(by)} set ${what} to ${other}; you had just set ${mine}.`,
    restore: { recordId, field, value: yours ?? null, outcomeId: notice.changeId },
    ...shows,
  };
}

function subject(recordId: string, state: MemoryState): string {
  const record = state.get(recordId);
  return isLive(record) ? titleOf(record, state) : 'something deleted';
}

function nameOf(actor: { readonly name: string } | null): string {
  return actor?.name ?? 'someone else';
}

function duration(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  if (seconds < 90) return plural(seconds, 'second', 'seconds');
  return plural(Math.round(seconds / 60), 'minute', 'minutes');
}
