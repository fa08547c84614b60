'use client';
import type { RefObject } from 'react';
import { useEffect } from 'react';
import { useValue } from './hooks';
import { useSession } from './project-session';

/** Gives the field the focus, its text selected, when somebody asked for it. */
export function useFocusRequest(
  ref: RefObject<HTMLInputElement | HTMLTextAreaElement | null>,
  recordId: string,
  field: string,
): void {
  const { focus } = useSession();
  const request = useValue(focus);
  useEffect(() => {
    if (request?.recordId !== recordId || request.field !== field || !ref.current) return;
    focus.set(null);
    ref.current.focus();
    ref.current.select();
  }, [request, recordId, field, ref, focus]);
}
