/** Edits that met those of others, one after the other: from three on they are one story. Pure. */
import type { Notice } from '../../sync/notices';
import { plural } from '../activity/phrase';
import type { ListedKind } from '../outcomes/outcome-words';
import { outcomeHeads, verdictWords } from '../outcomes/outcome-words';
import type { NoticeToast } from './notice-toast';

/** One of them, as it was told. */
export type Meeting = { readonly at: number; readonly key: string; readonly kind: ListedKind };

/** What comes within so many milliseconds of the one before belongs to it. */
const gatherMs = 4_000;
const togetherFrom = 3;

/** Whether a notice says how an edit met somebody's. */
export function isMeeting(notice: Notice): notice is Extract<Notice, { readonly kind: ListedKind }> {
  return notice.kind in outcomeHeads;
}

/** The meetings of one story, with the next one; a toast that replaces another is not counted twice. */
export function gathered(story: readonly Meeting[], next: Meeting): readonly Meeting[] {
  const last = story.at(-1);
  if (!last || next.at - last.at > gatherMs) return [next];
  return [...story.filter(({ key }) => key !== next.key), next];
}

/** The one toast for a story; null as long as each can be told by itself. */
export function meetingsToast(story: readonly Meeting[]): NoticeToast | null {
  const [first] = story;
  if (!first || story.length < togetherFrom) return null;
  const kinds = story.map(({ kind }) => kind);
  const isLost = kinds.includes('refused');
  return {
    tone: isLost ? 'error' : 'warning',
    key: `met-${first.key}`,
    title: `${plural(story.length, 'edit', 'edits')} met those of others`,
    description: `${capital(verdictWords(kinds))}. What you see is what is stored.`,
    isReviewed: true,
    // Work that did not make it is not to be missed.
    stays: isLost,
  };
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
