'use client';
import { useSyncExternalStore } from 'react';

const never = () => () => {};

/**
 * The second part of the address, `id` in `/p/id`. Pages are static, so it is read in the browser;
 * null while the page is only HTML.
 */
export function usePathPart(): string | null {
  return useSyncExternalStore(
    never,
    () => decodeURIComponent(location.pathname.split('/')[2] ?? ''),
    () => null,
  );
}
