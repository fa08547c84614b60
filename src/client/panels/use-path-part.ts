'use client';
import { useSyncExternalStore } from 'react';

const never = () => () => {};

/**
 * The second part of an address, `id` of `/p/id`. Pages are static, so it is read in the browser: null while
 * the page is only HTML, and where there is no such part. `pathname` is the router's, which is there first
 * when one page leads to another.
 */
export function usePathPart(pathname: string, first: 'p' | 's'): string | null {
  const read = () => {
    const [, found, part] = pathname.split('/');
    return found === first && part ? decodeURIComponent(part) : null;
  };
  return useSyncExternalStore(never, read, () => null);
}
