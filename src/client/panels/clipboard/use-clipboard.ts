'use client';
import { useEffect } from 'react';
import type { Point } from '../../canvas/geometry/rect';
import { isCovered, isTyping } from '../project/keyboard-owner';
import { deleteWithToast } from '../project/use-delete';
import type { ProjectSession } from '../session/project-session';
import { copyInto, pasteFrom, selectedTables } from './clipboard';

/** Whether the event is about text: somebody types or has selected some, or a window is in front. */
function isAboutText(event: Event): boolean {
  return isTyping(event) || isCovered() || !(getSelection()?.isCollapsed ?? true);
}

/** Where the pointer is on the canvas, in world units; null when it is not over it. */
function pointerPlace(session: ProjectSession, pointer: PointerEvent | null): Point | null {
  const canvas = pointer?.target instanceof HTMLCanvasElement ? pointer.target : null;
  const surface = session.surface.get();
  if (!pointer || !canvas || !surface) return null;
  const { left, top } = canvas.getBoundingClientRect();
  return surface.screenToWorld({ x: pointer.clientX - left, y: pointer.clientY - top });
}

/** Copy, cut and paste by the browser's own keys and menus, for the selected tables. */
export function useClipboard(session: ProjectSession): void {
  useEffect(() => {
    const stop = new AbortController();
    const { signal } = stop;
    let pointer: PointerEvent | null = null;
    const follow = (event: PointerEvent) => {
      pointer = event;
    };
    const forget = () => {
      pointer = null;
    };
    addEventListener('pointermove', follow, { signal, passive: true });
    document.documentElement.addEventListener('pointerleave', forget, { signal });
    const copy = (event: ClipboardEvent): boolean => {
      if (isAboutText(event) || !event.clipboardData) return false;
      const isCopied = copyInto(session, event.clipboardData);
      if (isCopied) event.preventDefault();
      return isCopied;
    };
    addEventListener('copy', copy, { signal });
    addEventListener(
      'cut',
      (event) => {
        if (!session.isReadOnly.get() && copy(event)) deleteWithToast(session, selectedTables(session));
      },
      { signal },
    );
    addEventListener(
      'paste',
      (event) => {
        if (isTyping(event) || isCovered() || !event.clipboardData) return;
        if (pasteFrom(session, event.clipboardData, pointerPlace(session, pointer))) event.preventDefault();
      },
      { signal },
    );
    return () => stop.abort();
  }, [session]);
}
