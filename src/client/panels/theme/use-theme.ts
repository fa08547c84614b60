'use client';
import { useSyncExternalStore } from 'react';
import type { ThemeChoice } from './theme-store';
import { isDark, subscribeTheme, themeChoice } from './theme-store';

/** The choice of this person; `system` while the page is only HTML. */
export function useThemeChoice(): ThemeChoice {
  return useSyncExternalStore(subscribeTheme, themeChoice, () => 'system');
}

/** Whether the page is dark now. */
export function useIsDark(): boolean {
  return useSyncExternalStore(subscribeTheme, isDark, () => false);
}
