'use client';
import { History, X } from 'lucide-react';
import { useSession } from '../session/project-session';
import { IconButton } from '../ui/icon-button';
import { useSinceLastVisit } from './use-since-last-visit';
import { newsOnCanvas, visitWords } from './visit';

/** A quiet line over the canvas on return: what the others did. A click marks it in the list and on the canvas. */
export function SinceLastVisitLine({ show }: { readonly show: () => void }) {
  const session = useSession();
  const visit = useSinceLastVisit();
  if (!visit) return null;
  const { summary, since, me, done } = visit;
  const showNews = () => {
    const { activity, selection, store, surface } = session;
    activity.marked.set({ since, me });
    selection.set(newsOnCanvas(activity.state.get().changes, since, me, store.state()));
    surface.get()?.fit('selection');
    show();
    done();
  };
  return (
    <div className="pointer-events-none absolute inset-x-2 top-3 z-10 flex justify-center">
      <div
        role="status"
        data-testid="since-last-visit"
        className="pointer-events-auto flex max-w-full animate-fade items-center gap-0.5 rounded-box bg-raised p-0.5 text-xs shadow-pop"
      >
        <button
          type="button"
          onClick={showNews}
          className="flex min-w-0 items-center gap-1.5 rounded-control px-2 py-1 text-left hover:bg-hover"
        >
          <History aria-hidden className="size-3.5 shrink-0 text-ink-mute" strokeWidth={1.75} />
          <span className="text-ink-mute">
            Since your last visit: <span className="font-medium text-ink">{visitWords(summary)}</span>
          </span>
        </button>
        <IconButton size="small" icon={X} label="Dismiss" onClick={done} />
      </div>
    </div>
  );
}
