'use client';
import { Tooltip } from 'radix-ui';
import type { ReactNode } from 'react';
import { Toasts } from './notices/toasts';

/** What every page has around it: tooltips that share one delay, and the toasts. */
export function AppFrame({ children }: { readonly children: ReactNode }) {
  return (
    <Tooltip.Provider delayDuration={450} skipDelayDuration={200}>
      {children}
      <Toasts />
    </Tooltip.Provider>
  );
}
