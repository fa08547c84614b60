'use client';
import type { RefObject } from 'react';
import { useEffect, useState } from 'react';
import type { ListedProject } from '../../../core/protocol/project';
import type { Thumbnail } from '../../../core/protocol/thumbnail';
import { api } from '../api-instance';

export type ThumbnailState =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'failed' }
  | { readonly kind: 'shown'; readonly thumbnail: Thumbnail };

/** A picture is fetched this much before it comes into view. */
const ahead = '240px';

/**
 * The thumbnail of a project, fetched once `element` is about to be seen. That it cannot be had is no news:
 * the project is there without it.
 */
export function useThumbnail(
  { id, deletedAt }: ListedProject,
  element: RefObject<HTMLElement | null>,
): ThumbnailState {
  const [state, setState] = useState<ThumbnailState>({ kind: 'waiting' });
  const isSeen = useSeen(element);
  const inTrash = deletedAt !== undefined;
  useEffect(() => {
    if (!isSeen) return;
    const leaving = new AbortController();
    api()
      .thumbnail(id, { inTrash, signal: leaving.signal })
      .then(
        (thumbnail) => setState({ kind: 'shown', thumbnail }),
        () => {
          if (!leaving.signal.aborted) setState({ kind: 'failed' });
        },
      );
    return () => leaving.abort();
  }, [id, inTrash, isSeen]);
  return state;
}

/** Whether the element has been in view, or nearly. */
function useSeen(element: RefObject<HTMLElement | null>): boolean {
  const [isSeen, setSeen] = useState(false);
  useEffect(() => {
    const target = element.current;
    if (isSeen || target === null) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) setSeen(true);
      },
      { rootMargin: ahead },
    );
    observer.observe(target);
    return () => observer.disconnect();
  }, [element, isSeen]);
  return isSeen;
}
